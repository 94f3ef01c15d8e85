import type { PeerCertificate as HostCertificate, TLSSocket } from 'node:tls'
import type { CertificateName, PeerCertificate, TlsFacts } from '@poe/loop'

/** One name of several, which may be in quotes, with commas inside. */
const ALT_NAME = /(?:[^,"]|"(?:\\.|[^"\\])*")+/g

/**
 * What a connection has agreed on.
 *
 * @param asked - the name that was asked for, by a client; a server finds it in the connection
 */
export function tlsFacts(socket: TLSSocket, asked?: string): TlsFacts {
  const shown = socket.getPeerCertificate() as HostCertificate | Record<string, never> | null
  const peer = shown !== null && 'raw' in shown ? certificate(shown as HostCertificate) : null
  const cipher = socket.getCipher() as { readonly standardName?: string; readonly name: string } | undefined
  const { alpnProtocol, servername } = socket as { alpnProtocol?: string | false | null; servername?: string | false }
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: cipher?.standardName ?? cipher?.name ?? '',
    alpn: alpnProtocol || null,
    serverName: asked ?? (servername || null),
    authorized: socket.authorized,
    authorizationError: socket.authorized || peer === null ? null : reason(socket.authorizationError),
    peer,
  }
}

function certificate(shown: HostCertificate): PeerCertificate {
  return {
    subject: name(shown.subject),
    issuer: name(shown.issuer),
    subjectAltNames: shown.subjectaltname?.match(ALT_NAME)?.map((one) => one.trim()) ?? [],
    serialNumber: shown.serialNumber,
    fingerprint256: shown.fingerprint256,
    validFrom: Date.parse(shown.valid_from),
    validTo: Date.parse(shown.valid_to),
  }
}

function name(given: object): CertificateName {
  return { ...given } as CertificateName
}

/** The host tells a word, or an error whose code it is. */
function reason(given: Error | string | null | undefined): string | null {
  if (given === null || given === undefined) return null
  return typeof given === 'string' ? given : ((given as NodeJS.ErrnoException).code ?? given.message)
}
