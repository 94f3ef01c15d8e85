import type { Consumer } from './consumer.ts'

/** What is made by `npm create poe`, with the package that makes it come from the registry as well. */
export const createConsumers: readonly Consumer[] = [
  made('server', 'my-server'),
  made('filter', '@me/poe-filter-csv'),
  made('loop', 'poe-loop-game'),
  made('component', 'poe-component-clock'),
]

function made(kind: string, name: string): Consumer {
  return {
    name: `create a ${kind}`,
    group: 'npm create poe',
    scripts: ['test'],
    async prepare(at, { npm }) {
      const { status, output } = await npm(at, 'create', '--yes', 'poe', '.', '--', '--kind', kind, '--name', name)
      if (status !== 0) throw new Error(`npm create poe: ${output.trim()}`)
    },
  }
}
