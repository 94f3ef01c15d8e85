import { badOption } from '@poe/errors'

/** Ends a watch. */
export type Unwatch = () => void

/** Something of a page that has an end: a window, or what is in a document. */
export type Destroyable = Window | Node

/** Whether the end of something can be watched. */
export function isDestroyable(target: unknown): target is Destroyable {
  const { isConnected, window } = (target ?? {}) as { isConnected?: unknown; window?: unknown }
  return typeof isConnected === 'boolean' || (window !== undefined && window === target)
}

/**
 * Calls back when a page is left for good, or when an element that was in a document is no longer in one. A page that is kept,
 * to be shown again when its user goes back, is not gone.
 */
export function watchGone(target: Destroyable, gone: () => void): Unwatch {
  return 'isConnected' in target ? watchRemoved(target, gone) : watchLeft(target, gone)
}

/** @throws PoeError `ERR_POE_BAD_OPTION` */
export function checkDestroyable(taker: string, option: string, target: unknown): void {
  if (!isDestroyable(target)) throw badOption(taker, option, target, 'a window, or a node of a document')
}

function watchLeft(page: Window, gone: () => void): Unwatch {
  const left = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted) gone()
  }
  page.addEventListener('pagehide', left)
  return () => page.removeEventListener('pagehide', left)
}

function watchRemoved(node: Node, gone: () => void): Unwatch {
  let seen = node.isConnected
  const observer = new MutationObserver(() => {
    if (node.isConnected) seen = true
    else if (seen) {
      observer.disconnect()
      gone()
    }
  })
  for (const root of rootsOf(node)) observer.observe(root, { childList: true, subtree: true })
  return () => observer.disconnect()
}

/** Where a node can be removed from: its document, and every shadow it is in. */
function rootsOf(node: Node): Set<Node> {
  const roots = new Set<Node>([node.ownerDocument ?? node])
  for (let root = node.getRootNode(); 'host' in root; root = (root as ShadowRoot).host.getRootNode()) roots.add(root)
  return roots
}
