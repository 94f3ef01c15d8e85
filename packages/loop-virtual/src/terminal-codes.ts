/** The end of an escape sequence, without its modifier, and the key it stands for: Node's names. */
export interface KeyCode {
  readonly name: string
  readonly ctrl?: true
  readonly shift?: true
}

const ARROWS = { A: 'up', B: 'down', C: 'right', D: 'left', E: 'clear' } as const
const PAD = { 1: 'home', 2: 'insert', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end' } as const
const FUNCTIONS = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24]

/** `[A` and the like, of xterm, VT, rxvt, the Linux console and Cygwin. */
export const KEY_CODES: ReadonlyMap<string, KeyCode> = new Map(codes())

function* codes(): Generator<[string, KeyCode]> {
  for (const [letter, name] of [...Object.entries(ARROWS), ['F', 'end'], ['H', 'home']] as [string, string][])
    for (const lead of ['[', 'O']) yield [lead + letter, { name }]
  for (const [letter, name] of Object.entries(ARROWS)) {
    yield [`[${letter.toLowerCase()}`, { name, shift: true }]
    yield [`O${letter.toLowerCase()}`, { name, ctrl: true }]
  }
  for (const [digit, name] of Object.entries(PAD)) {
    yield [`[${digit}~`, { name }]
    if (digit === '1' || digit === '4') continue
    yield [`[${digit}$`, { name, shift: true }]
    yield [`[${digit}^`, { name, ctrl: true }]
  }
  for (const [index, letter] of [...'PQRS'].entries()) {
    yield [`O${letter}`, { name: `f${index + 1}` }]
    yield [`[${letter}`, { name: `f${index + 1}` }]
  }
  for (const [index, letter] of [...'ABCDE'].entries()) yield [`[[${letter}`, { name: `f${index + 1}` }]
  for (const [index, code] of FUNCTIONS.entries()) yield [`[${code}~`, { name: `f${index + 1}` }]
  yield ['[[5~', { name: 'pageup' }]
  yield ['[[6~', { name: 'pagedown' }]
  yield ['[Z', { name: 'tab', shift: true }]
  yield ['[200~', { name: 'paste-start' }]
  yield ['[201~', { name: 'paste-end' }]
}
