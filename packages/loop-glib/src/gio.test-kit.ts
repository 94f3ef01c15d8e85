import koffi, { type LibraryHandle } from 'koffi'

const [glib, gobject, gio] = ['glib', 'gobject', 'gio'].map((name) => koffi.load(`lib${name}-2.0.so.0`)) as [
  LibraryHandle,
  LibraryHandle,
  LibraryHandle,
]
const CALLBACK = koffi.pointer(koffi.proto('int', ['void *']))
const DONE = koffi.pointer(koffi.proto('void', ['void *', 'void *', 'void *']))

/** What tests need of GLib besides. */
export const newAction = gio.func('void *g_simple_action_new(str name, void *type)') as (
  name: string,
  type: null,
) => bigint
export const activate = gio.func('void g_action_activate(void *action, void *value)') as (
  a: bigint,
  value: null,
) => void
export const enable = gio.func('void g_simple_action_set_enabled(void *action, int enabled)') as (
  a: bigint,
  to: number,
) => void
export const newMountOperation = gio.func('void *g_mount_operation_new()') as () => bigint
export const newService = gio.func('void *g_socket_service_new()') as () => bigint
export const emit = gobject.func('void g_signal_emit_by_name(void *object, str name, ...)') as (
  object: bigint,
  name: string,
  ...typesAndValues: unknown[]
) => void
export const ref = gobject.func('void *g_object_ref(void *object)') as (object: bigint) => bigint
export const unref = gobject.func('void g_object_unref(void *object)') as (object: bigint) => void
export const runDispose = gobject.func('void g_object_run_dispose(void *object)') as (object: bigint) => void
export const valueInit = gobject.func('void *g_value_init(void *value, size_t type)') as (
  v: Uint8Array,
  type: number,
) => bigint

const idleAdd = glib.func('g_idle_add', 'uint', [CALLBACK, 'void *'])
const timeoutAdd = glib.func('g_timeout_add', 'uint', ['uint', CALLBACK, 'void *'])
const fdAdd = glib.func('g_unix_fd_add', 'uint', ['int', 'int', CALLBACK, 'void *'])
const sourceRemove = glib.func('int g_source_remove(uint id)')
const taskNew = gio.func('g_task_new', 'void *', ['void *', 'void *', DONE, 'void *'])
const runInThread = gio.func('void g_task_run_in_thread(void *task, void *work)')

const registered: bigint[] = []
const sources: number[] = []

/** Takes everything back, after each test. */
export function forget(): void {
  for (const id of sources.splice(0)) sourceRemove(id)
  for (const pointer of registered.splice(0)) koffi.unregister(pointer)
}

/** A function for GLib to call again and again. */
function again(call: () => void): bigint {
  const pointer = koffi.register(() => {
    call()
    return 1
  }, CALLBACK)
  registered.push(pointer)
  return pointer
}

export const idle = (call: () => void): void => void sources.push(idleAdd(again(call), null))
export const every = (ms: number, call: () => void): void => void sources.push(timeoutAdd(ms, again(call), null))
export const onReadable = (fd: number, call: () => void): void => void sources.push(fdAdd(fd, 1, again(call), null))
export const removeSources = (): void => {
  for (const id of sources.splice(0)) sourceRemove(id)
}

/** Another thread of GLib's does something, and its end is told in the main context. */
export function fromThread(done: () => void): void {
  const pointer = koffi.register(done, DONE)
  registered.push(pointer)
  const task = taskNew(null, null, pointer, null)
  // It fits what a task's work is called with: the task, and a source that is none.
  runInThread(task, gio.symbol('g_task_return_boolean'))
  unref(task)
}
