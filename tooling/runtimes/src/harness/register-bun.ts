/** For Bun: `vitest` is what stands in for it. */
import * as standIn from './vitest.ts'

interface OfBun {
  plugin(plugin: { name: string; setup(build: Setup): void }): void
}
interface Setup {
  module(name: string, load: () => { exports: object; loader: 'object' }): void
}

const { Bun } = globalThis as unknown as { Bun: OfBun }
Bun.plugin({ name: 'vitest', setup: (build) => build.module('vitest', () => ({ exports: standIn, loader: 'object' })) })
