/** Sessions by hand: each with its handlers in a `Map`, its children in a `Set`, found by id and by name. */
import { setImmediate as turn } from 'node:timers/promises'
import { asked, measure } from './measure.mjs'

const { mode, total } = asked()
/** @type {Map<number, Session>} */
const sessions = new Map()
/** @type {Map<string, Session>} */
const names = new Map()
let lastId = 0
let stopped = 0

class Session {
  id = ++lastId
  heap = {}
  parent = null
  children = new Set()
  references = 1
  /** @type {NodeJS.Timeout | undefined} */
  timer = undefined
  /** @type {Map<string, () => unknown>} */
  states

  /** @param {string} name */
  constructor(name) {
    this.name = name
    this.states = new Map([
      ['_start', () => this.id],
      ['_stop', () => ++stopped],
      ['ping', () => this.id],
      ['bye', () => this.id],
    ])
  }
}

await measure(mode, total, {
  create(name) {
    const session = new Session(name)
    sessions.set(session.id, session)
    session.states.get('_start')?.()
    if (mode === 'alias') names.set(name, session)
    else session.timer = setTimeout(() => session.states.get('ping')?.(), 3_600_000)
    return session
  },
  stop(session) {
    session.states.get('_stop')?.()
    sessions.delete(session.id)
    if (mode === 'alias') names.delete(session.name)
    else clearTimeout(session.timer)
  },
  settled: () => turn(),
  over: () => turn(),
  stopped: () => stopped,
})
