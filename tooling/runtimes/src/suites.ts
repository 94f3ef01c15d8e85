import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The test files of one folder. */
export interface Suite {
  /** How it is called on the command line and in tables. */
  readonly name: string
  /** Which part of the matrix it is shown in. */
  readonly group: string
  /** Its folder, from the root of the repository. */
  readonly folder: string
  /** Its test files, from that folder. */
  readonly files: readonly string[]
}

/** What is run everywhere: the kits on whatever passes them, and the core, in order of layers. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  contracts: ['errors', 'queue', 'loop', 'filter', 'driver'],
  kits: ['test-queues', 'test-filters', 'test-drivers', 'test-loops'],
  queues: ['queue-heap', 'queue-array'],
  filters: [
    ...[
      'filter-line',
      'filter-stream',
      'filter-block',
      'filter-reference',
      'filter-jsonl',
      'filter-httpd',
      'filter-map',
    ],
    ...['filter-grep', 'filter-recordblock', 'filter-stackable', 'serializer-msgpackr', 'proxy-protocol'],
  ],
  drivers: ['driver-sysrw'],
  loops: ['loop-select', 'loop-virtual', 'loop-poll', 'host-loop', 'pipe', 'pty'],
  core: ['kernel', 'api-peek', 'session', 'nfa'],
  wheels: [
    ...['wheel', 'wheel-readwrite', 'wheel-socketfactory', 'wheel-listenaccept', 'wheel-run', 'wheel-followtail'],
    ...['wheel-readline', 'wheel-curses'],
  ],
  components: ['component', 'component-server-tcp', 'component-client-tcp'],
  programs: ['poe', 'examples'],
}

/** What only vitest itself can run. */
export const NEEDS_VITEST: Readonly<Record<string, string>> = {
  'packages/loop-virtual/src/settle.test.ts': 'it loads a module afresh, by vi.resetModules',
}

/** Files a runtime is not asked to run: what they test with does not work there. */
export const LEFT_OUT: readonly {
  readonly runtimes: readonly string[]
  readonly file: string
  readonly why: string
}[] = [
  ...['packages/wheel-readline/src/pty.test.ts', 'packages/wheel-curses/src/pty.test.ts'].map((file) => ({
    runtimes: ['bun', 'deno'],
    file,
    why: 'the terminal they are shown on is node-pty’s, which works on Node alone',
  })),
  {
    runtimes: ['deno'],
    file: 'packages/wheel-followtail/src/real-files.test.ts',
    why: 'it stands still after a named pipe was opened that nobody writes to',
  },
]

/** The files of a suite for a runtime. */
export function filesFor(runtime: string, { folder, files }: Suite): readonly string[] {
  const out = new Set(LEFT_OUT.filter(({ runtimes }) => runtimes.includes(runtime)).map(({ file }) => file))
  return files.filter((file) => !out.has(`${folder}/${file}`))
}

/** Every suite whose folder is there. */
export function suites(root = ROOT): readonly Suite[] {
  return Object.entries(GROUPS).flatMap(([group, names]) =>
    names.flatMap((name) => {
      const folder = name === 'examples' ? name : `packages/${name}`
      const source = join(root, folder, 'src')
      if (!existsSync(source)) return []
      const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => `src/${file}`)
        .filter((file) => NEEDS_VITEST[`${folder}/${file}`] === undefined)
        .sort()
      return [{ name, group, folder, files }]
    }),
  )
}
