import type { Consumer } from './consumer.ts'
import { createConsumers } from './create.ts'
import { eachAlone } from './each-alone.ts'
import { runtimeConsumers } from './runtimes.ts'
import { typescripts } from './typescripts.ts'
import { vitePage } from './vite.ts'

/** Everybody who installs the packages; `packages` are the names of all of them. */
export function consumers(packages: readonly string[]): Consumer[] {
  return [
    { name: 'kernel, session, loop-virtual', group: 'layers', fixture: 'sessions', scripts: ['build', 'start'] },
    { name: 'filter-line', group: 'layers', fixture: 'lines', scripts: ['build', 'start'] },
    { name: 'component-server-tcp', group: 'layers', fixture: 'server-alone', scripts: ['build', 'start'] },
    { name: 'poe', group: 'layers', fixture: 'server', scripts: ['build', 'start'] },
    { name: 'ESM', group: 'programs', fixture: 'esm', scripts: ['build', 'start'] },
    { name: 'CommonJS', group: 'programs', fixture: 'commonjs', scripts: ['build', 'start'] },
    vitePage,
    { ...plugin('filter'), fixture: 'third-filter' },
    { ...plugin('loop'), fixture: 'third-loop' },
    {
      name: 'who uses both',
      group: 'third parties',
      fixture: 'third-parties',
      scripts: ['build', 'start'],
      after: ['a filter', 'a loop'],
    },
    ...createConsumers,
    ...runtimeConsumers,
    ...typescripts,
    ...eachAlone(packages),
  ]
}

function plugin(kind: string): Consumer {
  return { name: `a ${kind}`, group: 'third parties', scripts: ['build', 'test'], publishes: true }
}
