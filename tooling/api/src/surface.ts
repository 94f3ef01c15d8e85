import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type { Manifest } from '../../check/src/workspace.ts'

/** A built package. */
export interface Built {
  /** Its folder, as a whole path. */
  readonly folder: string
  readonly manifest: Manifest
}

/** What somebody can import from one entry of a package. */
export interface Entry {
  /** As it is imported: `@poe/poe/loop`; in another host's words behind it, `@poe/poe (browser)`. */
  readonly name: string
  readonly exports: readonly Export[]
}

/** One thing that can be imported. */
export interface Export {
  readonly name: string
  /** The package it comes from, where that is another one. */
  readonly from: string | undefined
  /** Its declarations, without comments; none of what comes from another package. */
  readonly text: readonly string[]
  readonly isDocumented: boolean
  /** Its members nobody has written a sentence about, as `Queue.length`. */
  readonly silent: readonly string[]
}

/** A package in public. */
export interface Surface {
  readonly name: string
  readonly entries: readonly Entry[]
  /** What public declarations name, though it cannot be imported. */
  readonly inner: readonly string[]
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  noEmit: true,
  skipLibCheck: true,
}

/** Reads the built declarations of packages. */
export function surfaces(all: readonly Built[]): Surface[] {
  const files = all.map((built) => entriesOf(built))
  const program = ts.createProgram(
    files.flat().map(({ file }) => file),
    OPTIONS,
  )
  return all.map((built, i) => surface(built, files[i]!, program))
}

interface EntryFile {
  readonly name: string
  readonly file: string
}

/** The declarations an importer is given, by entry and by condition. */
function entriesOf({ folder, manifest }: Built): EntryFile[] {
  return Object.entries((manifest.exports ?? {}) as Record<string, unknown>).flatMap(([path, target]) =>
    typesOf(target).map(({ types, conditions }) => ({
      name: [join(manifest.name, path), ...conditions.map((condition) => `(${condition})`)].join(' '),
      file: realpathSync(join(folder, types)),
    })),
  )
}

function typesOf(
  target: unknown,
  conditions: readonly string[] = [],
): { types: string; conditions: readonly string[] }[] {
  if (typeof target !== 'object' || target === null) return []
  return Object.entries(target).flatMap(([condition, inner]) => {
    if (condition === 'types') return [{ types: inner as string, conditions }]
    return typesOf(inner, [...conditions, condition])
  })
}

function surface({ folder, manifest }: Built, files: readonly EntryFile[], program: ts.Program): Surface {
  const own = new Reader(program, `${realpathSync(folder)}/`)
  const entries = files.map(({ name, file }) => ({ name, exports: own.exportsOf(file) }))
  return { name: manifest.name, entries, inner: own.inner() }
}

const printer = ts.createPrinter({ removeComments: true })

/** Reads the declarations of one package. */
class Reader {
  readonly #program: ts.Program
  readonly #checker: ts.TypeChecker
  readonly #folder: string
  /** Declarations that have been printed as exports, and those these name. */
  readonly #exported = new Set<ts.Node>()
  readonly #named = new Set<ts.Node>()

  constructor(program: ts.Program, folder: string) {
    this.#program = program
    this.#checker = program.getTypeChecker()
    this.#folder = folder
  }

