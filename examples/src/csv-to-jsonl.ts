/** Reads comma-separated lines of names, cities and ages from standard input, and writes them as lines of JSON. */
import { decode, JsonLinesFilter } from '@poe/poe'
import { CsvFilter } from './csv-filter.ts'

const people = new CsvFilter('name', 'city', 'age')
const lines = new JsonLinesFilter<unknown>()

for await (const { age, ...person } of decode(people, process.stdin))
  process.stdout.write(lines.put([{ ...person, age: Number(age) }]).join(''))
