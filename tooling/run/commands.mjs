/** Every command of this repository, and what each can be told. `tooling/check` tries them all. */
import os from 'node:os'
import { JSON_OPTION } from './cli.mjs'

/** How many processors there are. */
export const PROCESSORS = os.availableParallelism?.() ?? 1

const jobs = (/** @type {string} */ what) => ({
  value: 'N',
  whole: 1,
  about: `so many ${what} at a time (default: ${PROCESSORS}, the number of processors)`,
})
const json = JSON_OPTION

/** @satisfies {Readonly<Record<string, import('./cli.mjs').Command & { program: string }>>} */
export const commands = {
  start: {
    call: 'npm start',
    program: 'tooling/run/start.mjs',
    about: 'Installs, builds, and runs the echo server of examples/ until Ctrl-C.',
    options: {
      port: { value: 'N', whole: 0, about: 'where it listens; 0: any free one (default: $PORT, else 12345)' },
      json: { value: '[FILE]', about: 'prints { "port": N } as JSON once it listens, or writes it to a file' },
    },
  },
  test: {
    call: 'npm test',
    program: 'tooling/run/test.mjs',
    about: 'Installs, type-checks, lints, checks layering, builds, and runs every test.',
    passes: true,
    options: {
      filter: {
        value: 'NAME',
        short: 'F',
        many: true,
        about: 'only this package, as kernel; or a filter of turbo, as @poe/kernel...',
      },
      force: { about: 'runs again what has passed and not changed since' },
      json,
    },
  },
  runtimes: {
    call: 'npm run test:runtimes',
    program: 'tooling/run/runtimes.mjs',
    about: 'Runs the tests on Node 20 to 26, Bun and Deno, and writes docs/runtimes.md.',
    options: {
      runtime: { value: 'NAME', many: true, about: 'only these: node-20, node-22, node-24, node-26, bun, deno' },
      suite: { value: 'NAME', many: true, about: 'only these packages or groups; --list names them' },
      json,
      jobs: jobs('test files'),
      refresh: { about: 'fetches the newest release of each runtime' },
      write: { about: 'writes docs/runtimes.md and the README’s table after a part, as after a whole run' },
      list: { about: 'prints the names of runtimes and suites' },
    },
  },
  consumers: {
    call: 'npm run test:consumers',
    program: 'tooling/run/consumers.mjs',
    about: 'Installs the packages as strangers do, outside of the workspace, from a registry of its own.',
    options: {
      only: { value: 'NAME', many: true, about: 'only these consumers or groups; --list names them' },
      quick: { about: 'only what npm test does' },
      json,
      jobs: jobs('consumers'),
      list: { about: 'prints the names of consumers by group' },
    },
  },
  api: {
    call: 'npm run api',
    program: 'tooling/run/api.mjs',
    about: 'Writes what each package has in public into docs/api, and tells how large it is.',
    options: { json },
  },
  bench: {
    call: 'npm run bench',
    program: 'tooling/run/bench.mjs',
    about: 'Measures POE beside hand-written rivals and Perl POE.',
    words: { name: 'WORKLOAD …', about: 'only these; --list names them', most: Number.POSITIVE_INFINITY },
    options: {
      rounds: { value: 'N', whole: 1, about: 'so many rounds; the median counts (default: 5)' },
      seconds: { value: 'N', above0: true, about: 'how long a measurement takes, where it is up to us (default: 2)' },
      smoke: { about: 'everything once and shortly, to see that it works' },
      json,
      list: { about: 'prints the names of workloads' },
    },
  },
  pictures: {
    call: 'npm run pictures',
    program: 'tooling/run/pictures.mjs',
    about: 'Measures where the time of a line goes and how things grow, and draws that into docs/performance.',
    words: { name: 'FOLDER', about: 'where they go instead', most: 1 },
    options: {
      seconds: { value: 'N', above0: true, about: 'how long a measurement takes (default: 3)' },
      smoke: { about: 'everything small and shortly, to see that it works' },
      json,
    },
  },
  size: {
    call: 'npm run size',
    program: 'tooling/run/size.mjs',
    about: 'Tells what a page loads that has sessions and nothing else.',
    options: { json },
  },
  site: {
    call: 'npm run site',
    program: 'tooling/run/site.mjs',
    about: 'Builds the pages of the API and the guides, and follows their links.',
    words: { name: 'FOLDER', about: 'where they go (default: site)', most: 1 },
    options: { json },
  },
  newPackage: {
    call: 'npm run new-package',
    program: 'tooling/new-package/new-package.mjs',
    about: 'Makes a package that builds, tests and is layered right: npm run new-package filter-foo.',
    words: {
      name: 'NAME',
      about: 'filter-, driver-, queue-, loop-, wheel- or component-foo; others need a layer',
      most: 1,
    },
    options: { layer: { value: 'N', about: 'its layer, 0 to 6' }, json },
  },
}
