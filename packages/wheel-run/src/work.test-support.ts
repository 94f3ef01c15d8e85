/** What the tests have called in a process of its own. */
const parent = Number(process.ppid)

export default function byDefault(): void {
  console.log('default')
}

export async function describe(map: Map<string, Date>, { deep }: { deep: [bigint, Uint8Array] }): Promise<void> {
  const [number, octets] = deep
  const date = map.get('a')
  console.log(
    `${map.constructor.name} Date ${date?.getTime()}, ${typeof number} ${number}, ${octets.constructor.name} ${[...octets]}`,
  )
  for await (const octets of process.stdin) process.stdout.write(octets)
  if (process.pid !== parent) console.error('not our process')
}

export function repeat(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function throws(): never {
  throw new Error('what throws')
}

export async function rejects(): Promise<never> {
  throw new Error('what rejects')
}

/** Fails where nobody waits for it. */
export async function breaks(): Promise<never> {
  setImmediate(() => {
    throw new Error('what breaks')
  })
  return new Promise(() => setInterval(() => {}, 1000))
}

export function lingers(): void {
  setInterval(() => {}, 1000)
}
