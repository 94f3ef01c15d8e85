import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { manifestOf } from './manifest.mjs'

const templates = fileURLToPath(new URL('../templates', import.meta.url))

/**
 * Writes a package, and adds it to the workspace that needs them all.
 *
 * @param {string} root - the repository
 * @param {import('./kinds.mjs').Plan} plan
 */
export function generate(root, plan) {
  const folder = join(root, 'packages', plan.name)
  for (const [path, text] of filesOf(plan)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  addToReadmes(root, `@poe/${plan.name}`)
}

/**
 * @param {import('./kinds.mjs').Plan} plan
 * @returns {[path: string, text: string][]}
 */
function filesOf(plan) {
  const template = join(templates, plan.template)
  const paths = readdirSync(template, { recursive: true, encoding: 'utf8' })
  const files = paths.filter((path) => statSync(join(template, path)).isFile())
  const tsconfig = { extends: '../../tsconfig.base.json', include: ['src'] }
  return [
    ['package.json', manifestOf(plan)],
    ['tsconfig.json', json(tsconfig).replace('[\n    "src"\n  ]', '["src"]')],
    ...files.map((path) => /** @type {[string, string]} */ ([fill(path, plan), fill(read(template, path), plan)])),
  ]
}

/**
 * @param {string} text
 * @param {import('./kinds.mjs').Plan} plan
 */
function fill(text, { name, className, file }) {
  return text.replaceAll('__name__', name).replaceAll('__Class__', className).replaceAll('__file__', file)
}

/**
 * @param {string} root
 * @param {string} name
 */
function addToReadmes(root, name) {
  const path = join(root, 'tooling/readmes/package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const dependencies = { ...manifest.dependencies, [name]: 'workspace:^' }
  const sorted = Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, json({ ...manifest, dependencies: sorted }))
}

/**
 * @param {string} folder
 * @param {string} path
 */
function read(folder, path) {
  return readFileSync(join(folder, path), 'utf8')
}

/** @param {unknown} value */
function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`
}
