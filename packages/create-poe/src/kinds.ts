/** What can be made. */
export type Kind = 'server' | 'filter' | 'loop' | 'component'

interface KindFacts {
  /** What it is, for whom is asked. */
  readonly about: string
  /** The name of one that nobody has named. */
  readonly name: string
  /** The last word of its class; a component's says nothing. */
  readonly suffix: string
}

/** Every kind, and what there is to know of it. */
export const KINDS: Readonly<Record<Kind, KindFacts>> = {
  server: { about: 'a TCP server of your own', name: 'poe-server', suffix: 'server' },
  filter: {
    about: 'a filter: octets to records and back, for others to install',
    name: 'poe-filter-mine',
    suffix: 'filter',
  },
  loop: { about: 'a loop: POE on another event loop', name: 'poe-loop-mine', suffix: 'loop' },
  component: { about: 'a component: a ready-made session for others', name: 'poe-component-mine', suffix: '' },
}

/** Whether a text names a kind. */
export function isKind(text: string): text is Kind {
  return Object.hasOwn(KINDS, text)
}
