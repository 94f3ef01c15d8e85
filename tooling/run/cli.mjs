/** What every command of this repository has in common: its options, its help, what it refuses, and how it speaks. */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import util from 'node:util'

/**
 * @typedef {object} Option
 * @property {string} about - a line of the help
 * @property {string} [value] - what stands for its value in the help; a flag has none
 * @property {string} [short] - one letter
 * @property {boolean} [many] - it may be given again, and names may be joined by commas
 * @property {number} [whole] - the value is a whole number from this one on
 * @property {boolean} [above0] - the value is a number above 0
 */

/**
 * @typedef {object} Command
 * @property {string} call - how one calls it: `npm run bench`
 * @property {string} about - what it does, in a sentence
 * @property {{ readonly name: string, readonly about: string, readonly most: number }} [words] - what it takes besides options
 * @property {boolean} [passes] - whether what stands behind a second `--` is for somebody else
 * @property {Readonly<Record<string, Option>>} options
 */

/**
 * @typedef {object} Asked
 * @property {Readonly<Record<string, any>>} values - by option: true, a text, a number, or a list; undefined where it was not given
 * @property {string[]} words
 * @property {string[]} rest - what stands behind `--`
 */

/** What a command did not understand: one line. */
export class Misunderstanding extends Error {}

/** @type {Readonly<Record<string, Option>>} */
const COMMON = { help: { about: 'prints this', short: 'h' } }

/** The option `--json` of commands that come to something. */
export const JSON_OPTION = { value: '[FILE]', about: 'prints what it came to as JSON, or writes it to a file' }

/**
 * Reads the command line; answers `--help`, and refuses what it does not know, by ending the process.
 *
 * @param {Command} command
 * @param {readonly string[]} [args]
 * @returns {Asked}
 */
export function read(command, args = process.argv.slice(2)) {
  checkNode()
  try {
    const asked = parse(command, args)
    if (asked.values.help === true) {
      process.stdout.write(`${usage(command)}\n`)
      process.exit(0)
    }
    return asked
  } catch (error) {
    return refuse(command, error)
  }
}

/** Ends the process on a Node that cannot run this. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(`POE needs Node 20.19 or newer; this is ${process.version}. Install a newer one and try again.`)
  process.exit(1)
}

/**
 * Ends the process over what was not understood; any other error goes on.
 *
 * @param {Command} command
 * @param {unknown} error
 * @returns {never}
 */
export function refuse(command, error) {
  if (!(error instanceof Misunderstanding)) throw error
  process.stderr.write(`${error.message}\n\n${usage(command)}\n`)
  process.exit(2)
}

/**
 * @param {Command} command
 * @param {readonly string[]} args
 * @returns {Asked}
 * @throws Misunderstanding
 */
export function parse(command, args) {
  const options = { ...command.options, ...COMMON }
  const end = args.indexOf('--')
  const [own, rest] = end < 0 ? [args, []] : [args.slice(0, end), args.slice(end + 1)]
  if (rest.length > 0 && !command.passes)
    throw new Misunderstanding(`"${rest[0]}" stands behind a second "--": leave that out.`)
  const { tokens } = util.parseArgs({
    args: own.map((arg, i) => (arg === '--json' && (own[i + 1] ?? '-').startsWith('-') ? '--json=-' : arg)),
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value, short }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  /** @type {Record<string, any>} */
  const values = {}
  const words = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind === 'option') take(values, options, token.name, token.rawName, token.value)
  }
  checkWords(command, words)
  return { values, words, rest: [...rest] }
}

/**
 * @param {Record<string, any>} values
 * @param {Readonly<Record<string, Option>>} options
 * @param {string} name
 * @param {string} rawName
 * @param {string | undefined} value
 */
function take(values, options, name, rawName, value) {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (option === undefined) {
    const near = nearest(name, Object.keys(options))
    throw new Misunderstanding(`There is no option ${rawName}${near === undefined ? '.' : `; did you mean --${near}?`}`)
  }
  if (option.value === undefined) {
    if (value !== undefined) throw new Misunderstanding(`--${name} takes no value, and was given "${value}".`)
    values[name] = true
    return
  }
  if (value === undefined || value === '')
    throw new Misunderstanding(`--${name} needs a value: --${name} ${option.value}.`)
  if (option.many) values[name] = [...(values[name] ?? []), ...value.split(/,(?! )/).filter(Boolean)]
  else values[name] = numberOf(name, option, value) ?? value
}

/**
 * @param {string} name
 * @param {Option} option
 * @param {string} value
 */
function numberOf(name, { whole, above0 }, value) {
  const number = Number(value)
  if (whole !== undefined && (!Number.isSafeInteger(number) || number < whole))
    throw new Misunderstanding(`--${name} is "${value}"; give a whole number from ${whole}.`)
  if (above0 && !(number > 0 && number < Number.POSITIVE_INFINITY))
    throw new Misunderstanding(`--${name} is "${value}"; give a number above 0.`)
  return whole === undefined && !above0 ? undefined : number
}

/**
 * @param {Command} command
 * @param {readonly string[]} words
 */
function checkWords({ words: taken }, words) {
  if (taken === undefined && words.length > 0) throw new Misunderstanding(`It takes options only, not "${words[0]}".`)
  if (taken !== undefined && words.length > taken.most)
    throw new Misunderstanding(`Give ${taken.most} ${taken.name} at most, not ${words.length}: ${words.join(', ')}.`)
}

