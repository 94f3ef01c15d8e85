import stringWidth from 'string-width'

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Something as the terminal shows it. */
export interface Cell {
  readonly text: string
  /** Columns it takes: 0 for what the terminal only acts on. */
  readonly width: number
}

/** Below this no character joins another, but for CR and LF, which are shown apart anyway. */
function simple(code: number): boolean {
  return code < 0x300
}

/** Where the character after `at` begins: what a user takes for one is one. */
export function nextBoundary(text: string, at: number): number {
  if (at >= text.length) return text.length
  if (simple(text.charCodeAt(at)) && (at + 1 === text.length || simple(text.charCodeAt(at + 1)))) return at + 1
  const found = segmenter.segment(text).containing(at)!
  return found.index + found.segment.length
}

/** Where the character before `at` begins. */
export function previousBoundary(text: string, at: number): number {
  if (at <= 0) return 0
  if (simple(text.charCodeAt(at - 1)) && (at === text.length || simple(text.charCodeAt(at)))) return at - 1
  return segmenter.segment(text).containing(at - 1)!.index
}

/** `at`, or where the character ends that `at` is in the middle of. */
export function boundaryFrom(text: string, at: number): number {
  if (at <= 0) return 0
  if (at >= text.length || (simple(text.charCodeAt(at)) && simple(text.charCodeAt(at - 1))))
    return Math.min(at, text.length)
  const { index, segment } = segmenter.segment(text).containing(at)!
  return index === at ? at : index + segment.length
}

/** The characters of a text as they are shown: control characters as `^x`, so that none acts on the terminal. */
export function* cellsOf(text: string): Generator<Cell> {
  for (let at = 0, next = 0; at < text.length; at = next) {
    next = nextBoundary(text, at)
    const character = text.slice(at, next)
    const shown = visible(character)
    if (shown === character) yield { text: shown, width: stringWidth(shown) }
    else for (const sign of shown) yield { text: sign, width: 1 }
  }
}

/** A text as it is shown: `^c` for C-c. */
export function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, controlShown)
}

function controlShown(character: string): string {
  const code = character.charCodeAt(0)
  if (code === 0x7f) return '^?'
  return code > 0x7f ? `<${code.toString(16)}>` : `^${String.fromCharCode(code + 64).toLowerCase()}`
}

/** Columns a text takes where it is shown. */
export function widthOf(text: string): number {
  return stringWidth(visible(text))
}
