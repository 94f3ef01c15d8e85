import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { runServer } from 'verdaccio'
import { npmConfig } from './npm.ts'

/** A registry on loopback, and the end of it. */
export interface Registry extends AsyncDisposable {
  /** Where it listens, as `http://127.0.0.1:4873/`. */
  readonly url: string
}

/** Names that are ours: never looked up anywhere else, so that a test cannot pass by what is published already. */
const OURS = ['@poe/*', 'create-poe', 'poe-*', '@third/*']

/**
 * Starts a registry that has what is published to it, and everything else from the registry npm is configured with.
 *
 * @param storage - an empty folder
 */
export async function startRegistry(storage: string): Promise<Registry> {
  mkdirSync(storage, { recursive: true })
  const elsewhere = await npmConfig('registry')
  const trust = await trusted()
  const everybody = { access: '$all', publish: '$all', unpublish: '$all' }
  const app = await runServer({
    storage,
    self_path: join(storage, 'config.yaml'),
    web: { enable: false },
    auth: { htpasswd: { file: join(storage, 'htpasswd'), max_users: -1 } },
    uplinks: { elsewhere: { url: elsewhere, ...trust, maxage: '1h', timeout: '60s', max_fails: 20 } },
    packages: {
      ...Object.fromEntries(OURS.map((name) => [name, everybody])),
      '**': { ...everybody, proxy: 'elsewhere' },
    },
    middlewares: {},
    max_body_size: '50mb',
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  } as never)
  const server: Server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const registry = {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  await checkFetches(registry, elsewhere)
  return registry
}

/** Whom npm is told to trust in place of everybody, as behind a proxy: certificates, in PEM text. */
async function trusted(): Promise<{ readonly ca?: string }> {
  const file = await npmConfig('cafile')
  return file === 'null' || file === '' ? {} : { ca: readFileSync(file, 'utf8') }
}

/** Without what comes from elsewhere every consumer would fail, and none could say why. */
async function checkFetches(registry: Registry, elsewhere: string): Promise<void> {
  const { ok, status } = await fetch(`${registry.url}typescript`)
  if (ok) return
  await registry[Symbol.asyncDispose]()
  throw new Error(
    `The local registry fetches nothing from ${elsewhere} (${status}). It trusts whom npm is told to trust by "cafile"; is that right, and the network there?`,
  )
}
