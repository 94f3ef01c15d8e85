import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether a program is there; where it must be, tests run, and fail, without it. */
export function has(program: string): boolean {
  const there = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  if (!there) console.warn(`${program} is not installed: what it is to show is not shown.`)
  return there || process.env.POE_REQUIRE_PROGRAMS === '1'
}

/** A folder of its own. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'poe-interop-'))

  file(name: string): string {
    return join(this.path, name)
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }

  /** A certificate for `localhost` and `127.0.0.1` that signs itself: the files of key and certificate. */
  certificate(name: string): { readonly key: string; readonly cert: string } {
    const [key, cert] = [this.file(`${name}.key`), this.file(`${name}.pem`)]
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
    ])
    if (made.status !== 0) throw new Error(String(made.stderr))
    return { key, cert }
  }
}

/** A program of the system that is talked to: what it says, on both its outputs. */
export class Talk {
  readonly child
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>
  said = ''
  #changed: () => void = () => {}

  constructor(command: string, ...args: readonly string[]) {
    this.child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.child.stdin.on('error', () => {})
    for (const output of [this.child.stdout, this.child.stderr])
      output.setEncoding('utf8').on('data', (text: string) => {
        this.said += text
        this.#changed()
      })
    this.ended = new Promise((resolve) => this.child.on('close', resolve))
  }

  say(text: string | Uint8Array): void {
    this.child.stdin.write(text)
  }

  /** Waits until it has said something. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    let over = false
    const ended = this.ended.then(() => {
      over = true
    })
    for (;;) {
      const match = pattern.exec(this.said)
      if (match !== null) return match
      if (over) throw new Error(`It ended without saying ${pattern}: ${this.said}`)
      const more = new Promise<void>((resolve) => {
        this.#changed = resolve
      })
      await Promise.race([more, ended])
    }
  }

  /** Ends its input; gives what it has said when it has ended. */
  async end(text = ''): Promise<string> {
    this.child.stdin.end(text)
    await this.ended
    return this.said
  }

  kill(): Promise<number | null> {
    this.child.kill()
    return this.ended
  }
}
