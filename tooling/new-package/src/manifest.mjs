/** The range of kernels a package above it works with, until kernel 1.0. */
const KERNEL_PEER = 'workspace:>=0.1.0 <1.0.0'

/**
 * The package.json of a new package, as text.
 *
 * @param {import('./kinds.mjs').Plan} plan
 */
export function manifestOf({ name, template, layer, dependencies, kernel, kit, className }) {
  const siblings = dependencies.map((sibling) => [`@poe/${sibling}`, 'workspace:^'])
  const manifest = {
    name: `@poe/${name}`,
    version: '0.1.0',
    description: descriptions[template]?.replace('__Class__', className),
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19' },
    poe: { layer },
    exports: {
      '.': { '@poe/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    files: ['dist', 'src', '!src/**/*.test*.ts', 'CHANGELOG.md'],
    publishConfig: { access: 'public', provenance: true },
    scripts: {
      build: 'tsup --config ../../tooling/build/tsup.config.ts',
      test: 'vitest run --config ../../tooling/build/vitest.config.ts',
      typecheck: 'tsc -p .',
    },
    ...(siblings.length > 0 && { dependencies: Object.fromEntries(siblings) }),
    ...(kernel && { peerDependencies: { '@poe/kernel': KERNEL_PEER } }),
    ...(kernel && { devDependencies: { '@poe/kernel': 'workspace:^' } }),
    ...(kit !== undefined && { devDependencies: { [`@poe/${kit}`]: 'workspace:^' } }),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** @type {Record<string, string>} */
const descriptions = {
  filter: 'Splits octets into records at a separator and joins them again',
  driver: 'Reads and writes a handle in blocks',
  queue: 'A priority queue kept in a sorted array',
  contract: 'The contract of __Class__',
  plain: '__Class__: say in a sentence what it is for',
}
