/** `poe-ts.mjs CHUNKS ENCODING`: the line filter, any newline. */
import { LineFilter } from '@poe/filter-line'
import { measure } from './measure.mjs'

const encoding = /** @type {'utf-8' | 'latin1' | 'bytes'} */ (process.argv[3])

measure(Number(process.argv[2]), (next, onLine) => {
  const filter = new LineFilter({ encoding })
  for (let chunk = next(); chunk !== null; chunk = next()) {
    filter.getOneStart([chunk])
    for (let line = filter.getOne(); line !== undefined; line = filter.getOne()) onLine(line)
  }
})
