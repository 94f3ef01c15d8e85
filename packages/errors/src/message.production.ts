import { show } from './show.production.ts'

export function messageOf(code: string, message: string | readonly unknown[] = []): string {
  return typeof message === 'string' ? message : [code, ...message.map(show)].join(' ')
}
