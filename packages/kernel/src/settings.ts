import type { Loop } from '@poe/loop'

/** Whether a setting of the environment says yes; undefined where there is none. */
export function settingOf({ env }: Loop, name: string): boolean | undefined {
  const value = env?.[name]
  return value === undefined ? undefined : !['', '0', 'no', 'off', 'false'].includes(value.toLowerCase())
}
