/** A place in a program's source. */
export interface Where {
  readonly file: string
  readonly line: number
}

/** How V8 and SpiderMonkey write a frame's place: at its end, the file, the line, the column. */
const FRAME = /(?:\(|@|\s)((?:[a-z-]+:\/\/|\/|[A-Za-z]:\\)[^()\s]*?):(\d+):\d+\)?$/

const DEEP = 100

/** The folder the packages of this framework lie in, as stack traces write it; empty where they are bundled. */
const HOME = homeOf(placesOf(new Error().stack)[0]?.file ?? '')

/** The nearest caller outside of this framework; undefined where there is none, or the host tells nothing. */
export function callerOf(): Where | undefined {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = DEEP
  const places = placesOf(new Error().stack)
  Error.stackTraceLimit = limit
  return places.find(({ file }) => !isOurs(file))
}

/** A place as editors and terminals understand it. */
export function placeOf({ file, line }: Where): string {
  return `${file}:${line}`
}

function placesOf(stack: string | undefined): Where[] {
  const places: Where[] = []
  for (const frame of stack?.split('\n') ?? []) {
    const [, file, line] = FRAME.exec(frame) ?? []
    if (file !== undefined) places.push({ file: file.replace(/^file:\/\//, ''), line: Number(line) })
  }
  return places
}

/** From `…/kernel/src/where.ts` or `…/kernel/dist/index.js` to what lies beside `kernel`. */
function homeOf(file: string): string {
  return /^(.*\/)kernel\/(?:src|dist)\/[^/]+$/.exec(file)?.[1] ?? ''
}

function isOurs(file: string): boolean {
  if (/\.test[^/]*$/.test(file)) return false
  if (/\/node_modules\/@poe\/[^/]+\/(?:src|dist)\//.test(file)) return true
  return HOME !== '' && file.startsWith(HOME) && /^[^/]+\/(?:src|dist)\//.test(file.slice(HOME.length))
}
