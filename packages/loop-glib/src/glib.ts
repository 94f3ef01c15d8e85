import { type Library, openLibrary } from '@poe/foreign-loop'

/** What of GLib's main loop is used. */
export interface Glib {
  g_main_context_default(): bigint
  g_main_context_acquire(context: bigint): number
  g_main_context_release(context: bigint): void
  g_main_context_prepare(context: bigint, priority: Int32Array): number
  g_main_context_query(context: bigint, most: number, wait: Int32Array, polls: Uint8Array, room: number): number
  g_main_context_iteration(context: bigint, mayWait: number): number
}

/** What of GObject is used. */
export interface Gobject {
  g_type_name(type: bigint): string
  g_type_fundamental(type: bigint): bigint | number
  g_signal_parse_name(name: string, type: bigint, id: Int32Array, detail: Int32Array, force: number): number
  g_signal_connect_closure(object: bigint, name: string, closure: bigint, after: number): bigint | number
  g_signal_handler_disconnect(object: bigint, id: bigint | number): void
  g_closure_new_simple(size: number, data: null): bigint
  g_closure_set_marshal(closure: bigint, marshal: bigint): void
  g_closure_add_invalidate_notifier(closure: bigint, data: null, notify: bigint): void
  g_object_weak_ref(object: bigint, notify: bigint, data: bigint): void
  g_object_weak_unref(object: bigint, notify: bigint, data: bigint): void
  g_value_set_string(value: bigint, text: string): void
}

type Signatures = Readonly<Record<string, readonly [result: string, ...takes: string[]]>>

const GLIB: Signatures = {
  g_main_context_default: ['void *'],
  g_main_context_acquire: ['int', 'void *'],
  g_main_context_release: ['void', 'void *'],
  g_main_context_prepare: ['int', 'void *', 'void *'],
  g_main_context_query: ['int', 'void *', 'int', 'void *', 'void *', 'int'],
  g_main_context_iteration: ['int', 'void *', 'int'],
}

const GOBJECT: Signatures = {
  g_type_name: ['str', 'size_t'],
  g_type_fundamental: ['size_t', 'size_t'],
  g_signal_parse_name: ['int', 'str', 'size_t', 'void *', 'void *', 'int'],
  g_signal_connect_closure: ['ulong', 'void *', 'str', 'void *', 'int'],
  g_signal_handler_disconnect: ['void', 'void *', 'ulong'],
  g_closure_new_simple: ['void *', 'uint', 'void *'],
  g_closure_set_marshal: ['void', 'void *', 'void *'],
  g_closure_add_invalidate_notifier: ['void', 'void *', 'void *', 'void *'],
  g_object_weak_ref: ['void', 'void *', 'void *', 'void *'],
  g_object_weak_unref: ['void', 'void *', 'void *', 'void *'],
  g_value_set_string: ['void', 'void *', 'str'],
}

const REMEDY = 'install GLib 2 (on Debian, apt-get install libglib2.0-0; with GTK, libgtk-3-0)'

/** @throws PoeError `ERR_POE_NO_LIBRARY` */
export function openGlib(file: string): Glib {
  return bind(openLibrary({ file, remedy: REMEDY }), GLIB) as unknown as Glib
}

/** @throws PoeError `ERR_POE_NO_LIBRARY` */
export function openGobject(file: string): Gobject {
  return bind(openLibrary({ file, remedy: REMEDY }), GOBJECT) as unknown as Gobject
}

function bind(library: Library, signatures: Signatures): Record<string, unknown> {
  const functions = Object.entries(signatures).map(([name, [result, ...takes]]) => [
    name,
    library.func(name, result, takes),
  ])
  return Object.fromEntries(functions)
}
