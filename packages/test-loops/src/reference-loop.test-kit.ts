import type { Exit, FilesService, HandleStage, Loop, LoopHost, PipeService, ProcessService } from '@poe/loop'
import { ReferenceDescriptors } from './reference-descriptors.test-kit.ts'
import { ReferenceFiles } from './reference-files.test-kit.ts'
import { ReferenceNet } from './reference-net.test-kit.ts'
import { ReferencePipes } from './reference-pipes.test-kit.ts'
import { ReferencePrograms } from './reference-programs.test-kit.ts'
import { ReferenceStream } from './reference-stream.test-kit.ts'

type Task = () => void

/** The plainest loop that keeps every promise, in memory; mutants override what they break. */
export class ReferenceLoop implements Loop {
  readonly name: string = 'reference'
  readonly net = new ReferenceNet(this)
  readonly files: FilesService = new ReferenceFiles(this)
  readonly process: ProcessService = new ReferencePrograms(this, (pid, exit) => this.exited(pid, exit))
  readonly pipes: PipeService = new ReferencePipes(this)
  readonly descriptors = new ReferenceDescriptors(this)
  readonly stage: HandleStage = stageOf(this)
  /** What connections are made of. */
  readonly Stream: typeof ReferenceStream = ReferenceStream
  readonly watched = new Set<string>()
  host: LoopHost | null = null
  running = false
  woken = false
  at = Number.POSITIVE_INFINITY
  offset = 0
  /** What is to be called in this round, and in the next. */
  round: Task[] = []
  next: Task[] = []
  ids = 0
  timer: NodeJS.Timeout | undefined
  #scheduled = false
  #resolve: () => void = () => {}
  #reject: (reason: unknown) => void = () => {}

  now(): number {
    return performance.now()
  }

  wallClock(): number {
    return Date.now() + this.offset
  }

  random(): number {
    return Math.random()
  }

  attach(host: LoopHost): void {
    this.host = host
  }

  warn(): void {}

  wake(): void {
    this.woken = true
    this.pump()
  }

  setTimer(at: number): void {
    this.at = at
    this.arm()
  }

  run(): Promise<void> {
    this.running = true
    this.arm()
    this.pump()
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  halt(): void {
    this.running = false
    clearTimeout(this.timer)
    this.#resolve()
  }

  watchSignal(name: string): void {
    this.watched.add(name)
  }

  ignoreSignal(name: string): void {
    this.watched.delete(name)
  }

  raise(name: string): void {
    if (this.watched.has(name)) this.later(() => this.host?.signal(name))
  }

  exited(pid: number, exit: Exit): void {
    this.host?.exited(pid, exit)
  }

  /** A callback of the host by its own, in the next round. */
  later(task: Task): void {
    this.next.push(task)
    this.pump()
  }

  arm(): void {
    clearTimeout(this.timer)
    if (!this.running || this.at === Number.POSITIVE_INFINITY) return
    const left = Math.min(Math.max(0, Math.ceil(this.at - this.now())), 2 ** 31 - 1)
    this.timer = setTimeout(() => this.due(), left)
  }

  due(): void {
    if (this.now() < this.at) this.arm()
    else {
      this.at = Number.POSITIVE_INFINITY
      this.wake()
    }
  }

  turn(): void {
    this.woken = false
    this.host?.turn()
  }

  pump(): void {
    if (this.#scheduled || !this.running) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      if (this.running) this.#guarded()
      this.#goOn()
    })
  }

  /** One callback: what was ready, then a turn if anybody asked, then the next round. */
  step(): void {
    const task = this.round.shift()
    if (task !== undefined) {
      task()
      return
    }
    this.round = this.next
    this.next = []
    if (this.woken) this.round.push(() => this.turn())
  }

  #goOn(): void {
    if (this.woken || this.round.length > 0 || this.next.length > 0) this.pump()
  }

  #guarded(): void {
    try {
      this.step()
    } catch (error) {
      this.#reject(error)
      this.halt()
    }
  }
}

function stageOf(loop: ReferenceLoop): HandleStage {
  return {
    get running() {
      return loop.running
    },
    nextId: () => ++loop.ids,
    announceLater: (announced) => loop.later(() => announced.announce()),
  }
}
