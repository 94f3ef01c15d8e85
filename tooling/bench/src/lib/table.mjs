/** Medians, ratios of one round, and a table of both. */

/** @param {number[]} values */
export function median(values) {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = Number(sorted[middle])
  return sorted.length % 2 === 1 ? upper : (Number(sorted[middle - 1]) + upper) / 2
}

/**
 * One line per system: the median of a figure, its least and most, and the median of its ratios, round by round, to the
 * first system.
 * @param {string} figure
 * @param {Record<string, Record<string, number>[]>} results
 */
export function table(figure, results) {
  const [base] = Object.values(results)
  const rows = Object.entries(results).map(([name, rounds]) => {
    const values = rounds.map((round) => /** @type {number} */ (round[figure]))
    const ratios = values.map((value, i) => value / /** @type {number} */ (base?.[i]?.[figure]))
    const [least, most] = [Math.min(...values), Math.max(...values)]
    return `${name.padEnd(18)}${show(median(values))}${show(least)}${show(most)}${median(ratios).toFixed(2).padStart(9)}`
  })
  const head = `${''.padEnd(18)}${['median', 'least', 'most'].map((word) => word.padStart(12)).join('')}${'ratio'.padStart(9)}`
  return [figure, head, ...rows].join('\n')
}

/** @param {number} value */
function show(value) {
  return (value >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(12)
}
