import { check, checkOptions } from '@poe/errors'

/** What a {@link __Class__} takes. */
export interface __Class__Options {
  /** How it is called in messages. @defaultValue `__name__` */
  readonly label?: string
}

const CHECKS = { label: check.name }

/** Say here what it does. */
export class __Class__ {
  /** How it is called in messages. */
  readonly label: string

  constructor(options: __Class__Options = {}) {
    checkOptions('__Class__', options, CHECKS)
    this.label = options.label ?? '__name__'
  }
}
