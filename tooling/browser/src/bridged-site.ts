import { WebSocketBridge } from '@poe/component-websocket-bridge'
import { Kernel } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'
import { Site } from './site.ts'

/** A site with a bridge at `/poe` that leads to every port of 127.0.0.1, and every unix socket. */
export class BridgedSite {
  readonly site = new Site()
  readonly kernel = new Kernel({ loop: new SelectLoop() })
  /** Connections that are open. */
  connections = 0
  readonly bridge = new WebSocketBridge({
    kernel: this.kernel,
    server: this.site.server,
    targets: ({ host = '127.0.0.1', port = 0, path }) => {
      if (path !== undefined) return { path }
      return host === '127.0.0.1' ? { host, port } : undefined
    },
    connected: () => void this.connections++,
    disconnected: () => void this.connections--,
  })
  #running: Promise<void> = Promise.resolve()

  start(): Promise<string> {
    this.#running = this.kernel.run()
    return this.site.start()
  }

  async stop(): Promise<void> {
    await this.bridge.close({ timeout: 2000 })
    await this.#running
    this.site.stop()
  }
}
