import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether certificates can be made here. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** A certificate for `localhost` and `127.0.0.1` that signs itself, as PEM text. */
export function certificate(folder: string, name: string): { readonly key: string; readonly cert: string } {
  const [keyFile, certFile] = [join(folder, `${name}-key.pem`), join(folder, `${name}.pem`)]
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/O=POE, "Ltd"/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', keyFile, '-out', certFile],
  ])
  if (made.status !== 0) throw new Error(String(made.stderr))
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') }
}
