import { defineConfig } from 'vitest/config'

/** How every package is tested: siblings are read from source, results are kept for the summary. */
export default defineConfig({
  root: process.cwd(),
  resolve: { conditions: ['@poe/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@poe/source', 'node', 'import', 'default'] } },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 30_000,
    reporters: ['default', ['json', { outputFile: '.test-results/results.json' }]],
  },
})
