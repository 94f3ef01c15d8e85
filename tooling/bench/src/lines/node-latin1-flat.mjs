/** The limit: a splitter by hand, whose lines are strings of their own; wrong for all that is no Latin 1. */
import { measure } from './measure.mjs'

measure(Number(process.argv[2]), (next, onLine) => {
  let rest = ''
  for (let chunk = next(); chunk !== null; chunk = next()) {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      onLine(rest + chunk.toString('latin1', from, end))
      rest = ''
      from = end + 1
    }
    rest += chunk.toString('latin1', from)
  }
})
