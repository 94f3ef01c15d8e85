import type { FaultOptions } from '@poe/loop-virtual'

/** Worlds of every kind: near and far, crumbly, and breaking. */
export function faultsOf(seed: number): FaultOptions {
  const slow = { latency: seed % 7, jitter: (seed * 3) % 20, window: [65_536, 4096, 257][seed % 3] as number }
  const crumbly = {
    shortReads: (seed % 5) * 0.2,
    shortWrites: (seed % 4) * 0.15,
    shortMost: [1, 16, 1000][seed % 3] as number,
  }
  if (seed % 2 === 0) return { ...slow, ...crumbly }
  const breaking = [
    { resets: 0.02 },
    { vanishes: 0.01 },
    { deaf: 0.2 },
    { refusals: 0.3, hangs: 0.2 },
    { acceptFailures: 0.3 },
    { resets: 0.005, vanishes: 0.005, deaf: 0.05, refusals: 0.05, acceptFailures: 0.1 },
  ][((seed - 1) / 2) % 6]
  return { ...slow, ...crumbly, ...breaking }
}
