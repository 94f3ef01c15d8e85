import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { parsed, sourcesOf } from './sources.ts'

/** What a page's own objects have that sources here use. */
const OF_THE_WEB = ['abort', 'aborted', 'reason', 'addEventListener', 'removeEventListener', 'signal']

/**
 * The members that are a package's own business, each with the short name it has in production: declared in its sources, not
 * to be seen through what it exports, and not the name of anything of the language or of another package.
 */
export function mangledNames(folder: string): ReadonlyMap<string, string> {
  const files = [...sourcesOf(folder).values()]
  const kept = new Set([...OF_THE_WEB, ...languageNames(), ...siblingNames(folder), ...publicNames(files)])
  const own = membersOf(files).filter((name) => !kept.has(name))
  const counts = countsOf(files)
  own.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1))
  // A sign in front: classes that users derive from ours have members too.
  return new Map(own.map((name, i) => [name, `$${letters(i)}`]))
}

/** Every name that can be seen through what `index.ts` exports, and every word that is somewhere in quotes. */
export function publicNames(files: readonly ts.SourceFile[]): Set<string> {
  const declared = declarationsOf(files)
  const names = new Set<string>()
  const seen = new Set<ts.Node>()
  for (const file of files) visitAll(file, (node) => void (ts.isStringLiteralLike(node) && names.add(node.text)))
  for (const file of files)
    for (const statement of file.statements)
      if (ts.isExportDeclaration(statement) && isIndex(file)) visitAll(statement, follow)
  return names

  function follow(node: ts.Node): void {
    if (!ts.isIdentifier(node)) return
    names.add(node.text)
    if (!isReference(node)) return
    for (const declaration of declared.get(node.text) ?? []) {
      if (seen.has(declaration)) continue
      seen.add(declaration)
      visitInterface(declaration, follow)
    }
  }
}

/** Whether a name stands for something declared elsewhere, rather than for a member or a parameter. */
function isReference({ parent }: ts.Identifier): boolean {
  if (ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent)) return true
  return ts.isExpressionWithTypeArguments(parent) || ts.isExportSpecifier(parent)
}

function isIndex(file: ts.SourceFile): boolean {
  return /@packageDocumentation/.test(file.text)
}

/** What others can see of a declaration: neither bodies nor values nor what is private or protected. */
function visitInterface(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword))
    return
  ts.forEachChild(node, (child) => {
    if (ts.isBlock(child) || ts.isClassStaticBlockDeclaration(child)) return
    if (ts.isVariableDeclaration(node) && child === node.initializer) visitType(child, see)
    else if (ts.isPropertyDeclaration(node) && child === node.initializer) return
    else visitInterface(child, see)
  })
}

/** The type a value is given: `X as Y` is Y; a plain value is all it has. */
function visitType(value: ts.Node, see: (node: ts.Node) => void): void {
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) visitAll(value.type, see)
  else visitInterface(value, see)
}

/** What sources declare at their top, by name. */
function declarationsOf(files: readonly ts.SourceFile[]): ReadonlyMap<string, ts.Node[]> {
  const found = new Map<string, ts.Node[]>()
  const add = (name: string, node: ts.Node) => found.set(name, [...(found.get(name) ?? []), node])
  for (const file of files)
    for (const statement of file.statements)
      if (ts.isVariableStatement(statement))
        for (const each of statement.declarationList.declarations) add(each.name.getText(), each)
      else if ('name' in statement && statement.name !== undefined)
        add((statement.name as ts.Node).getText(), statement)
  return found
}

/** The members of what sources declare, but those with a `#`, which are short anyway. */
function membersOf(files: readonly ts.SourceFile[]): string[] {
  const names = new Set<string>()
  for (const file of files)
    visitAll(file, (node) => {
      if ((ts.isClassElement(node) || ts.isTypeElement(node) || ts.isObjectLiteralElement(node)) && node.name)
        if (ts.isIdentifier(node.name)) names.add(node.name.text)
    })
  return [...names]
}

function countsOf(files: readonly ts.SourceFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const file of files)
    visitAll(file, (node) => {
      if (ts.isIdentifier(node)) counts.set(node.text, (counts.get(node.text) ?? 0) + 1)
    })
  return counts
}

/** All members of the language's library: a member of ours that is called like one of its may stand for it. */
function languageNames(): readonly string[] {
  const library = dirname(createRequire(import.meta.url).resolve('typescript'))
  const files = readdirSync(library).filter((name) => /^lib\.es(?:5|20\d\d|next)(?:\..*)?\.d\.ts$/.test(name))
  return membersOf(files.map((name) => parsed(readFileSync(join(library, name), 'utf8'))))
}

/** All members in the sources of the siblings a package depends on. */
function siblingNames(folder: string): readonly string[] {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const siblings = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => name.startsWith('@poe/'))
  return membersOf(siblings.flatMap((name) => [...sourcesOf(join(folder, '..', name.slice(5))).values()]))
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

function letters(index: number): string {
  const rest = Math.floor(index / LETTERS.length)
  return (rest === 0 ? '' : letters(rest - 1)) + LETTERS[index % LETTERS.length]
}

function visitAll(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, (child) => visitAll(child, see))
}