  exportsOf(file: string): Export[] {
    const source = this.#program.getSourceFile(file)
    const module = source === undefined ? undefined : this.#checker.getSymbolAtLocation(source)
    if (module === undefined) throw new Error(`${file} cannot be read.`)
    const symbols = this.#checker.getExportsOfModule(module)
    return symbols.map((symbol) => this.#export(symbol)).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** What exports name, and what that names, and so on. */
  inner(): string[] {
    for (const node of this.#named) this.#follow(node)
    const nodes = [...this.#named].filter((node) => !this.#exported.has(node))
    return nodes.map((node) => this.#print(node)).sort()
  }

  #export(symbol: ts.Symbol): Export {
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol
    const nodes = (target.declarations ?? []).map(statementOf)
    const from = nodes.every((node) => this.#isOwn(node)) ? undefined : packageOf(nodes[0]!.getSourceFile().fileName)
    const isDocumented = from !== undefined || this.#isDocumented(target)
    if (from !== undefined) return { name: symbol.name, from, text: [], isDocumented, silent: [] }
    for (const node of nodes) {
      this.#exported.add(node)
      this.#follow(node)
    }
    const text = [...new Set(nodes)].map((node) => this.#print(node))
    if (target.name !== symbol.name) text.unshift(`export { ${target.name} as ${symbol.name} };`)
    return { name: symbol.name, from, text, isDocumented, silent: this.#silent(target) }
  }

  /** Members of a class, an interface or a type of an object without a sentence, of their own or of what they fulfil. */
  #silent(symbol: ts.Symbol): string[] {
    const nodes = (symbol.declarations ?? []).flatMap(membersOf)
    const names = nodes
      .filter((node) => isPublic(node) && !this.#isMemberDocumented(node))
      .map((node) => `${symbol.name}.${node.name?.getText() ?? ''}`)
    return [...new Set(names)]
  }

  #isMemberDocumented(node: Member): boolean {
    const member = node.name === undefined ? undefined : this.#checker.getSymbolAtLocation(node.name)
    if (member === undefined) return false
    return member.getDocumentationComment(this.#checker).length > 0 || member.getJsDocTags(this.#checker).length > 0
  }

  /** It has a sentence of its own, or stands for something that has, or is a namespace of nothing else. */
  #isDocumented(symbol: ts.Symbol): boolean {
    if (symbol.getDocumentationComment(this.#checker).length > 0) return true
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol
    if (target !== symbol) return this.#isDocumented(target)
    const [declaration] = symbol.declarations ?? []
    if (declaration !== undefined && ts.isVariableDeclaration(declaration) && isTypeOf(declaration.type)) {
      const original = this.#checker.getSymbolAtLocation(declaration.type.exprName)
      return original !== undefined && this.#isDocumented(original)
    }
    const isNamespace = (symbol.flags & ts.SymbolFlags.Module) !== 0
    return isNamespace && this.#checker.getExportsOfModule(symbol).every((member) => this.#isDocumented(member))
  }

  #follow(node: ts.Node): void {
    const visit = (inner: ts.Node): void => {
      if (ts.isIdentifier(inner)) for (const found of this.#declarationsOf(inner)) this.#named.add(found)
      ts.forEachChild(inner, visit)
    }
    ts.forEachChild(node, visit)
  }

  #declarationsOf(name: ts.Identifier): ts.Node[] {
    const symbol = this.#checker.getSymbolAtLocation(name)
    if (symbol === undefined) return []
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol
    return (target.declarations ?? [])
      .map(statementOf)
      .filter((node) => this.#isOwn(node) && ts.isSourceFile(node.parent) && !isImport(node))
  }

  #isOwn(node: ts.Node): boolean {
    const { fileName } = node.getSourceFile()
    return fileName.startsWith(this.#folder) && !fileName.includes('/node_modules/')
  }

  #print(node: ts.Node): string {
    return printer
      .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
      .replace(/^(export )?(declare )?/, '')
      .trim()
  }
}

type Member = ts.ClassElement | ts.TypeElement

function membersOf(node: ts.Declaration): Member[] {
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) return [...node.members]
  if (!ts.isTypeAliasDeclaration(node)) return []
  const parts = ts.isIntersectionTypeNode(node.type) || ts.isUnionTypeNode(node.type) ? node.type.types : [node.type]
  return parts.flatMap((part) => (ts.isTypeLiteralNode(part) ? [...part.members] : []))
}

/** What has a name of its own that a program may use; constructors and calls are told of by what they belong to. */
function isPublic(node: Member): boolean {
  if (node.name === undefined || ts.isPrivateIdentifier(node.name)) return false
  const isWellKnown = ts.isComputedPropertyName(node.name)
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []
  return !isWellKnown && !modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
}

/** The statement a declaration is part of, which may say `const`. */
function statementOf(node: ts.Node): ts.Node {
  let at = node
  while (!ts.isSourceFile(at) && !ts.isSourceFile(at.parent)) at = at.parent
  return at
}

/** By `typeof x` a bundled namespace says what its members are. */
function isTypeOf(type: ts.TypeNode | undefined): type is ts.TypeQueryNode {
  return type !== undefined && ts.isTypeQueryNode(type)
}

function isImport(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isSourceFile(node)
}

function packageOf(file: string): string {
  const inModules = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]
  const inWorkspace = /.*\/packages\/([^/]+)\//.exec(file)?.[1]
  if (inWorkspace !== undefined) return inWorkspace.startsWith('create-') ? inWorkspace : `@poe/${inWorkspace}`
  return inModules ?? 'elsewhere'
}
