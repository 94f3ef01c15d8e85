/**
 * A pool of worker processes that stay: each is given one task after the other, by lines of JSON. A worker that dies is
 * replaced, and its task is given to another one. `WORKERS` says how many there are.
 */
import { JsonLinesFilter, kernel, Run, Session, type SessionContext } from '@poe/poe'

/** What a worker does: squares numbers. It crashes over the number 13, the first time. */
const WORKER = `
  const { existsSync, writeFileSync } = require('node:fs')
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { number, flag } = JSON.parse(line)
    if (number === 13 && !existsSync(flag)) {
      writeFileSync(flag, '')
      process.exit(1)
    }
    console.log(JSON.stringify({ number, square: number * number }))
  })`

interface Task {
  readonly number: number
  readonly flag: string
}

interface Result {
  readonly number: number
  readonly square: number
}

/** A wheel that takes tasks. */
type Worker = Pick<Run<Result, string, Task>, 'id' | 'put' | 'shutdownStdin'>

interface Heap {
  readonly waiting: Task[]
  /** What each worker is busy with, by the id of its wheel. */
  readonly busy: Map<number, { readonly worker: Worker; readonly task: Task }>
  readonly results: Result[]
}

const flag = process.env.FLAG ?? `${process.env.TMPDIR ?? '/tmp'}/worker-pool-${process.pid}`
const tasks = Array.from({ length: 20 }, (_, i): Task => ({ number: i + 1, flag }))

/** What the workers' wheels send. */
interface Events {
  done(result: Result, id: number): void
  complained(line: string, id: number): void
  closed(id: number): void
}

/** Starts a worker for the next task, if there is one. */
function begin(ctx: SessionContext<Events, Heap>): void {
  const task = ctx.heap.waiting.shift()
  if (task === undefined) return
  const worker = new Run(ctx, {
    program: [process.execPath, '-e', WORKER],
    stdinFilter: new JsonLinesFilter<Task>(),
    stdoutFilter: new JsonLinesFilter<Result>(),
    stdoutEvent: 'done',
    stderrEvent: 'complained',
    closeEvent: 'closed',
  })
  give(ctx.heap, worker, task)
}

function give({ busy }: Heap, worker: Worker, task: Task): void {
  busy.set(worker.id, { worker, task })
  worker.put(task)
}

Session.create<Events, Heap>({
  heap: { waiting: tasks, busy: new Map(), results: [] },
  inlineStates: {
    _start(ctx) {
      for (let i = 0; i < Number(process.env.WORKERS ?? 3); i++) begin(ctx)
    },
    done({ heap }, result, id) {
      heap.results.push(result)
      const worker = heap.busy.get(id)?.worker
      heap.busy.delete(id)
      const next = heap.waiting.shift()
      if (worker === undefined) return
      if (next === undefined) worker.shutdownStdin()
      else give(heap, worker, next)
    },
    complained: (_ctx, line) => console.error(line),
    closed(ctx, id) {
      const unfinished = ctx.heap.busy.get(id)
      if (unfinished === undefined) return
      console.log(`A worker died over ${unfinished.task.number}; another one takes its place.`)
      ctx.heap.busy.delete(id)
      ctx.heap.waiting.unshift(unfinished.task)
      begin(ctx)
    },
    _stop({ heap }) {
      const squares = heap.results.sort((a, b) => a.number - b.number).map(({ square }) => square)
      console.log(squares.join(' '))
    },
  },
})

kernel.drainOn(['INT', 'TERM'])
await kernel.run()
