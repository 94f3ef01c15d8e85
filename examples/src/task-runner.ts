/** At most three programs at once: starts the next one whenever one has ended, and says what each said and how it ended. */
import { kernel, Run, Session } from '@poe/poe'

const tasks = Array.from({ length: 8 }, (_, i) => i + 1).map((n) => ({
  name: `task ${n}`,
  program: ['sh', '-c', `echo working on ${n}; exit ${n % 3}`] as const,
}))

interface Running {
  readonly name: string
  /** What is still to come: the end of its outputs, and its exit. */
  open: number
  status?: number
}

Session.create({
  heap: { running: new Map<number, Running>() },
  inlineStates: {
    _start: ({ kernel }) => void kernel.yield('next'),

    next(ctx) {
      while (ctx.heap.running.size < 3) {
        const task = tasks.shift()
        if (task === undefined) break
        const { id, pid } = new Run(ctx, {
          program: task.program,
          stdoutEvent: 'said',
          stderrEvent: 'said',
          closeEvent: 'closed',
        })
        ctx.heap.running.set(id, { name: task.name, open: 2 })
        if (pid !== undefined) ctx.kernel.sigChild(pid, 'reaped', id)
      }
    },

    said: ({ heap }, line: string, id: number) => console.log(`${heap.running.get(id)?.name}: ${line}`),

    closed: ({ kernel }, id: number) => void kernel.yield('over', id),

    reaped({ heap, kernel }, _name: string, _pid: number, { code }: { code: number }, id: number) {
      const task = heap.running.get(id)
      if (task !== undefined) task.status = code
      kernel.yield('over', id)
    },

    // A program is over when both its outputs have closed and it has been reaped, in whatever order that comes.
    over({ heap, kernel }, id: number) {
      const task = heap.running.get(id)
      if (task === undefined || --task.open > 0) return
      console.log(`${task.name} ended with ${task.status}`)
      heap.running.delete(id)
      kernel.yield('next')
    },
  },
})

await kernel.run()
