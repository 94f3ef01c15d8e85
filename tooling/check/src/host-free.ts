import ts from 'typescript'
import { importsOf } from './imports.ts'
import { packagesOf, shipped, type Workspace } from './workspace.ts'

/** Names only a host gives. What every JavaScript runtime and a page have alike is not here. */
const HOST_GLOBALS = new Set(
  `process Buffer console global require module performance crypto
  setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate requestAnimationFrame
  __dirname __filename Bun Deno window document self navigator location fetch WebSocket Worker MessageChannel`.split(
    /\s+/,
  ),
)

/** Members by which a runtime's own objects tell the time or throw dice. */
const HOST_MEMBERS = new Set(['Date.now', 'Math.random', 'AbortSignal.timeout'])

/** What runs anywhere takes time, dice and handles from the loop: where it does not, if anywhere. */
export function checkHostFree(workspaces: readonly Workspace[]): string[] {
  return packagesOf(workspaces)
    .filter(mustBeHostFree)
    .flatMap((workspace) => {
      const sources = new Map(shipped(workspace).map(([path, text]) => [`/${workspace.folder}/${path}`, text]))
      return [...nodeImports(sources), ...hostGlobals(sources)].map((problem) => problem.slice(1))
    })
}

/** All but the parts of layer 1 that are made to touch the host (loops), and packages that say they do. */
export function mustBeHostFree({ folder, manifest }: Workspace): boolean {
  const layer = manifest.poe?.layer ?? 0
  if (manifest.poe?.host === true) return false
  return layer < 1 || layer >= 2 || /^packages\/(filter|driver|queue)-/.test(folder)
}

function nodeImports(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([path, text]) =>
    importsOf(text)
      .filter((name) => name.startsWith('node:'))
      .map((name) => `${path}: imports ${name}`),
  )
}

function hostGlobals(sources: ReadonlyMap<string, string>): string[] {
  const program = programOf(sources)
  const checker = program.getTypeChecker()
  return [...sources.keys()].flatMap((path) => {
    const file = program.getSourceFile(path)!
    return globalUses(file, checker).map(({ node, what }) => {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
      return `${path}:${line + 1}: uses ${what}`
    })
  })
}

/** The sources alone, without libraries: a name that resolves to nothing is then a global one. */
function programOf(sources: ReadonlyMap<string, string>): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ESNext }
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (path) => sources.has(path),
    readFile: (path) => sources.get(path),
    getSourceFile: (path, target) => {
      const text = sources.get(path)
      return text === undefined ? undefined : ts.createSourceFile(path, `${text}\nexport {}`, target, true)
    },
  }
  return ts.createProgram([...sources.keys()], options, host)
}

interface Use {
  readonly node: ts.Node
  readonly what: string
}

function globalUses(file: ts.SourceFile, checker: ts.TypeChecker): Use[] {
  const uses: Use[] = []
  visit(file)
  return uses

  function visit(node: ts.Node): void {
    if (isOnlyType(node)) return
    const what = hostUse(node)
    if (what !== undefined) uses.push({ node, what })
    ts.forEachChild(node, visit)
  }

  function hostUse(node: ts.Node): string | undefined {
    if (ts.isIdentifier(node)) return HOST_GLOBALS.has(node.text) && isGlobal(node) ? node.text : undefined
    if (ts.isPropertyAccessExpression(node)) return hostMember(node)
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
      return namesMember(node.expression, node.argumentExpression.text)
    if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'Date()'
    if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && !node.arguments?.length) return 'new Date()'
    return undefined
  }

  function hostMember({ expression, name }: ts.PropertyAccessExpression): string | undefined {
    return namesMember(expression, name.text)
  }

  function namesMember(object: ts.Expression, member: string): string | undefined {
    if (isNamed(object, 'globalThis')) return HOST_GLOBALS.has(member) ? `globalThis.${member}` : undefined
    if (!ts.isIdentifier(object)) return undefined
    const full = `${object.text}.${member}`
    return HOST_MEMBERS.has(full) && isGlobal(object) ? full : undefined
  }

  function isNamed(node: ts.Expression, name: string): boolean {
    return ts.isIdentifier(node) && node.text === name && isGlobal(node)
  }

  function isGlobal(name: ts.Identifier): boolean {
    if (isMemberName(name)) return false
    if (ts.isShorthandPropertyAssignment(name.parent)) return !checker.getShorthandAssignmentValueSymbol(name.parent)
    const symbol = checker.getSymbolAtLocation(name)
    return symbol === undefined || (symbol.declarations ?? []).length === 0
  }
}

function isOnlyType(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true
  return ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)
}

/** Whether an identifier names a member (`x.process`, `{ process: 1 }`), not a value of its own. */
function isMemberName(name: ts.Identifier): boolean {
  const { parent } = name
  if (ts.isPropertyAccessExpression(parent)) return parent.name === name
  if (ts.isExportSpecifier(parent)) return true
  if (ts.isBindingElement(parent)) return parent.propertyName === name
  return 'name' in parent && parent.name === name && !ts.isShorthandPropertyAssignment(parent)
}
