import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { read } from './cli.mjs'
import { commands } from './commands.mjs'
import { buildFor } from './programs.mjs'
import { giveUp, root } from './root.mjs'

/** One Ctrl-C reaches this process twice, from the terminal and through npm; a person's second one comes later. */
const SAME_SIGNAL_MS = 400

const { port } = read(commands.start).values
if (port !== undefined) process.env.PORT = `${port}`
await bootstrap()
await buildFor('poe-examples')
runServer([join(root, 'examples/src/echo-server.ts')])

function runServer(args) {
  const tsx = import.meta.resolve('tsx')
  // In a group of its own the terminal's Ctrl-C does not reach it, so that it hears each signal once: from here.
  const server = spawn(process.execPath, ['--import', tsx, ...args], { stdio: 'inherit', detached: true })
  server.once('error', (error) => giveUp(`Cannot start the echo server: ${error.message}`))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) passOn(signal, server)
  server.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

function passOn(signal, server) {
  let last = Number.NEGATIVE_INFINITY
  process.on(signal, () => {
    const now = performance.now()
    if (now - last > SAME_SIGNAL_MS) server.kill(signal)
    last = now
  })
}
