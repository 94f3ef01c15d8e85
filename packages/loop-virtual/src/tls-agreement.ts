import { type HandleError, handleError, type PeerCertificate, type TlsFacts, type TlsOptions } from '@poe/loop'
import { isAddress } from './hosts.ts'

/** What both sides know once they have agreed. */
export interface Agreement {
  readonly server: TlsFacts
  readonly client: TlsFacts
}

/** The end of time, for certificates that never expire. */
const FOR_EVER = 8.64e15

/**
 * What a server and a client come to, or why they come to nothing. Nothing is computed: the text given as `cert` is the
 * name of who shows it, and valid for those whose `ca` is the same text, or who name none.
 *
 * @param host - where the client has connected to
 */
export function agree(server: TlsOptions, client: TlsOptions, host: string | undefined): Agreement | HandleError {
  const alpn = protocolOf(server, client)
  if (alpn === undefined) return refusal('EPROTO', 'No application protocol in common')
  const asked = client.serverName ?? host
  const serverName = asked === undefined || isAddress(asked) ? null : asked
  const common = { protocol: 'virtual', cipher: 'none', alpn, serverName }
  const atServer = seen(server, server.requestCertificate === true ? client.cert : undefined)
  const atClient = seen(client, server.cert)
  if ((client.verify ?? true) && !atClient.authorized) return refusal('EPROTO', 'The certificate is not trusted')
  if (server.verify === true && server.requestCertificate === true && !atServer.authorized) return refusal('ECONNRESET')
  return { server: { ...common, ...atServer }, client: { ...common, ...atClient } }
}

/** The error of a handshake that came to nothing. */
export function refusal(code: string, message?: string): HandleError {
  return handleError(code, 'handshake', message === undefined ? {} : { message })
}

/** The first of the server's protocols that the client knows; undefined where there is none, though both have some. */
function protocolOf({ alpn: known = [] }: TlsOptions, { alpn: wanted = [] }: TlsOptions): string | null | undefined {
  if (known.length === 0 || wanted.length === 0) return null
  return known.find((protocol) => wanted.includes(protocol))
}

/** What one side makes of the certificate it is shown. */
function seen(
  { ca }: TlsOptions,
  cert: TlsOptions['cert'],
): Pick<TlsFacts, 'authorized' | 'authorizationError' | 'peer'> {
  if (cert === undefined) return { authorized: false, authorizationError: null, peer: null }
  const authorized = ca === undefined || text(ca) === text(cert)
  return {
    authorized,
    authorizationError: authorized ? null : 'DEPTH_ZERO_SELF_SIGNED_CERT',
    peer: certificate(text(cert)),
  }
}

function certificate(name: string): PeerCertificate {
  return {
    subject: { CN: name },
    issuer: { CN: name },
    subjectAltNames: [`DNS:${name}`],
    serialNumber: '01',
    fingerprint256: name,
    validFrom: 0,
    validTo: FOR_EVER,
  }
}

function text(pem: string | Uint8Array): string {
  return typeof pem === 'string' ? pem : new TextDecoder().decode(pem)
}
