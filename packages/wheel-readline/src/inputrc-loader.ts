import type { SessionHost } from '@poe/kernel'
import type { Editor } from './editor.ts'
import { readText } from './history-file.ts'
import { applyInputrc, type InputrcTarget } from './inputrc.ts'

/** Applies the user's inputrc to an editor: the file `$INPUTRC` names, or `~/.inputrc`. */
export class InputrcLoader implements InputrcTarget {
  readonly #host: SessionHost
  readonly #editor: Editor
  readonly #appName: string

  constructor(host: SessionHost, editor: Editor, appName: string) {
    this.#host = host
    this.#editor = editor
    this.#appName = appName
  }

  /** Whether there may be a file at all. */
  get present(): boolean {
    const { files, env } = this.#host.loop
    return files !== undefined && (env?.INPUTRC ?? env?.HOME) !== undefined
  }

  /** Begins with the keymaps of the wheel, and does what the file says. A missing file says nothing. */
  async load(): Promise<void> {
    const { env } = this.#host.loop
    const path = env?.INPUTRC ?? `${env?.HOME}/.inputrc`
    const text = await this.read(path)
    const editor = this.#editor
    editor.bindings.reset()
    editor.setKeymap('emacs')
    if (text !== undefined) await applyInputrc(text, this, path)
    editor.settle()
  }

  set(name: string, value: string): void {
    if (name === 'keymap') this.#editor.setKeymap(value)
    else this.#editor.attribs[name] = value
    // What is bound from now on is bound for the mode that was asked for.
    if (name === 'editing-mode') this.#editor.setKeymap(value === 'vi' ? 'vi-insert' : 'emacs')
  }

  bind(keys: string, to: string): void {
    this.#editor.bindings.bind(this.#editor.keymap, keys, to)
  }

  holds(test: string): boolean {
    const [, name, value] = /^(mode|term)\s*=\s*(\S*)$/iu.exec(test) ?? []
    if (name === undefined) return test.trim().toLowerCase() === this.#appName.toLowerCase()
    if (name.toLowerCase() === 'mode') return this.#editor.attribs['editing-mode'] === value
    const term = this.#host.loop.terminal?.term ?? ''
    return term === value || term.split('-')[0] === value
  }

  read(path: string): Promise<string | undefined> {
    const { files, env } = this.#host.loop
    if (files === undefined) return Promise.resolve(undefined)
    return readText(files, path.replace(/^~(?=\/)/u, env?.HOME ?? '~'))
  }

  warn(message: string): void {
    this.#host.loop.warn(`ReadLine: ${message}`)
  }
}
