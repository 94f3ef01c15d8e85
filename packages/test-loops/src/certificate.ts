import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TlsCertificates } from './options.ts'

/** Whether certificates can be made here: by `openssl`. */
export const hasOpenssl: boolean = spawnSync('openssl', ['version']).status === 0

/**
 * A certificate for `localhost` and `127.0.0.1` that signs itself, as PEM text.
 *
 * @param folder - where `openssl` writes it
 * @param name - its common name, and how the files are called
 */
export function certificate(folder: string, name: string): { readonly key: string; readonly cert: string } {
  const [keyFile, certFile] = [join(folder, `${name}-key.pem`), join(folder, `${name}.pem`)]
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/O=POE, "Ltd"/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', keyFile, '-out', certFile],
  ])
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr}`)
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') }
}

/** What the tests of TLS take; undefined where there is no `openssl`. */
export function certificates(folder: string): TlsCertificates | undefined {
  if (!hasOpenssl) return undefined
  return { ...certificate(folder, 'localhost'), otherCert: certificate(folder, 'other').cert }
}
