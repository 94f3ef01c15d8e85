import { type Library, openLibrary } from '@poe/foreign-loop'

/** What of Tcl is used. */
export interface Tcl {
  Tcl_FindExecutable(path: null): void
  Tcl_SetNotifier(notifier: BigUint64Array): void
  Tcl_SetServiceMode(mode: number): number
  Tcl_ServiceAll(): number
  Tcl_Alloc(size: number): bigint
  Tcl_QueueEvent(event: bigint, position: number): void
  Tcl_CreateInterp(): bigint
  Tcl_DeleteInterp(interp: bigint): void
  Tcl_Init(interp: bigint): number
  Tcl_EvalEx(interp: bigint, script: Uint8Array, length: number, flags: number): number
  Tcl_GetObjResult(interp: bigint): bigint
  Tcl_GetStringFromObj(value: bigint, length: Int32Array): bigint
  Tcl_NewStringObj(text: Uint8Array, length: number): bigint
  Tcl_SetObjResult(interp: bigint, value: bigint): void
  Tcl_CreateCommand(interp: bigint, name: Uint8Array, call: bigint, id: bigint, deleted: bigint): bigint
  Tcl_DeleteCommandFromToken(interp: bigint, command: bigint): number
}

/** What of Tk is used. */
export interface Tk {
  Tk_Init(interp: bigint): number
  Tk_MainWindow(interp: bigint): bigint | null
  Tk_NameToWindow(interp: bigint, path: Uint8Array, main: bigint): bigint | null
  Tk_CreateEventHandler(window: bigint, mask: number, call: bigint, id: bigint): void
  Tk_DeleteEventHandler(window: bigint, mask: number, call: bigint, id: bigint): void
}

type Signatures = Readonly<Record<string, readonly [result: string, ...takes: string[]]>>

const TCL: Signatures = {
  Tcl_FindExecutable: ['void', 'void *'],
  Tcl_SetNotifier: ['void', 'void *'],
  Tcl_SetServiceMode: ['int', 'int'],
  Tcl_ServiceAll: ['int'],
  Tcl_Alloc: ['void *', 'uint'],
  Tcl_QueueEvent: ['void', 'void *', 'int'],
  Tcl_CreateInterp: ['void *'],
  Tcl_DeleteInterp: ['void', 'void *'],
  Tcl_Init: ['int', 'void *'],
  Tcl_EvalEx: ['int', 'void *', 'void *', 'int', 'int'],
  Tcl_GetObjResult: ['void *', 'void *'],
  Tcl_GetStringFromObj: ['void *', 'void *', 'void *'],
  Tcl_NewStringObj: ['void *', 'void *', 'int'],
  Tcl_SetObjResult: ['void', 'void *', 'void *'],
  Tcl_CreateCommand: ['void *', 'void *', 'void *', 'void *', 'void *', 'void *'],
  Tcl_DeleteCommandFromToken: ['int', 'void *', 'void *'],
}

const TK: Signatures = {
  Tk_Init: ['int', 'void *'],
  Tk_MainWindow: ['void *', 'void *'],
  Tk_NameToWindow: ['void *', 'void *', 'void *', 'void *'],
  Tk_CreateEventHandler: ['void', 'void *', 'ulong', 'void *', 'void *'],
  Tk_DeleteEventHandler: ['void', 'void *', 'ulong', 'void *', 'void *'],
}

/** @throws PoeError `ERR_POE_NO_LIBRARY` */
export function openTcl(file: string): Tcl {
  const remedy = 'install Tcl 8.6 (on Debian, apt-get install libtcl8.6)'
  return bind(openLibrary({ file, remedy }), TCL) as unknown as Tcl
}

/** @throws PoeError `ERR_POE_NO_LIBRARY` */
export function openTk(file: string): Tk {
  const remedy = 'install Tk 8.6 (on Debian, apt-get install libtk8.6)'
  return bind(openLibrary({ file, remedy }), TK) as unknown as Tk
}

function bind(library: Library, signatures: Signatures): Record<string, unknown> {
  const functions = Object.entries(signatures).map(([name, [result, ...takes]]) => [
    name,
    library.func(name, result, takes),
  ])
  return Object.fromEntries(functions)
}
