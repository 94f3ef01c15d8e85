/** Pictures of figures: a bar of parts, and lines over a logarithmic axis. */

const COLOURS = ['#4c78a8', '#f58518', '#54a24b', '#b279a2', '#e45756', '#72b7b2', '#eeca3b', '#9d755d', '#bab0ac']
const FONT = 'font-family="system-ui, sans-serif" font-size="13"'

/** @param {number} width @param {number} height @param {string} title @param {string[]} parts */
function page(width, height, title, parts) {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(title)}" ${FONT}>`
  const paper = `<rect width="${width}" height="${height}" fill="#fff"/>`
  return [head, paper, `<text x="16" y="26" font-weight="600">${escaped(title)}</text>`, ...parts, '</svg>', ''].join(
    '\n',
  )
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** @param {number} value */
export function short(value) {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(2))} M`
  if (value >= 1e4) return `${Number((value / 1e3).toPrecision(2))} k`
  return String(Number(value.toPrecision(2)))
}

/**
 * One bar, of parts that are named below it.
 * @param {string} title @param {[name: string, value: number][]} parts @param {string} unit
 */
export function bar(title, parts, unit) {
  const [left, width, top] = [16, 768, 44]
  const total = parts.reduce((sum, [, value]) => sum + value, 0)
  let x = left
  /** @type {string[]} */
  const drawn = []
  for (const [i, [name, value]] of parts.entries()) {
    const colour = COLOURS[i % COLOURS.length]
    const wide = (value / total) * width
    const y = top + 66 + i * 22
    const share = `${((value / total) * 100).toFixed(0)} %`
    drawn.push(
      `<rect x="${x.toFixed(1)}" y="${top}" width="${wide.toFixed(1)}" height="40" fill="${colour}"/>`,
      `<rect x="${left}" y="${y - 12}" width="14" height="14" fill="${colour}"/>`,
      `<text x="${left + 22}" y="${y}">${escaped(name)}: ${value.toFixed(2)} ${unit}, ${share}</text>`,
    )
    x += wide
  }
  return page(800, top + 66 + parts.length * 22, title, drawn)
}

/**
 * Lines of points over a logarithmic axis.
 * @param {string} title @param {string} across @param {string} unit
 * @param {Record<string, [x: number, y: number][]>} lines
 */
export function plot(title, across, unit, lines) {
  const [left, right, top, bottom] = [70, 770, 50, 300]
  const points = Object.values(lines).flat()
  const xs = points.map(([x]) => Math.log10(x))
  const [first, last] = [Math.min(...xs), Math.max(...xs)]
  const most = Math.max(...points.map(([, y]) => y)) * 1.1
  const xOf = (/** @type {number} */ x) => left + ((Math.log10(x) - first) / (last - first)) * (right - left)
  const yOf = (/** @type {number} */ y) => bottom - (y / most) * (bottom - top)
  const drawn = [`<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#888"/>`]
  for (const x of new Set(points.map(([x]) => x)))
    drawn.push(`<text x="${xOf(x).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${short(x)}</text>`)
  for (let i = 0; i <= 4; i++) {
    const y = (most * i) / 4
    drawn.push(
      `<text x="${left - 8}" y="${(yOf(y) + 4).toFixed(1)}" text-anchor="end">${short(y)}</text>`,
      `<path d="M${left} ${yOf(y).toFixed(1)}H${right}" stroke="#eee"/>`,
    )
  }
  drawn.push(`<text x="${left}" y="${bottom + 38}">${escaped(across)}; ${escaped(unit)} upwards</text>`)
  for (const [i, [name, line]] of Object.entries(lines).entries()) {
    const colour = COLOURS[i % COLOURS.length]
    const path = line.map(([x, y]) => `${xOf(x).toFixed(1)} ${yOf(y).toFixed(1)}`).join('L')
    drawn.push(`<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/>`)
    for (const [x, y] of line)
      drawn.push(`<circle cx="${xOf(x).toFixed(1)}" cy="${yOf(y).toFixed(1)}" r="3" fill="${colour}"/>`)
    drawn.push(`<text x="${left + 14 + i * 180}" y="${top - 6}" fill="${colour}">${escaped(name)}</text>`)
  }
  return page(800, bottom + 52, title, drawn)
}
