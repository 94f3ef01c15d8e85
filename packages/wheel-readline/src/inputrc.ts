/** A line of an inputrc that means something. */
export type Directive =
  | { readonly kind: 'set'; readonly name: string; readonly value: string }
  | { readonly kind: 'bind'; readonly keys: string; readonly to: string }
  | { readonly kind: 'if'; readonly test: string }
  | { readonly kind: 'else' | 'endif' }
  | { readonly kind: 'include'; readonly path: string }
  | { readonly kind: 'wrong'; readonly why: string }

/** Files that include each other stop here. */
const DEPTH = 10

const BIND = /^("(?:[^"\\]|\\.)*"|[^\s:]+|:)\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S+)/su

/** What an inputrc is applied to. */
export interface InputrcTarget {
  set(name: string, value: string): void
  /** @param to - the name of a function, or keys in quotes. Throws what is wrong. */
  bind(keys: string, to: string): void
  /** Whether the condition of an `$if` holds: `mode=vi`, `term=xterm`, the name of an application. */
  holds(test: string): boolean
  /** The text of a file to include; undefined where there is none. */
  read(path: string): Promise<string | undefined>
  /** Something in the file that cannot be meant. */
  warn(message: string): void
}

/** Reads a line; undefined for one that is empty or a comment. */
export function directiveOf(line: string): Directive | undefined {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return undefined
  if (text.startsWith('$')) return conditional(text)
  const set = /^set\s+(\S+)\s+(.+)$/iu.exec(text)
  if (set !== null) return { kind: 'set', name: set[1]!.toLowerCase(), value: set[2]!.trim() }
  const bind = BIND.exec(text)
  if (bind === null) return { kind: 'wrong', why: `cannot read ${JSON.stringify(text)}` }
  return { kind: 'bind', keys: bind[1]!, to: bind[2]! }
}

function conditional(text: string): Directive {
  const [, word, rest] = /^\$(\S*)\s*(.*)$/u.exec(text)!
  if (word === 'if') return { kind: 'if', test: rest! }
  if (word === 'else' || word === 'endif') return { kind: word }
  if (word === 'include') return { kind: 'include', path: rest! }
  return { kind: 'wrong', why: `cannot read ${JSON.stringify(text)}` }
}

/** Does what an inputrc says, line by line; what cannot be done is told, and left out. */
export async function applyInputrc(text: string, target: InputrcTarget, name: string, depth = 0): Promise<void> {
  const open: boolean[] = []
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    const directive = directiveOf(line)
    if (directive === undefined) continue
    const warn = (why: string): void => target.warn(`${name}, line ${index + 1}: ${why}`)
    if (branches(directive, open, target, warn) || open.includes(false)) continue
    if (directive.kind === 'include') await include(directive.path, target, depth, warn)
    else perform(directive, target, warn)
  }
  if (open.length > 0) target.warn(`${name}: an $if has no $endif`)
}

/** Answers whether it was one of `$if`, `$else`, `$endif`. */
function branches(directive: Directive, open: boolean[], target: InputrcTarget, warn: (why: string) => void): boolean {
  if (directive.kind === 'if') open.push(target.holds(directive.test))
  else if (directive.kind !== 'else' && directive.kind !== 'endif') return false
  else if (open.length === 0) warn(`an $${directive.kind} without an $if`)
  else if (directive.kind === 'else') open.push(!open.pop())
  else open.pop()
  return true
}

async function include(path: string, target: InputrcTarget, depth: number, warn: (why: string) => void): Promise<void> {
  if (depth >= DEPTH) return warn(`includes more than ${DEPTH} deep; ${path} is left out`)
  const text = await target.read(path)
  if (text === undefined) warn(`cannot include ${path}`)
  else await applyInputrc(text, target, path, depth + 1)
}

function perform(directive: Directive, target: InputrcTarget, warn: (why: string) => void): void {
  try {
    if (directive.kind === 'wrong') warn(directive.why)
    else if (directive.kind === 'set') target.set(directive.name, directive.value)
    else if (directive.kind === 'bind') target.bind(directive.keys, directive.to)
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error))
  }
}
