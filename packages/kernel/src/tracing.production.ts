import type { Loop } from '@poe/loop'
import { settingOf } from './settings.ts'

/** What traces and assertions are for is not in this build; who asks for them is told so. */
export function tracingOf(loop: Loop, asserts: unknown, traces: unknown): null {
  const asked = Object.keys(loop.env ?? {}).some(
    (name) => /^POE_(TRACE|ASSERT)_(?!FILENAME)/.test(name) && settingOf(loop, name),
  )
  if (asked || isOn(asserts) || isOn(traces)) warnOfTraces(loop)
  return null
}

export function warnOfTraces(loop: Loop): void {
  loop.warn('The production build of @poe/kernel has no traces and no assertions.')
}

function isOn(switches: unknown): boolean {
  return Array.isArray(switches) ? switches.length > 0 : switches === true
}

export const nameOf = (): string => ''
export const showArgs = (): string => ''
