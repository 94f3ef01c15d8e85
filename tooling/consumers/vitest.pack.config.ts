import { mergeConfig } from 'vitest/config'
import base from '../check/vitest.pack.config.ts'

/** What needs built packages and a registry: it takes longer than other tests. */
export default mergeConfig(base, { test: { testTimeout: 300_000, hookTimeout: 300_000 } })
