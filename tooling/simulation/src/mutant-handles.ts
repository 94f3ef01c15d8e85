import type { Mode, SocketHandle } from '@poe/loop'

/** A handle that does some things otherwise: as if its wheel had forgotten them. */
function altered(handle: SocketHandle, changes: Partial<SocketHandle>): SocketHandle {
  return new Proxy(handle, {
    get(target, key) {
      const value: unknown = key in changes ? Reflect.get(changes, key) : Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

type Mutant = (handle: SocketHandle) => SocketHandle

export const forgetsToResume: Mutant = (handle) => altered(handle, { resume() {} })

export const forgetsToWatchForRoom: Mutant = (handle) =>
  altered(handle, {
    watch(mode: Mode, ready: () => void) {
      if (mode !== 'write') handle.watch(mode, ready)
    },
  })

export const forgetsToClose: Mutant = (handle) => altered(handle, { close() {} })

export const forgetsToEndItsOutput: Mutant = (handle) => altered(handle, { shutdown() {} })

/** Closes where it should have ended its output only: what is on its way is lost. */
export const closesInsteadOfShuttingDown: Mutant = (handle) => altered(handle, { shutdown: () => handle.close() })

export const takesAFailureForAnEnd: Mutant = (handle) => {
  const changes = {
    get state() {
      return handle.state === 'failed' ? ('ended' as const) : handle.state
    },
    error: null,
  }
  return altered(handle, changes)
}

export const forgetsTheEnd: Mutant = (handle) => {
  const changes = {
    get state() {
      return handle.state === 'ended' ? ('open' as const) : handle.state
    },
  }
  return altered(handle, changes)
}

/** Takes octets nobody asked for, and drops them. */
export const readsWhilePaused: Mutant = (handle) =>
  altered(handle, {
    pause(mode: Mode) {
      handle.pause(mode)
      if (mode === 'read') handle.read(7)
    },
  })

export const neverPauses: Mutant = (handle) => altered(handle, { pause() {} })
