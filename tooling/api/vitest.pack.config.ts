import { mergeConfig } from 'vitest/config'
import base from '../check/vitest.pack.config.ts'

/** What needs built packages. */
export default mergeConfig(base, { test: { testTimeout: 300_000, hookTimeout: 300_000 } })
