import type { ScreenBuffer } from 'terminal-kit'

/** What of the library's buffer is not declared. */
interface Cells {
  /** What the terminal shows, after the first drawing. */
  readonly lastBuffer: Uint8Array | null
  readonly ITEM_SIZE: number
  hasLeadingFullWidth(cells: Uint8Array, at: number): boolean
}

/**
 * Makes the cell behind each wide character on the terminal differ from whatever is drawn next. The library
 * (3.1.4) draws a wide character without noting that the cell behind is no longer what it was; what was there before
 * would not be drawn again.
 */
export function forgetCovered(screen: ScreenBuffer): void {
  const cells = screen as unknown as Cells
  const { lastBuffer, ITEM_SIZE } = cells
  if (lastBuffer === null) return
  for (let at = 0; at + ITEM_SIZE < lastBuffer.byteLength; at += ITEM_SIZE)
    if (cells.hasLeadingFullWidth(lastBuffer, at)) lastBuffer.fill(0, at + ITEM_SIZE, at + 2 * ITEM_SIZE)
}
