import { PoeError } from '@poe/errors'
import type { Address } from '@poe/loop'

/** Told how it stands with the connection. */
export interface ClientWatcher {
  /** It connects, or will. */
  pending(): void
  connected(address: Address): void
  /** There is no connection, nor will be one by itself. */
  failed(error: unknown): void
  /** Nor otherwise: the session has stopped. */
  stopped(error: unknown): void
}

/** The client was ended before there was a connection. */
export function stopped(): PoeError {
  return new PoeError('ERR_POE_STOPPED', 'TcpClient has stopped; it is not connected.')
}
