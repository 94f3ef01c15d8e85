import { mergeConfig } from 'vitest/config'
import base from '../build/vitest.config.ts'

/** The checks of built packages; they need `build`, so they are a task of their own. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], reporters: [] } },
  {
    test: {
      include: ['src/**/*.check.ts'],
      reporters: ['default', ['json', { outputFile: '.test-results/check-pack.json' }]],
    },
  },
)
