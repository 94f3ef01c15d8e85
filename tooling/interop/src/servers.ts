import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A server of somebody else's. */
export interface OtherServer {
  readonly port: number
  /** All it has printed, once it has ended. */
  readonly ended: Promise<string>
  /** Ends its standard input. */
  end(): void
}

const children: ChildProcess[] = []

/** Ends those that still run: for `afterEach`. */
export function endServers(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL')
}

/** Starts a program that is a server. @param says - how it says its port, in the first group */
export async function start(command: string, args: readonly string[], says: RegExp): Promise<OtherServer> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  children.push(child)
  let output = ''
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(output)))
  const port = await new Promise<number>((resolve, reject) => {
    const look = (text: string) => {
      output += text
      const [, found] = says.exec(output) ?? []
      if (found !== undefined) resolve(Number(found))
    }
    child.stdout.setEncoding('utf8').on('data', look)
    child.stderr.setEncoding('utf8').on('data', look)
    child.on('close', () => reject(new Error(`${command} ended: ${output}`)))
  })
  return { port, ended, end: () => child.stdin.end() }
}

/** The TCP server of Perl POE. @param kind - its filter: `line`, `block`, `fixed`, `reference`, `httpd` */
export function perlServer(kind: string): Promise<OtherServer> {
  const script = fileURLToPath(new URL('../programs/echo-server.pl', import.meta.url))
  return start('perl', [script, kind], /listening (\d+)/)
}
