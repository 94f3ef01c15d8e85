import ts from 'typescript'
import { parsed } from './sources.ts'

/** What declarations are in production, by name: what their `@production` says. `none`: they are not there. */
export type Notes = ReadonlyMap<string, string>

/** Reads what declarations say of themselves. */
export function readNotes(files: readonly ts.SourceFile[]): Notes {
  const notes = new Map<string, string>()
  for (const file of files)
    visitAll(file, (node) => {
      const value = noteOf(node)
      if (value !== undefined) notes.set(declaredName(node), value)
    })
  return notes
}

/** A source as production has it: see {@link productionOf}. */
export function productionSource(text: string, notes: Notes): string {
  const edits: Edit[] = []
  edit(parsed(text), notes, edits)
  return edits.reduceRight((whole, { start, end, put }) => whole.slice(0, start) + put + whole.slice(end), text)
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly put: string
}

/** Finds what to change, in the order of the text; what is replaced is not looked into. */
function edit(node: ts.Node, notes: Notes, edits: Edit[]): void {
  const put = replacement(node, notes)
  if (put === undefined) ts.forEachChild(node, (child) => edit(child, notes, edits))
  else edits.push({ start: node.getStart(), end: node.end, put })
}

function replacement(node: ts.Node, notes: Notes): string | undefined {
  if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return undefined
  if (isMember(node) && noteOf(node) !== undefined) return ''
  if (ts.isVariableStatement(node) && noteOf(node.declarationList.declarations[0]!) !== undefined) return undefined
  if (isSetting(node, notes)) return ''
  if (ts.isPropertyAccessExpression(node)) return productionValue(node.name.text, notes)
  if (ts.isBinaryExpression(node)) return flagOf(node, notes)
  if (ts.isNewExpression(node) && node.expression.getText() === 'PoeError') return wordless(node, notes)
  if (ts.isStringLiteralLike(node) && isWanted(node)) return "''"
  return undefined
}

function isMember(node: ts.Node): boolean {
  return ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node) || ts.isGetAccessor(node)
}

function productionValue(name: string, notes: Notes): string | undefined {
  const value = notes.get(name)
  return value === 'none' ? undefined : value
}

/** `this.tracing = …`, where there is no `tracing`. */
function isSetting(node: ts.Node, notes: Notes): boolean {
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return false
  const { left, operatorToken } = node.expression
  const sets = operatorToken.kind === ts.SyntaxKind.EqualsToken
  return sets && ts.isPropertyAccessExpression(left) && productionValue(left.name.text, notes) !== undefined
}

/** `flags & TRACED`, where `TRACED` is 0: a compiler cannot know that `flags` is a number. */
function flagOf({ left, right, operatorToken }: ts.BinaryExpression, notes: Notes): string | undefined {
  if (operatorToken.kind !== ts.SyntaxKind.AmpersandToken || !ts.isIdentifier(right)) return undefined
  return !ts.isCallExpression(left) && notes.get(right.text) === '0' ? '0' : undefined
}

/** An error without words: its code, and the values that its message would have shown. */
function wordless(node: ts.NewExpression, notes: Notes): string | undefined {
  const [code, message, ...rest] = node.arguments ?? []
  if (code === undefined || message === undefined || (rest.length > 0 && !isText(message))) return undefined
  const values = valuesOf(message)
  if (values === undefined) return undefined
  const shown = values.map((value) => productionSource(value, notes))
  const options = rest.map((each) => `, ${productionSource(each.getText(), notes)}`).join('')
  const list = shown.length === 0 && rest.length === 0 ? '' : `, [${shown.join(', ')}] as never`
  return `new PoeError(${code.getText()}${list}${options})`
}

function isText(node: ts.Expression): boolean {
  return valuesOf(node) !== undefined
}

/** What a message shows, `show()` left to the error; undefined for what is no text. */
function valuesOf(node: ts.Expression): string[] | undefined {
  if (ts.isStringLiteralLike(node)) return []
  if (ts.isTemplateExpression(node)) return node.templateSpans.flatMap(({ expression }) => shownBy(expression))
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined
  const [left, right] = [valuesOf(node.left), valuesOf(node.right)]
  return left === undefined || right === undefined ? undefined : [...left, ...right]
}

/** A value: what has a name, or is a member, or is given to `show()`; everything else makes words. */
function shownBy(node: ts.Expression): string[] {
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return [node.getText()]
  return ts.isCallExpression(node) && node.expression.getText() === 'show' ? node.arguments.map((e) => e.getText()) : []
}

/** What `check.having()` says of what it wants. */
function isWanted(node: ts.Expression): boolean {
  const { parent } = node
  return ts.isCallExpression(parent) && parent.expression.getText() === 'check.having' && parent.arguments[0] === node
}

function noteOf(node: ts.Node): string | undefined {
  if (!isMember(node) && !ts.isVariableDeclaration(node)) return undefined
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'production')
  return tag === undefined ? undefined : ts.getTextOfJSDocComment(tag.comment)?.trim()
}

function declaredName(node: ts.Node): string {
  return (node as ts.Node & { readonly name: ts.Identifier }).name.getText()
}

function visitAll(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, (child) => visitAll(child, see))
}
