import { badOption, check, checkOptions } from '@poe/errors'

/** What an {@link HttpdFilter} may be told. POE: the parameters of `POE::Filter::HTTPD->new`. */
export interface HttpdFilterOptions {
  /**
   * Whether content is given out as it arrives, by records of its own behind the request; `maxContent` does not count then.
   * @defaultValue false: a request comes whole
   */
  readonly streaming?: boolean | undefined
  /**
   * The most content of a request, in octets; more is refused with 413.
   * @defaultValue 1 MiB
   */
  readonly maxContent?: number | undefined
  /**
   * The most octets of a request's line and headers together; more is refused with 431.
   * @defaultValue 32768
   */
  readonly maxHead?: number | undefined
  /**
   * The most headers of a request; more are refused with 431.
   * @defaultValue 100
   */
  readonly maxHeaders?: number | undefined
  /**
   * The most characters of a request's target; more are refused with 414.
   * @defaultValue 8192
   */
  readonly maxTarget?: number | undefined
  /**
   * The most input kept for `getOne`, in octets; passing it is an error of the filter. At least `maxContent` and `maxHead`.
   * @defaultValue 1 MiB more than that
   */
  readonly maxBuffer?: number | undefined
  /**
   * Gives the `Date` header of each response, as `new Date().toUTCString()` does. A filter has no clock of its own.
   * @defaultValue none is written
   */
  readonly date?: (() => string) | undefined
}

const MIB = 1024 * 1024
const NAME = 'HttpdFilter'
const size = check.integer(1)
const CHECKS = {
  streaming: check.flag,
  maxContent: size,
  maxHead: size,
  maxHeaders: size,
  maxTarget: size,
  maxBuffer: size,
  date: check.callable,
}

/** The options with all that is left out. */
export class Settings {
  readonly streaming: boolean
  readonly maxContent: number
  readonly maxHead: number
  readonly maxHeaders: number
  readonly maxTarget: number
  readonly maxBuffer: number
  readonly date: (() => string) | undefined

  /** @throws PoeError for options that cannot be meant */
  constructor(options: HttpdFilterOptions) {
    checkOptions(NAME, options, CHECKS)
    this.streaming = options.streaming ?? false
    this.maxContent = options.maxContent ?? MIB
    this.maxHead = options.maxHead ?? 32_768
    this.maxHeaders = options.maxHeaders ?? 100
    this.maxTarget = options.maxTarget ?? 8192
    this.date = options.date
    const least = this.maxContent + this.maxHead
    this.maxBuffer = options.maxBuffer ?? least + MIB
    if (this.maxBuffer < least)
      throw badOption(NAME, 'maxBuffer', this.maxBuffer, `at least maxContent and maxHead together, ${least}`)
  }
}
