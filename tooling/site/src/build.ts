import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, MinimalSourceFile, type NormalizedPath, type ProjectReflection } from 'typedoc'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A package that is shown: its name, and the file its API comes from. */
interface Shown {
  readonly name: string
  readonly entry: string
}

/** Every package of the workspace that has an API. */
export function shownPackages(): Shown[] {
  return readdirSync(join(root, 'packages'))
    .filter((folder) => existsSync(join(root, 'packages', folder, 'src/index.ts')))
    .map((folder) => ({ name: nameOf(folder), entry: join(root, 'packages', folder, 'src/index.ts') }))
}

function nameOf(folder: string): string {
  return (JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as { name: string }).name
}

/** A README without its heading: the page has the name already. */
function pageOf(file: string): MinimalSourceFile {
  return new MinimalSourceFile(readFileSync(file, 'utf8').replace(/^# .*\n/, ''), file as NormalizedPath)
}

/** The README of a package, without what stands above it: its name, and the sentence that says what it is. */
function packagePage(file: string): MinimalSourceFile {
  const text = readFileSync(file, 'utf8').replace(/^# .*\n+(?:\w.*\n)+/, '')
  return new MinimalSourceFile(text, file as NormalizedPath)
}

/** Pages are called by their headings, and guides are together. */
function titleOf(name: string): string {
  const [, title = name] = /^# (.+)$/m.exec(readFileSync(join(root, `${name}.md`), 'utf8')) ?? []
  const plain = title.replace(/[/`]/g, ' ')
  if (name.startsWith('docs/guides/')) return `Guides/${plain}`
  return name.startsWith('docs/') ? `About/${plain}` : plain
}

/** Pages of this repository link to the folders of packages; on the site these are pages. */
function linkPackages(out: string): void {
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.html')) continue
    const file = join(entry.parentPath, entry.name)
    const html = readFileSync(file, 'utf8')
    const linked = html.replace(
      /href="((?:\.\.\/)*)media\/([a-z-]+)(#[^"]*)?"/g,
      (whole, up: string, folder: string, place = '') =>
        existsSync(join(root, 'packages', folder, 'src/index.ts'))
          ? `href="${up}modules/${nameOf(folder).replace(/\W/g, (c) => (c === '-' ? c : '_'))}.html${place}"`
          : whole,
    )
    // The first page is the root README, by its own name.
    const named = linked.replace(/href="((?:\.\.\/)+)(#[^"]*)?"/g, 'href="$1index.html$2"')
    if (named !== html) writeFileSync(file, named)
  }
}

/** What the site is made of, and what was found wrong with it meanwhile. */
export interface Built {
  readonly project: ProjectReflection
  readonly warnings: readonly string[]
}

/** Builds the site into a folder. */
export async function build(out: string): Promise<Built> {
  const packages = shownPackages()
  const app = await Application.bootstrap({
    name: 'POE for TypeScript',
    entryPoints: packages.map(({ entry }) => entry),
    tsconfig: join(root, 'tooling/site/tsconfig.site.json'),
    readme: join(root, 'README.md'),
    projectDocuments: [join(root, 'docs/*.md'), join(root, 'docs/guides/*.md'), join(root, 'examples/README.md')],
    // Types are checked elsewhere, by the settings of each package.
    skipErrorChecking: true,
    excludePrivate: true,
    excludeInternal: true,
    disableGit: true,
    disableSources: true,
    gitRevision: 'main',
    hideGenerator: true,
    highlightLanguages: ['ts', 'js', 'sh', 'json', 'perl', 'html', 'mermaid'],
    searchInComments: true,
    customCss: join(root, 'tooling/site/src/site.css'),
    logLevel: 'Warn',
    navigation: { includeCategories: true },
    validation: { invalidLink: true, notExported: false, notDocumented: false },
  })
  const warnings: string[] = []
  // Links between files are followed once the site is there.
  app.logger.warn = (message) => void (/^The relative path/.test(String(message)) || warnings.push(String(message)))
  app.logger.error = (message) => void warnings.push(String(message))
  const project = await app.convert()
  if (project === undefined) throw new Error(`There is nothing to show: ${warnings.join('\n')}`)
  project.readme = app.converter.parseRawComment(pageOf(join(root, 'README.md')), project.files).content
  for (const module of project.children ?? []) {
    const [folder = ''] = module.name.split('/')
    module.name = nameOf(folder)
    const page = join(root, 'packages', folder, 'README.md')
    module.readme = app.converter.parseRawComment(packagePage(page), project.files).content
  }
  for (const document of project.documents ?? []) document.name = titleOf(document.name)
  app.validate(project)
  await app.generateDocs(project, out)
  linkPackages(out)
  return { project, warnings }
}
