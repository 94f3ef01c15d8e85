import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { read, results } from './cli.mjs'
import { commands } from './commands.mjs'
import { buildFor } from './programs.mjs'
import { giveUp, root } from './root.mjs'

/** One Ctrl-C reaches this process twice, from the terminal and through npm; a person's second one comes later. */
const SAME_SIGNAL_MS = 400

const { port, json } = read(commands.start).values
if (port !== undefined) process.env.PORT = `${port}`
await bootstrap()
await buildFor('poe-examples')
runServer([join(root, 'examples/src/echo-server.ts')])

function runServer(args) {
  const tsx = import.meta.resolve('tsx')
  // In a group of its own the terminal's Ctrl-C does not reach it, so that it hears each signal once: from here.
  const server = spawn(process.execPath, ['--import', tsx, ...args], {
    stdio: ['inherit', json === undefined ? 'inherit' : 'pipe', 'inherit'],
    detached: true,
  })
  server.stdout?.on('data', tellPort)
  server.once('error', (error) => giveUp(`Cannot start the echo server: ${error.message}`))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) passOn(signal, server)
  server.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

let said = ''
let told = false

/** Once the server has said its port, that is what the command came to; all it says goes past the data. */
function tellPort(text) {
  process.stderr.write(text)
  if (told) return
  said += text
  const [, port] = /port (\d+)\./.exec(said) ?? []
  if (port === undefined) return
  told = true
  results(json).end({ port: Number(port) })
}

function passOn(signal, server) {
  let last = Number.NEGATIVE_INFINITY
  process.on(signal, () => {
    const now = performance.now()
    if (now - last > SAME_SIGNAL_MS) server.kill(signal)
    last = now
  })
}
