import { keysOf } from './key-names.ts'
import { Keymap, type KeymapName } from './keymap.ts'

/** Keys, separated by blanks, and the function they are bound to. */
type Table = Readonly<Record<string, string>>

const EMACS: Table = {
  'beginning-of-line': 'C-a home',
  'end-of-line': 'C-e end',
  'backward-char': 'C-b left',
  'forward-char': 'C-f right',
  'backward-word': 'M-b "\\e[1;5D" "\\e[1;3D"',
  'forward-word': 'M-f "\\e[1;5C" "\\e[1;3C"',
  interrupt: 'C-c',
  abort: 'C-g M-C-g C-xC-g',
  'delete-char': 'C-d delete',
  'backward-delete-char': 'C-h rubout',
  complete: 'C-i M-C-[',
  'possible-completions': 'M-?',
  'insert-completions': 'M-*',
  'accept-line': 'C-j C-m',
  'kill-line': 'C-k',
  'unix-line-discard': 'C-u',
  'unix-word-rubout': 'C-w',
  'kill-word': 'M-d',
  'backward-kill-word': 'M-rubout M-C-h',
  'backward-kill-line': 'C-xrubout',
  yank: 'C-y',
  'yank-pop': 'M-y',
  'yank-last-arg': 'M-. M-_',
  'yank-nth-arg': 'M-C-y',
  'clear-screen': 'C-l',
  'previous-history': 'C-p up',
  'next-history': 'C-n down',
  'beginning-of-history': 'M-<',
  'end-of-history': 'M->',
  'reverse-search-history': 'C-r',
  'forward-search-history': 'C-s',
  'non-incremental-reverse-search-history': 'M-p',
  'non-incremental-forward-search-history': 'M-n',
  'transpose-chars': 'C-t',
  'transpose-words': 'M-t',
  'capitalize-word': 'M-c',
  'downcase-word': 'M-l',
  'upcase-word': 'M-u',
  'quoted-insert': 'C-v',
  undo: 'C-_',
  'revert-line': 'M-r M-C-r',
  'character-search': 'C-]',
  'character-search-backward': 'M-C-]',
  'digit-argument': 'M-- M-0 M-1 M-2 M-3 M-4 M-5 M-6 M-7 M-8 M-9',
  'set-mark': 'M-space',
  'delete-horizontal-space': 'M-\\',
  'insert-comment': 'M-#',
  'tilde-expand': 'M-& M-~',
  'overwrite-mode': 'insert',
  'tab-insert': 'M-C-i',
  'vi-editing-mode': 'M-C-j',
  'poe-wheel-debug': 'C-q',
  'dump-key': 'C-xk',
  'dump-macros': 'C-xm',
  'dump-variables': 'C-xv',
  're-read-init-file': 'C-xC-r',
}

/** Arrows and the like, which POE leaves to emacs. */
const ARROWS: Table = {
  'backward-char': 'left',
  'forward-char': 'right',
  'previous-history': 'up',
  'next-history': 'down',
  'beginning-of-line': 'home',
  'end-of-line': 'end',
}

const VI_INSERT: Table = {
  ...ARROWS,
  interrupt: 'C-c',
  'vi-eof-maybe': 'C-d',
  'backward-delete-char': 'C-h C-?',
  'delete-char': 'delete',
  complete: 'C-i',
  'accept-line': 'C-j C-m',
  'reverse-search-history': 'C-r',
  'forward-search-history': 'C-s',
  'transpose-chars': 'C-t',
  'unix-line-discard': 'C-u',
  'unix-word-rubout': 'C-w',
  yank: 'C-y',
  'quoted-insert': 'C-v',
  undo: 'C-_',
  'vi-movement-mode': 'C-[',
}

/** What moves the cursor: also what vi's operators go by. */
const VI_MOTIONS: Table = {
  'backward-char': 'C-h h left rubout',
  'forward-char': 'l space right',
  'vi-prev-word': 'b B',
  'vi-next-word': 'w W',
  'vi-end-word': 'e E',
  'vi-first-print': '^',
  'beginning-of-line': 'home',
  'vi-arg-digit': '0 1 2 3 4 5 6 7 8 9',
  'end-of-line': '$ end',
  'vi-goto-mark': '`',
  'vi-column': '|',
  'vi-match': '%',
  'vi-char-search': 'f F t T ; ,',
}

const VI_COMMAND: Table = {
  ...VI_MOTIONS,
  interrupt: 'C-c',
  'vi-eof-maybe': 'C-d',
  'emacs-editing-mode': 'C-e',
  abort: 'C-g',
  'accept-line': 'C-j C-m',
  'kill-line': 'C-k',
  'clear-screen': 'C-l',
  'next-history': 'C-n + j down',
  'previous-history': 'C-p - k up',
  'quoted-insert': 'C-q C-v',
  'reverse-search-history': 'C-r',
  'forward-search-history': 'C-s',
  'transpose-chars': 'C-t',
  'unix-line-discard': 'C-u',
  'unix-word-rubout': 'C-w',
  yank: 'C-y',
  'vi-undo': 'C-_ u',
  'insert-comment': '#',
  'vi-tilde-expand': '&',
  'vi-complete': '* = \\',
  'vi-redo': '.',
  'vi-search': '/ ?',
  'vi-search-again': 'n N',
  'vi-append-eol': 'A',
  'vi-append-mode': 'a',
  'vi-insert-beg': 'I',
  'vi-insertion-mode': 'i',
  'vi-change-to': 'c C',
  'vi-delete-to': 'd D',
  'vi-yank-to': 'y Y',
  'vi-put': 'p P',
  'vi-replace': 'R',
  'vi-change-char': 'r',
  'vi-subst': 's S',
  'vi-delete': 'x delete',
  'backward-delete-char': 'X',
  'vi-fetch-history': 'G',
  'revert-line': 'U',
  'vi-set-mark': 'm',
  'vi-yank-arg': '_',
  'vi-change-case': '~',
}

const VI_SPECIFICATION: Table = { ...VI_MOTIONS, 'vi-spec-line': 'c d y' }

const ISEARCH: Table = { 'isearch-again': 'C-r C-s', 'search-delete-char': 'C-h rubout' }

const VI_SEARCH: Table = {
  'vi-search-accept': 'C-j C-m',
  'backward-delete-char': 'C-h rubout',
  abort: 'C-c C-g',
  'vi-search-abort': 'C-[',
}

/** With the functions for keys, and for characters, that are not bound. */
const MAPS: readonly (readonly [KeymapName, unbound: string, printable: string, Table])[] = [
  ['emacs', 'self-insert', 'self-insert', EMACS],
  ['vi-insert', 'self-insert', 'self-insert', VI_INSERT],
  ['vi-command', 'ding', 'ding', VI_COMMAND],
  ['vi-specification', 'vi-end-spec', 'vi-end-spec', VI_SPECIFICATION],
  ['isearch', 'search-finish', 'search-key', ISEARCH],
  ['vi-search', 'search-finish', 'self-insert', VI_SEARCH],
]

/** The keymaps a wheel begins with, by name. */
export function defaultKeymaps(): Map<string, Keymap> {
  const maps = new Map<string, Keymap>(
    MAPS.map(([name, unbound, printable, table]) => [name, filled(new Keymap(name, unbound, printable), table)]),
  )
  maps.set('vi', maps.get('vi-command')!)
  return maps
}

function filled(map: Keymap, table: Table): Keymap {
  for (const [run, keys] of Object.entries(table)) for (const key of keys.split(' ')) map.bind(keysOf(key), { run })
  return map
}
