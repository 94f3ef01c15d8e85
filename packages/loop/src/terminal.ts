import type { StreamHandle } from './handles.ts'

/** The terminal the program runs on. */
export interface TerminalService {
  readonly handle: StreamHandle
  readonly rows: number
  readonly columns: number
  setRaw(raw: boolean): void
  onResize(resized: () => void): Disposable
}
