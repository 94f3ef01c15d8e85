import { arch, platform } from 'node:process'

/** A runtime the tests run on. */
export interface Runtime {
  /** How it is called on the command line and in tables. */
  readonly name: string
  /** What is fetched from the npm registry: `name@range`. The binary is inside. */
  readonly source: string
  /** Where the binary lies in that package. */
  readonly binary: string
  /** Prints the version. */
  readonly version: readonly string[]
  /** What comes before the harness and its arguments; paths are those of the harness's folder. */
  readonly options: (harness: string) => readonly string[]
  /** What the harness and the programs that tests start find in their environment. */
  readonly env?: (program: string, harness: string) => Readonly<Record<string, string>>
}

/** Resolves `@poe/*` to their sources. */
const SOURCE = '--conditions=@poe/source'

const onNode = (harness: string): string[] => [SOURCE, '--import', 'tsx', '--import', `${harness}/register.mjs`]
const onBun = (harness: string): string[] => [SOURCE, '--no-install', '--preload', `${harness}/register-bun.ts`]
const onDeno = (harness: string): string[] => [
  ...['run', '--quiet', '--allow-all', '--no-check', '--no-lock', '--no-config', '--node-modules-dir=manual'],
  ...['--import-map', `${harness}/import-map.json`],
]

/** Programs that tests start are Deno's as well, though they are given options of Node. */
const DENO_ENV = (program: string, harness: string): Record<string, string> => ({
  DENO_CONDITIONS: '@poe/source',
  DENO_NO_UPDATE_CHECK: '1',
  POE_DENO: program,
  POE_NODE: `${harness}/deno-as-node.sh`,
})

/** How the packages that hold a binary call this machine. */
const MACHINES: Readonly<Record<string, { node: string; bun: string; deno: string }>> = {
  'linux-x64': { node: 'linux-x64', bun: 'linux-x64', deno: 'linux-x64-glibc' },
  'linux-arm64': { node: 'linux-arm64', bun: 'linux-aarch64', deno: 'linux-arm64-glibc' },
  'darwin-x64': { node: 'darwin-x64', bun: 'darwin-x64', deno: 'darwin-x64' },
  'darwin-arm64': { node: 'darwin-arm64', bun: 'darwin-aarch64', deno: 'darwin-arm64' },
}

/**
 * Every runtime, for this machine.
 *
 * @throws Error on a machine there are no binaries for
 */
export function runtimes(machine = `${platform}-${arch}`): readonly Runtime[] {
  const names = MACHINES[machine]
  if (names === undefined)
    throw new Error(`There are no runtimes to fetch for ${machine}, only for ${Object.keys(MACHINES).join(', ')}.`)
  const node = (major: number, range: string): Runtime => ({
    name: `node-${major}`,
    source: `node-${names.node}@${range}`,
    binary: 'bin/node',
    version: ['--version'],
    options: onNode,
  })
  return [
    node(20, '^20.19.0'),
    node(22, '22'),
    node(24, '24'),
    node(26, '26'),
    { name: 'bun', source: `@oven/bun-${names.bun}@latest`, binary: 'bin/bun', version: ['--version'], options: onBun },
    {
      name: 'deno',
      source: `@deno/${names.deno}@latest`,
      binary: 'deno',
      version: ['--version'],
      options: onDeno,
      env: DENO_ENV,
    },
  ]
}
