/** What went wrong at a handle: the same shape on every loop. */
export interface HandleError {
  /** `ECONNRESET`, `EADDRINUSE`, …; a host's own word where there is no errno for it. */
  readonly code: string
  /** Positive, from one table keyed by `code`, whatever the host counts; 0 where the code is no errno. */
  readonly errno: number
  /** What the host was doing: `read`, `write`, `bind`, `listen`, `connect`, `accept`, `handshake`, `getaddrinfo`. */
  readonly syscall: string
  /** For people: `Connection refused`. */
  readonly message: string
  /** Whom it was about, where it was about somebody. */
  readonly address?: string
  /** The port of {@link address}, where it has one. */
  readonly port?: number
}

/** Linux's numbers and words, the ones programs compare with. */
const ERRORS: Readonly<Record<string, readonly [number, string]>> = {
  EPERM: [1, 'Operation not permitted'],
  ENOENT: [2, 'No such file or directory'],
  ESRCH: [3, 'No such process'],
  EINTR: [4, 'Interrupted system call'],
  EIO: [5, 'Input/output error'],
  ENXIO: [6, 'No such device or address'],
  EBADF: [9, 'Bad file descriptor'],
  ECHILD: [10, 'No child processes'],
  EAGAIN: [11, 'Resource temporarily unavailable'],
  ENOMEM: [12, 'Cannot allocate memory'],
  EACCES: [13, 'Permission denied'],
  EBUSY: [16, 'Device or resource busy'],
  EEXIST: [17, 'File exists'],
  EXDEV: [18, 'Invalid cross-device link'],
  ENODEV: [19, 'No such device'],
  ENOTDIR: [20, 'Not a directory'],
  EISDIR: [21, 'Is a directory'],
  EINVAL: [22, 'Invalid argument'],
  ENFILE: [23, 'Too many open files in system'],
  EMFILE: [24, 'Too many open files'],
  ETXTBSY: [26, 'Text file busy'],
  EFBIG: [27, 'File too large'],
  ENOSPC: [28, 'No space left on device'],
  ESPIPE: [29, 'Illegal seek'],
  EROFS: [30, 'Read-only file system'],
  EPIPE: [32, 'Broken pipe'],
  ENAMETOOLONG: [36, 'File name too long'],
  ENOSYS: [38, 'Function not implemented'],
  ENOTEMPTY: [39, 'Directory not empty'],
  ELOOP: [40, 'Too many levels of symbolic links'],
  EPROTO: [71, 'Protocol error'],
  EMSGSIZE: [90, 'Message too long'],
  ENOTSUP: [95, 'Operation not supported'],
  EAFNOSUPPORT: [97, 'Address family not supported by protocol'],
  EADDRINUSE: [98, 'Address already in use'],
  EADDRNOTAVAIL: [99, 'Cannot assign requested address'],
  ENETDOWN: [100, 'Network is down'],
  ENETUNREACH: [101, 'Network is unreachable'],
  ECONNABORTED: [103, 'Software caused connection abort'],
  ECONNRESET: [104, 'Connection reset by peer'],
  ENOBUFS: [105, 'No buffer space available'],
  EISCONN: [106, 'Transport endpoint is already connected'],
  ENOTCONN: [107, 'Transport endpoint is not connected'],
  ETIMEDOUT: [110, 'Connection timed out'],
  ECONNREFUSED: [111, 'Connection refused'],
  EHOSTDOWN: [112, 'Host is down'],
  EHOSTUNREACH: [113, 'No route to host'],
  EALREADY: [114, 'Operation already in progress'],
  EINPROGRESS: [115, 'Operation now in progress'],
  ESTALE: [116, 'Stale file handle'],
  EDQUOT: [122, 'Disk quota exceeded'],
  ECANCELED: [125, 'Operation canceled'],
  // Name look-ups have no errno of their own; POE reports EADDRNOTAVAIL for them.
  ENOTFOUND: [99, 'No such host'],
  EAI_AGAIN: [99, 'Temporary failure in name resolution'],
}

/** What is known besides the code. */
export interface HandleErrorDetails {
  /** For people. Default: what is usual for the code. */
  readonly message?: string
  /** Whom it was about. */
  readonly address?: string
  /** The port of {@link address}. */
  readonly port?: number
}

/** Makes a {@link HandleError}; `errno`, and without a message the words, come from the table. */
export function handleError(code: string, syscall: string, details: HandleErrorDetails = {}): HandleError {
  const [errno, words] = known(code) ?? [0, code]
  return { code, errno, syscall, ...details, message: details.message ?? words }
}

/** The number of an error code, positive, Linux's; 0 for a word that is none. */
export function errnoOf(code: string): number {
  return known(code)?.[0] ?? 0
}

function known(code: string): readonly [number, string] | undefined {
  return Object.hasOwn(ERRORS, code) ? ERRORS[code] : undefined
}

/** Whether a value looks like a {@link HandleError}: what a service's promise may reject with. */
export function isHandleError(value: unknown): value is HandleError {
  if (typeof value !== 'object' || value === null) return false
  const { code, errno, syscall } = value as Partial<HandleError>
  return typeof code === 'string' && typeof errno === 'number' && typeof syscall === 'string'
}