/**
 * One of the names something must have, or a misunderstanding.
 *
 * @param {string} what
 * @param {string} name
 * @param {readonly string[]} known
 */
export function checkKnown(what, name, known) {
  if (known.includes(name)) return
  const near = nearest(name, known)
  const remedy = near === undefined ? `there are ${known.join(', ')}.` : `did you mean "${near}"?`
  throw new Misunderstanding(`There is no ${what} "${name}"; ${remedy}`)
}

/**
 * The one of some names that was meant by a wrong one, most likely.
 *
 * @param {string} name
 * @param {readonly string[]} known
 */
function nearest(name, known) {
  const most = (/** @type {string} */ one) => Math.min(2, Math.floor(one.length / 2))
  return known.find((one) => one.startsWith(name) || distance(one, name) <= most(one))
}

/**
 * How many letters two words differ in.
 *
 * @param {string} one
 * @param {string} other
 */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...one].entries()) {
    let left = i + 1
    row = row.map((above, j) => {
      const diagonal = row[j - 1] ?? i
      left = j === 0 ? i + 1 : Math.min(left + 1, above + 1, diagonal + (letter === other[j - 1] ? 0 : 1))
      return left
    })
  }
  return row.at(-1) ?? 0
}

/**
 * The help of a command.
 *
 * @param {Command} command
 */
export function usage({ call, about, words, options, passes }) {
  const rows = Object.entries({ ...options, ...COMMON }).map(([name, { value, short, about }]) => [
    `--${name}${value === undefined ? '' : ` ${value}`}${short === undefined ? '' : `, -${short}`}`,
    about,
  ])
  if (words !== undefined) rows.unshift([words.name, words.about])
  if (passes) rows.push(['-- …', 'all that follows goes to turbo'])
  const width = Math.max(...rows.map(([left = '']) => left.length))
  const dashes = call.startsWith('npm ') ? ' --' : ''
  return [
    `${call}${dashes} [options]${words === undefined ? '' : ` [${words.name}]`}${passes ? ' [-- …]' : ''}`,
    `  ${about}`,
    '',
    ...rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n')
}

/**
 * A line about how far it is, kept apart from what the command comes to.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * What a command comes to: lines for people, and data for programs. Where the data goes to stdout, the lines go to stderr.
 *
 * @param {string | undefined} json - `-`, a file, or nothing
 */
export function results(json) {
  return {
    /** @param {string} line */
    print: (line) => void (json === '-' ? process.stderr : process.stdout).write(`${line}\n`),
    /** @param {unknown} data */
    end(data) {
      const text = `${JSON.stringify(data, null, 2)}\n`
      if (json === '-') process.stdout.write(text)
      else if (json !== undefined) writeFileSync(json, text)
    },
  }
}

/** @typedef {{ readonly isTTY?: boolean | undefined, write(text: string): unknown }} Stream */

/**
 * Whether a stream shows colours: a terminal that nobody forbade them, or any stream where somebody wants them at all costs.
 *
 * @param {Stream} [stream]
 * @param {Readonly<Record<string, string | undefined>>} [env]
 */
export function hasColours(stream = process.stdout, env = process.env) {
  if ((env.NO_COLOR ?? '') !== '') return false
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0'
  return stream.isTTY === true && env.TERM !== 'dumb'
}

const CODES = { green: 32, yellow: 33, red: 31, bold: 1 }

/**
 * Colours texts, or leaves them as they are.
 *
 * @param {boolean} [colours]
 * @returns {(colour: 'green' | 'yellow' | 'red' | 'bold', text: string) => string}
 */
export function painter(colours = hasColours()) {
  return (colour, text) => (colours ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text)
}

/**
 * How far long work is: on a terminal one line that changes, elsewhere a line for each step.
 *
 * @param {Stream} [stream]
 */
export function progress(stream = process.stderr) {
  const live = stream.isTTY === true
  return {
    live,
    /** @param {number} done @param {number} all @param {string} what */
    step(done, all, what) {
      const line = `${done} of ${all}: ${what}`
      if (!live) stream.write(`${line}\n`)
      else stream.write(done === all ? '\r\u001b[K' : `\r\u001b[K${line}`)
    },
    /**
     * Shows a line, on a terminal only.
     *
     * @param {string} line
     */
    show(line) {
      if (live) stream.write(`\r\u001b[K${line}`)
    },
    /** Takes the line away. */
    clear() {
      if (live) stream.write('\r\u001b[K')
    },
  }
}

/**
 * Says what is being done; on a terminal, also for how long, until it is over.
 *
 * @param {string} what
 * @param {Stream} [stream]
 * @returns {() => void} ends it
 */
export function doing(what, stream = process.stderr) {
  if (stream.isTTY !== true) {
    stream.write(`${what} ...\n`)
    return () => {}
  }
  const started = Date.now()
  const show = () => stream.write(`\r\u001b[K${what} ... ${Math.round((Date.now() - started) / 1000)} s`)
  const timer = setInterval(show, 1000)
  show()
  return () => {
    clearInterval(timer)
    stream.write(`\r\u001b[K${what} ... ${Math.round((Date.now() - started) / 1000)} s\n`)
  }
}
