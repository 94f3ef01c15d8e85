import type { Entry, Surface } from './surface.ts'

/** A package in public, as a page: a public change is a change of it. */
export function report({ name, entries, inner }: Surface): string {
  const parts = [
    `# ${name}`,
    `What can be imported, by \`npm run api\`; what it means is said in the declarations.`,
    ...entries.flatMap((entry) => [`## ${entry.name}`, ...entryParts(entry)]),
    ...(inner.length === 0 ? [] : ['## Named there, and not to be imported', fence(inner)]),
  ]
  return `${parts.join('\n\n')}\n`
}

function entryParts({ exports }: Entry): string[] {
  const own = exports.filter(({ from }) => from === undefined)
  const others = new Map<string, string[]>()
  for (const { name, from } of exports) if (from !== undefined) others.set(from, [...(others.get(from) ?? []), name])
  return [
    ...(own.length === 0 ? [] : [fence(own.flatMap(({ text }) => text))]),
    ...[...others].sort().map(([from, names]) => `From ${from}: ${names.map((name) => `\`${name}\``).join(', ')}.`),
  ]
}

function fence(declarations: readonly string[]): string {
  return `\`\`\`typescript\n${[...new Set(declarations)].join('\n')}\n\`\`\``
}

/** Exports, and members of theirs, nobody has written a sentence about, as `@poe/queue: Queue.length`. */
export function undocumented(all: readonly Surface[]): string[] {
  return all.flatMap(({ entries }) =>
    entries.flatMap(({ name, exports }) =>
      exports.flatMap((one) =>
        [...(one.isDocumented ? [] : [one.name]), ...one.silent].map((silent) => `${name}: ${silent}`),
      ),
    ),
  )
}
