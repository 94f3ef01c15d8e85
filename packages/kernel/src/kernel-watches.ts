import type { Mode, Watchable } from '@poe/loop'
import { eventName, handleOf, processId, signalName, windowOf } from './arguments.ts'
import { ignoreChild, watchChild } from './children.ts'
import { isWatched, select } from './handles.ts'
import { Names } from './kernel-names.ts'
import { resolve } from './resolve.ts'
import { ignoreSignal, sendSignal, watchSignal } from './signals.ts'
import { watchWindow } from './windows.ts'

/** Handles and signals. */
export class Watches extends Names {
  selectRead(handle: Watchable, event?: string, ...args: unknown[]): void {
    this.#select('selectRead', handle, [['read', event]], args)
  }

  selectWrite(handle: Watchable, event?: string, ...args: unknown[]): void {
    this.#select('selectWrite', handle, [['write', event]], args)
  }

  selectExpedite(handle: Watchable, event?: string, ...args: unknown[]): void {
    this.#select('selectExpedite', handle, [['expedite', event]], args)
  }

  select(handle: Watchable, read?: string, write?: string, expedite?: string, ...args: unknown[]): void {
    const wanted = [
      ['read', read],
      ['write', write],
      ['expedite', expedite],
    ] as const
    this.#select('select', handle, wanted, args)
  }

  selectPauseRead(handle: Watchable): boolean {
    return this.#switch('selectPauseRead', handle, 'read', 'pause')
  }

  selectResumeRead(handle: Watchable): boolean {
    return this.#switch('selectResumeRead', handle, 'read', 'resume')
  }

  selectPauseWrite(handle: Watchable): boolean {
    return this.#switch('selectPauseWrite', handle, 'write', 'pause')
  }

  selectResumeWrite(handle: Watchable): boolean {
    return this.#switch('selectResumeWrite', handle, 'write', 'resume')
  }

  sig(name: string, event?: string, ...args: unknown[]): void {
    this.needed('sig')
    signalName('sig', name)
    if (event !== undefined) eventName('sig', event)
    const session = this.sender()
    if (session === undefined) return
    if (event === undefined) ignoreSignal(this.core, session, name)
    else watchSignal(this.core, session, name, { event, args })
  }

  sigChild(pid: number, event?: string, ...args: unknown[]): void {
    this.needed('sigChild')
    processId('sigChild', pid)
    if (event !== undefined) eventName('sigChild', event)
    const session = this.sender()
    if (session === undefined) return
    if (event === undefined) ignoreChild(this.core, session, pid)
    else watchChild(this.core, session, pid, { event, args })
  }

  signalUiDestroy(target: object): Disposable {
    windowOf('signalUiDestroy', target)
    return watchWindow(this.core, target)
  }

  sigHandled(): void {
    if (this.core.delivery !== null) this.core.delivery.handled++
  }

  signal(to: unknown, name: string, ...args: unknown[]): boolean {
    const target = resolve(this.core, to)
    signalName('signal', name)
    if (target === undefined) return false
    const source = this.sender()
    if (source === undefined) return false
    sendSignal(this.core, target, name, args, source, this.eventOf(source))
    return true
  }

  #select(
    method: string,
    handle: Watchable,
    modes: readonly (readonly [Mode, string | undefined])[],
    args: readonly unknown[],
  ): void {
    this.needed(method)
    handleOf(method, handle)
    for (const [, event] of modes) if (event !== undefined) eventName(method, event)
    const session = this.sender()
    if (session === undefined) return
    for (const [mode, event] of modes) select(this.core, session, handle, mode, event, args)
  }

  #switch(method: string, handle: Watchable, mode: Mode, action: 'pause' | 'resume'): boolean {
    this.needed(method)
    if (!isWatched(this.core, handle, mode)) return false
    handle[action](mode)
    return true
  }
}
