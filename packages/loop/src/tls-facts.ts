/** What a certificate says of somebody: names by their usual abbreviations, `CN`, `O`, `OU`; several of one kind in a list. */
export type CertificateName = Readonly<Record<string, string | readonly string[]>>

/** A certificate the peer has shown. */
export interface PeerCertificate {
  /** Whom it is for. */
  readonly subject: CertificateName
  /** Who signed it. */
  readonly issuer: CertificateName
  /** The names it is good for, each with its kind: `DNS:example.net`, `IP Address:127.0.0.1`, `URI:…`. */
  readonly subjectAltNames: readonly string[]
  /** Upper-case hexadecimal digits. */
  readonly serialNumber: string
  /** SHA-256 of the certificate, in pairs of upper-case hexadecimal digits with colons between. */
  readonly fingerprint256: string
  /** Unix milliseconds. */
  readonly validFrom: number
  /** Unix milliseconds. */
  readonly validTo: number
}

/** What the two ends of a TLS connection have agreed on, as it was when the handshake ended. */
export interface TlsFacts {
  /** `TLSv1.3` and the like. */
  readonly protocol: string
  /** The cipher suite, by its standard name. */
  readonly cipher: string
  /** The application protocol that was agreed on by ALPN; null for none. */
  readonly alpn: string | null
  /** The name the client asked for; null where it asked for none. */
  readonly serverName: string | null
  /** Whether the peer has shown a certificate that is valid for it. */
  readonly authorized: boolean
  /** Why not: a code such as `CERT_HAS_EXPIRED`, or null where the peer is authorized or has shown none. */
  readonly authorizationError: string | null
  /** The peer's certificate, valid or not; null where it has shown none. */
  readonly peer: PeerCertificate | null
}
