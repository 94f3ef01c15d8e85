// ../../tooling/build/tsup.config.ts
import process from "node:process";
import { defineConfig } from "tsup";

// ../../tooling/build/production/build.ts
import { existsSync, mkdirSync, readFileSync as readFileSync3, writeFileSync } from "node:fs";
import { dirname as dirname2, join as join3 } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";

// ../../tooling/build/production/names.ts
import { readdirSync as readdirSync2, readFileSync as readFileSync2 } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join as join2 } from "node:path";
import ts2 from "typescript";

// ../../tooling/build/production/sources.ts
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
function sourcesOf(folder) {
  const src = join(folder, "src");
  const names = readdirSync(src, { recursive: true, encoding: "utf8" });
  const shipped = names.filter((name) => name.endsWith(".ts") && !/\.test[-.]|\.test\.ts$/.test(name));
  return new Map(shipped.map((name) => [name, parsed(readFileSync(join(src, name), "utf8"))]));
}
function parsed(text) {
  return ts.createSourceFile("source.ts", text, ts.ScriptTarget.ESNext, true);
}

// ../../tooling/build/production/names.ts
var __injected_import_meta_url__ = "file:///work/main/tooling/build/production/names.ts";
var OF_THE_WEB = ["abort", "aborted", "reason", "addEventListener", "removeEventListener", "signal"];
function mangledNames(folder) {
  const files = [...sourcesOf(folder).values()];
  const kept = /* @__PURE__ */ new Set([...OF_THE_WEB, ...languageNames(), ...siblingNames(folder), ...publicNames(files)]);
  const own = membersOf(files).filter((name) => !kept.has(name));
  const counts = countsOf(files);
  own.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  return new Map(own.map((name, i) => [name, `$${letters(i)}`]));
}
function publicNames(files) {
  const declared = declarationsOf(files);
  const names = /* @__PURE__ */ new Set();
  const seen = /* @__PURE__ */ new Set();
  for (const file of files) visitAll(file, (node) => void (ts2.isStringLiteralLike(node) && names.add(node.text)));
  for (const file of files)
    for (const statement of file.statements)
      if (ts2.isExportDeclaration(statement) && isIndex(file)) visitAll(statement, follow);
  return names;
  function follow(node) {
    if (!ts2.isIdentifier(node)) return;
    names.add(node.text);
    if (!isReference(node)) return;
    for (const declaration of declared.get(node.text) ?? []) {
      if (seen.has(declaration)) continue;
      seen.add(declaration);
      visitInterface(declaration, follow);
    }
  }
}
function isReference({ parent }) {
  if (ts2.isTypeReferenceNode(parent) || ts2.isTypeQueryNode(parent)) return true;
  return ts2.isExpressionWithTypeArguments(parent) || ts2.isExportSpecifier(parent);
}
function isIndex(file) {
  return /@packageDocumentation/.test(file.text);
}
function visitInterface(node, see) {
  see(node);
  const modifiers = ts2.canHaveModifiers(node) ? ts2.getModifiers(node) ?? [] : [];
  if (modifiers.some(({ kind }) => kind === ts2.SyntaxKind.PrivateKeyword || kind === ts2.SyntaxKind.ProtectedKeyword))
    return;
  ts2.forEachChild(node, (child) => {
    if (ts2.isBlock(child) || ts2.isClassStaticBlockDeclaration(child)) return;
    if (ts2.isVariableDeclaration(node) && child === node.initializer) visitType(child, see);
    else if (ts2.isPropertyDeclaration(node) && child === node.initializer) return;
    else visitInterface(child, see);
  });
}
function visitType(value, see) {
  if (ts2.isAsExpression(value) || ts2.isSatisfiesExpression(value)) visitAll(value.type, see);
  else visitInterface(value, see);
}
function declarationsOf(files) {
  const found = /* @__PURE__ */ new Map();
  const add = (name, node) => found.set(name, [...found.get(name) ?? [], node]);
  for (const file of files)
    for (const statement of file.statements)
      if (ts2.isVariableStatement(statement))
        for (const each of statement.declarationList.declarations) add(each.name.getText(), each);
      else if ("name" in statement && statement.name !== void 0)
        add(statement.name.getText(), statement);
  return found;
}
function membersOf(files) {
  const names = /* @__PURE__ */ new Set();
  for (const file of files)
    visitAll(file, (node) => {
      if ((ts2.isClassElement(node) || ts2.isTypeElement(node) || ts2.isObjectLiteralElement(node)) && node.name) {
        if (ts2.isIdentifier(node.name)) names.add(node.name.text);
      }
    });
  return [...names];
}
function countsOf(files) {
  const counts = /* @__PURE__ */ new Map();
  for (const file of files)
    visitAll(file, (node) => {
      if (ts2.isIdentifier(node)) counts.set(node.text, (counts.get(node.text) ?? 0) + 1);
    });
  return counts;
}
function languageNames() {
  const library = dirname(createRequire(__injected_import_meta_url__).resolve("typescript"));
  const files = readdirSync2(library).filter((name) => /^lib\.es(?:5|20\d\d|next)(?:\..*)?\.d\.ts$/.test(name));
  return membersOf(files.map((name) => parsed(readFileSync2(join2(library, name), "utf8"))));
}
function siblingNames(folder) {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync2(join2(folder, "package.json"), "utf8"));
  const siblings = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => name.startsWith("@poe/"));
  return membersOf(siblings.flatMap((name) => [...sourcesOf(join2(folder, "..", name.slice(5))).values()]));
}
var LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
function letters(index) {
  const rest = Math.floor(index / LETTERS.length);
  return (rest === 0 ? "" : letters(rest - 1)) + LETTERS[index % LETTERS.length];
}
function visitAll(node, see) {
  see(node);
  ts2.forEachChild(node, (child) => visitAll(child, see));
}

// ../../tooling/build/production/source.ts
import ts3 from "typescript";
function readNotes(files) {
  const notes = /* @__PURE__ */ new Map();
  for (const file of files)
    visitAll2(file, (node) => {
      const value = noteOf(node);
      if (value !== void 0) notes.set(declaredName(node), value);
    });
  return notes;
}
function productionSource(text, notes) {
  const edits = [];
  edit(parsed(text), notes, edits);
  return edits.reduceRight((whole, { start, end, put }) => whole.slice(0, start) + put + whole.slice(end), text);
}
function edit(node, notes, edits) {
  const put = replacement(node, notes);
  if (put === void 0) ts3.forEachChild(node, (child) => edit(child, notes, edits));
  else edits.push({ start: node.getStart(), end: node.end, put });
}
function replacement(node, notes) {
  if (ts3.isTypeNode(node) || ts3.isImportDeclaration(node)) return void 0;
  if (isMember(node) && noteOf(node) !== void 0) return "";
  if (ts3.isVariableStatement(node) && noteOf(node.declarationList.declarations[0]) !== void 0) return void 0;
  if (isSetting(node, notes)) return "";
  if (ts3.isPropertyAccessExpression(node)) return productionValue(node.name.text, notes);
  if (ts3.isBinaryExpression(node)) return flagOf(node, notes);
  if (ts3.isNewExpression(node) && node.expression.getText() === "PoeError") return wordless(node, notes);
  if (ts3.isStringLiteralLike(node) && isWanted(node)) return "''";
  return void 0;
}
function isMember(node) {
  return ts3.isPropertyDeclaration(node) || ts3.isMethodDeclaration(node) || ts3.isGetAccessor(node);
}
function productionValue(name, notes) {
  const value = notes.get(name);
  return value === "none" ? void 0 : value;
}
function isSetting(node, notes) {
  if (!ts3.isExpressionStatement(node) || !ts3.isBinaryExpression(node.expression)) return false;
  const { left, operatorToken } = node.expression;
  const sets = operatorToken.kind === ts3.SyntaxKind.EqualsToken;
  return sets && ts3.isPropertyAccessExpression(left) && productionValue(left.name.text, notes) !== void 0;
}
function flagOf({ left, right, operatorToken }, notes) {
  if (operatorToken.kind !== ts3.SyntaxKind.AmpersandToken || !ts3.isIdentifier(right)) return void 0;
  return !ts3.isCallExpression(left) && notes.get(right.text) === "0" ? "0" : void 0;
}
function wordless(node, notes) {
  const [code, message, ...rest] = node.arguments ?? [];
  if (code === void 0 || message === void 0 || rest.length > 0 && !isText(message)) return void 0;
  const values = valuesOf(message);
  if (values === void 0) return void 0;
  const shown = values.map((value) => productionSource(value, notes));
  const options = rest.map((each) => `, ${productionSource(each.getText(), notes)}`).join("");
  const list = shown.length === 0 && rest.length === 0 ? "" : `, [${shown.join(", ")}] as never`;
  return `new PoeError(${code.getText()}${list}${options})`;
}
function isText(node) {
  return valuesOf(node) !== void 0;
}
function valuesOf(node) {
  if (ts3.isStringLiteralLike(node)) return [];
  if (ts3.isTemplateExpression(node)) return node.templateSpans.flatMap(({ expression }) => shownBy(expression));
  if (!ts3.isBinaryExpression(node) || node.operatorToken.kind !== ts3.SyntaxKind.PlusToken) return void 0;
  const [left, right] = [valuesOf(node.left), valuesOf(node.right)];
  return left === void 0 || right === void 0 ? void 0 : [...left, ...right];
}
function shownBy(node) {
  if (ts3.isIdentifier(node) || ts3.isPropertyAccessExpression(node)) return [node.getText()];
  return ts3.isCallExpression(node) && node.expression.getText() === "show" ? node.arguments.map((e) => e.getText()) : [];
}
function isWanted(node) {
  const { parent } = node;
  return ts3.isCallExpression(parent) && parent.expression.getText() === "check.having" && parent.arguments[0] === node;
}
function noteOf(node) {
  if (!isMember(node) && !ts3.isVariableDeclaration(node)) return void 0;
  const tag = ts3.getJSDocTags(node).find(({ tagName }) => tagName.text === "production");
  return tag === void 0 ? void 0 : ts3.getTextOfJSDocComment(tag.comment)?.trim();
}
function declaredName(node) {
  return node.name.getText();
}
function visitAll2(node, see) {
  see(node);
  ts3.forEachChild(node, (child) => visitAll2(child, see));
}

// ../../tooling/build/production/build.ts
var PRODUCTION_FILE = "dist/production.js";
function hasProduction(folder) {
  const { exports } = JSON.parse(readFileSync3(join3(folder, "package.json"), "utf8"));
  return exports?.["."]?.production === `./${PRODUCTION_FILE}`;
}
async function writeProduction(folder) {
  if (!hasProduction(folder)) return;
  const file = join3(folder, PRODUCTION_FILE);
  mkdirSync(dirname2(file), { recursive: true });
  writeFileSync(file, await productionOf(folder));
}
async function productionOf(folder) {
  const { outputFiles } = await build({
    entryPoints: [join3(folder, "src/index.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["@poe/*"],
    minifySyntax: true,
    define: { "Number.POSITIVE_INFINITY": "Infinity" },
    plugins: [productionSources(folder)],
    ...mangling(mangledNames(folder))
  });
  const { code } = await minify(outputFiles[0]?.text ?? "", {
    module: true,
    ecma: 2020,
    compress: { passes: 3, pure_getters: true, reduce_funcs: false },
    format: { comments: false }
  });
  return `${code}
`;
}
function mangling(names) {
  if (names.size === 0) return {};
  return { mangleProps: new RegExp(`^(?:${[...names.keys()].join("|")})$`), mangleCache: Object.fromEntries(names) };
}
function productionSources(folder) {
  const notes = readNotes([...sourcesOf(folder).values()]);
  return {
    name: "production",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const standIn = path.replace(/\.ts$/, ".production.ts");
        const file = existsSync(standIn) ? standIn : path;
        return { contents: productionSource(readFileSync3(file, "utf8"), notes), loader: "ts" };
      });
    }
  };
}

// ../../tooling/build/tsup.config.ts
var tsup_config_default = defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  target: "es2022",
  platform: "neutral",
  dts: { compilerOptions: { noEmit: false, customConditions: [] } },
  // Deno wants them as they are written.
  removeNodeProtocol: false,
  external: [/^node:/, /^@poe\//],
  sourcemap: true,
  clean: true,
  treeshake: true,
  onSuccess: () => writeProduction(process.cwd())
});
export {
  tsup_config_default as default
};
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLi4vLi4vdG9vbGluZy9idWlsZC90c3VwLmNvbmZpZy50cyIsICIuLi8uLi90b29saW5nL2J1aWxkL3Byb2R1Y3Rpb24vYnVpbGQudHMiLCAiLi4vLi4vdG9vbGluZy9idWlsZC9wcm9kdWN0aW9uL25hbWVzLnRzIiwgIi4uLy4uL3Rvb2xpbmcvYnVpbGQvcHJvZHVjdGlvbi9zb3VyY2VzLnRzIiwgIi4uLy4uL3Rvb2xpbmcvYnVpbGQvcHJvZHVjdGlvbi9zb3VyY2UudHMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbImNvbnN0IF9faW5qZWN0ZWRfZmlsZW5hbWVfXyA9IFwiL3dvcmsvbWFpbi90b29saW5nL2J1aWxkL3RzdXAuY29uZmlnLnRzXCI7Y29uc3QgX19pbmplY3RlZF9kaXJuYW1lX18gPSBcIi93b3JrL21haW4vdG9vbGluZy9idWlsZFwiO2NvbnN0IF9faW5qZWN0ZWRfaW1wb3J0X21ldGFfdXJsX18gPSBcImZpbGU6Ly8vd29yay9tYWluL3Rvb2xpbmcvYnVpbGQvdHN1cC5jb25maWcudHNcIjtpbXBvcnQgcHJvY2VzcyBmcm9tICdub2RlOnByb2Nlc3MnXG5pbXBvcnQgeyBkZWZpbmVDb25maWcgfSBmcm9tICd0c3VwJ1xuaW1wb3J0IHsgd3JpdGVQcm9kdWN0aW9uIH0gZnJvbSAnLi9wcm9kdWN0aW9uL2J1aWxkLnRzJ1xuXG4vKiogSG93IGV2ZXJ5IHBhY2thZ2UgaXMgYnVpbHQ6IG9uZSBFU00gZmlsZSBhbmQgaXRzIGRlY2xhcmF0aW9ucywgc2libGluZ3MgbGVmdCBhcyBpbXBvcnRzOyBzb21lIG9uY2UgbW9yZSBmb3IgcHJvZHVjdGlvbi4gKi9cbmV4cG9ydCBkZWZhdWx0IGRlZmluZUNvbmZpZyh7XG4gIGVudHJ5OiBbJ3NyYy9pbmRleC50cyddLFxuICBmb3JtYXQ6ICdlc20nLFxuICB0YXJnZXQ6ICdlczIwMjInLFxuICBwbGF0Zm9ybTogJ25ldXRyYWwnLFxuICBkdHM6IHsgY29tcGlsZXJPcHRpb25zOiB7IG5vRW1pdDogZmFsc2UsIGN1c3RvbUNvbmRpdGlvbnM6IFtdIH0gfSxcbiAgLy8gRGVubyB3YW50cyB0aGVtIGFzIHRoZXkgYXJlIHdyaXR0ZW4uXG4gIHJlbW92ZU5vZGVQcm90b2NvbDogZmFsc2UsXG4gIGV4dGVybmFsOiBbL15ub2RlOi8sIC9eQHBvZVxcLy9dLFxuICBzb3VyY2VtYXA6IHRydWUsXG4gIGNsZWFuOiB0cnVlLFxuICB0cmVlc2hha2U6IHRydWUsXG4gIG9uU3VjY2VzczogKCkgPT4gd3JpdGVQcm9kdWN0aW9uKHByb2Nlc3MuY3dkKCkpLFxufSlcbiIsICJjb25zdCBfX2luamVjdGVkX2ZpbGVuYW1lX18gPSBcIi93b3JrL21haW4vdG9vbGluZy9idWlsZC9wcm9kdWN0aW9uL2J1aWxkLnRzXCI7Y29uc3QgX19pbmplY3RlZF9kaXJuYW1lX18gPSBcIi93b3JrL21haW4vdG9vbGluZy9idWlsZC9wcm9kdWN0aW9uXCI7Y29uc3QgX19pbmplY3RlZF9pbXBvcnRfbWV0YV91cmxfXyA9IFwiZmlsZTovLy93b3JrL21haW4vdG9vbGluZy9idWlsZC9wcm9kdWN0aW9uL2J1aWxkLnRzXCI7aW1wb3J0IHsgZXhpc3RzU3luYywgbWtkaXJTeW5jLCByZWFkRmlsZVN5bmMsIHdyaXRlRmlsZVN5bmMgfSBmcm9tICdub2RlOmZzJ1xuaW1wb3J0IHsgZGlybmFtZSwgam9pbiB9IGZyb20gJ25vZGU6cGF0aCdcbmltcG9ydCB7IGJ1aWxkLCB0eXBlIFBsdWdpbiB9IGZyb20gJ2VzYnVpbGQnXG5pbXBvcnQgeyBtaW5pZnkgfSBmcm9tICd0ZXJzZXInXG5pbXBvcnQgeyBtYW5nbGVkTmFtZXMgfSBmcm9tICcuL25hbWVzLnRzJ1xuaW1wb3J0IHsgcHJvZHVjdGlvblNvdXJjZSwgcmVhZE5vdGVzIH0gZnJvbSAnLi9zb3VyY2UudHMnXG5pbXBvcnQgeyBzb3VyY2VzT2YgfSBmcm9tICcuL3NvdXJjZXMudHMnXG5cbi8qKiBXaGVyZSBhIHBhY2thZ2UncyBwcm9kdWN0aW9uIGJ1aWxkIGdvZXMsIGJlc2lkZSB0aGUgdXN1YWwgb25lLiAqL1xuZXhwb3J0IGNvbnN0IFBST0RVQ1RJT05fRklMRSA9ICdkaXN0L3Byb2R1Y3Rpb24uanMnXG5cbi8qKiBXaGV0aGVyIGEgcGFja2FnZSBoYXMgYSBwcm9kdWN0aW9uIGJ1aWxkOiBpdHMgYGV4cG9ydHNgIHNheSBzby4gKi9cbmV4cG9ydCBmdW5jdGlvbiBoYXNQcm9kdWN0aW9uKGZvbGRlcjogc3RyaW5nKTogYm9vbGVhbiB7XG4gIGNvbnN0IHsgZXhwb3J0cyB9ID0gSlNPTi5wYXJzZShyZWFkRmlsZVN5bmMoam9pbihmb2xkZXIsICdwYWNrYWdlLmpzb24nKSwgJ3V0ZjgnKSlcbiAgcmV0dXJuIGV4cG9ydHM/LlsnLiddPy5wcm9kdWN0aW9uID09PSBgLi8ke1BST0RVQ1RJT05fRklMRX1gXG59XG5cbi8qKiBCdWlsZHMgYSBwYWNrYWdlIGZvciBwcm9kdWN0aW9uIHdoZXJlIGl0cyBgZXhwb3J0c2AgcHJvbWlzZSB0aGF0LiAqL1xuZXhwb3J0IGFzeW5jIGZ1bmN0aW9uIHdyaXRlUHJvZHVjdGlvbihmb2xkZXI6IHN0cmluZyk6IFByb21pc2U8dm9pZD4ge1xuICBpZiAoIWhhc1Byb2R1Y3Rpb24oZm9sZGVyKSkgcmV0dXJuXG4gIGNvbnN0IGZpbGUgPSBqb2luKGZvbGRlciwgUFJPRFVDVElPTl9GSUxFKVxuICBta2RpclN5bmMoZGlybmFtZShmaWxlKSwgeyByZWN1cnNpdmU6IHRydWUgfSlcbiAgd3JpdGVGaWxlU3luYyhmaWxlLCBhd2FpdCBwcm9kdWN0aW9uT2YoZm9sZGVyKSlcbn1cblxuLyoqXG4gKiBUaGUgcHJvZHVjdGlvbiBidWlsZCBvZiBhIHBhY2thZ2U6IG9uZSBtb2R1bGUsIG1pbmlmaWVkLCBzaWJsaW5ncyBsZWZ0IGFzIGltcG9ydHMuIEEgZmlsZSBgeC5wcm9kdWN0aW9uLnRzYCBzdGFuZHMgaW4gZm9yXG4gKiBgeC50c2AsIGEgZGVjbGFyYXRpb24gbWFya2VkIGBAcHJvZHVjdGlvbiB2YWx1ZWAgaXMgdGhhdCB2YWx1ZSwgZXJyb3JzIGhhdmUgbm8gd29yZHMsIGFuZCBuYW1lcyB0aGF0IGFyZSBub2JvZHkgZWxzZSdzXG4gKiBidXNpbmVzcyBhcmUgc2hvcnQuXG4gKi9cbmV4cG9ydCBhc3luYyBmdW5jdGlvbiBwcm9kdWN0aW9uT2YoZm9sZGVyOiBzdHJpbmcpOiBQcm9taXNlPHN0cmluZz4ge1xuICBjb25zdCB7IG91dHB1dEZpbGVzIH0gPSBhd2FpdCBidWlsZCh7XG4gICAgZW50cnlQb2ludHM6IFtqb2luKGZvbGRlciwgJ3NyYy9pbmRleC50cycpXSxcbiAgICBidW5kbGU6IHRydWUsXG4gICAgd3JpdGU6IGZhbHNlLFxuICAgIGZvcm1hdDogJ2VzbScsXG4gICAgcGxhdGZvcm06ICduZXV0cmFsJyxcbiAgICB0YXJnZXQ6ICdlczIwMjInLFxuICAgIGV4dGVybmFsOiBbJ0Bwb2UvKiddLFxuICAgIG1pbmlmeVN5bnRheDogdHJ1ZSxcbiAgICBkZWZpbmU6IHsgJ051bWJlci5QT1NJVElWRV9JTkZJTklUWSc6ICdJbmZpbml0eScgfSxcbiAgICBwbHVnaW5zOiBbcHJvZHVjdGlvblNvdXJjZXMoZm9sZGVyKV0sXG4gICAgLi4ubWFuZ2xpbmcobWFuZ2xlZE5hbWVzKGZvbGRlcikpLFxuICB9KVxuICBjb25zdCB7IGNvZGUgfSA9IGF3YWl0IG1pbmlmeShvdXRwdXRGaWxlc1swXT8udGV4dCA/PyAnJywge1xuICAgIG1vZHVsZTogdHJ1ZSxcbiAgICBlY21hOiAyMDIwLFxuICAgIGNvbXByZXNzOiB7IHBhc3NlczogMywgcHVyZV9nZXR0ZXJzOiB0cnVlLCByZWR1Y2VfZnVuY3M6IGZhbHNlIH0sXG4gICAgZm9ybWF0OiB7IGNvbW1lbnRzOiBmYWxzZSB9LFxuICB9KVxuICByZXR1cm4gYCR7Y29kZX1cXG5gXG59XG5cbmZ1bmN0aW9uIG1hbmdsaW5nKG5hbWVzOiBSZWFkb25seU1hcDxzdHJpbmcsIHN0cmluZz4pOiBvYmplY3Qge1xuICBpZiAobmFtZXMuc2l6ZSA9PT0gMCkgcmV0dXJuIHt9XG4gIHJldHVybiB7IG1hbmdsZVByb3BzOiBuZXcgUmVnRXhwKGBeKD86JHtbLi4ubmFtZXMua2V5cygpXS5qb2luKCd8Jyl9KSRgKSwgbWFuZ2xlQ2FjaGU6IE9iamVjdC5mcm9tRW50cmllcyhuYW1lcykgfVxufVxuXG5mdW5jdGlvbiBwcm9kdWN0aW9uU291cmNlcyhmb2xkZXI6IHN0cmluZyk6IFBsdWdpbiB7XG4gIGNvbnN0IG5vdGVzID0gcmVhZE5vdGVzKFsuLi5zb3VyY2VzT2YoZm9sZGVyKS52YWx1ZXMoKV0pXG4gIHJldHVybiB7XG4gICAgbmFtZTogJ3Byb2R1Y3Rpb24nLFxuICAgIHNldHVwKHsgb25Mb2FkIH0pIHtcbiAgICAgIG9uTG9hZCh7IGZpbHRlcjogL1xcLnRzJC8gfSwgKHsgcGF0aCB9KSA9PiB7XG4gICAgICAgIGNvbnN0IHN0YW5kSW4gPSBwYXRoLnJlcGxhY2UoL1xcLnRzJC8sICcucHJvZHVjdGlvbi50cycpXG4gICAgICAgIGNvbnN0IGZpbGUgPSBleGlzdHNTeW5jKHN0YW5kSW4pID8gc3RhbmRJbiA6IHBhdGhcbiAgICAgICAgcmV0dXJuIHsgY29udGVudHM6IHByb2R1Y3Rpb25Tb3VyY2UocmVhZEZpbGVTeW5jKGZpbGUsICd1dGY4JyksIG5vdGVzKSwgbG9hZGVyOiAndHMnIH1cbiAgICAgIH0pXG4gICAgfSxcbiAgfVxufVxuIiwgImNvbnN0IF9faW5qZWN0ZWRfZmlsZW5hbWVfXyA9IFwiL3dvcmsvbWFpbi90b29saW5nL2J1aWxkL3Byb2R1Y3Rpb24vbmFtZXMudHNcIjtjb25zdCBfX2luamVjdGVkX2Rpcm5hbWVfXyA9IFwiL3dvcmsvbWFpbi90b29saW5nL2J1aWxkL3Byb2R1Y3Rpb25cIjtjb25zdCBfX2luamVjdGVkX2ltcG9ydF9tZXRhX3VybF9fID0gXCJmaWxlOi8vL3dvcmsvbWFpbi90b29saW5nL2J1aWxkL3Byb2R1Y3Rpb24vbmFtZXMudHNcIjtpbXBvcnQgeyByZWFkZGlyU3luYywgcmVhZEZpbGVTeW5jIH0gZnJvbSAnbm9kZTpmcydcbmltcG9ydCB7IGNyZWF0ZVJlcXVpcmUgfSBmcm9tICdub2RlOm1vZHVsZSdcbmltcG9ydCB7IGRpcm5hbWUsIGpvaW4gfSBmcm9tICdub2RlOnBhdGgnXG5pbXBvcnQgdHMgZnJvbSAndHlwZXNjcmlwdCdcbmltcG9ydCB7IHBhcnNlZCwgc291cmNlc09mIH0gZnJvbSAnLi9zb3VyY2VzLnRzJ1xuXG4vKiogV2hhdCBhIHBhZ2UncyBvd24gb2JqZWN0cyBoYXZlIHRoYXQgc291cmNlcyBoZXJlIHVzZS4gKi9cbmNvbnN0IE9GX1RIRV9XRUIgPSBbJ2Fib3J0JywgJ2Fib3J0ZWQnLCAncmVhc29uJywgJ2FkZEV2ZW50TGlzdGVuZXInLCAncmVtb3ZlRXZlbnRMaXN0ZW5lcicsICdzaWduYWwnXVxuXG4vKipcbiAqIFRoZSBtZW1iZXJzIHRoYXQgYXJlIGEgcGFja2FnZSdzIG93biBidXNpbmVzcywgZWFjaCB3aXRoIHRoZSBzaG9ydCBuYW1lIGl0IGhhcyBpbiBwcm9kdWN0aW9uOiBkZWNsYXJlZCBpbiBpdHMgc291cmNlcywgbm90XG4gKiB0byBiZSBzZWVuIHRocm91Z2ggd2hhdCBpdCBleHBvcnRzLCBhbmQgbm90IHRoZSBuYW1lIG9mIGFueXRoaW5nIG9mIHRoZSBsYW5ndWFnZSBvciBvZiBhbm90aGVyIHBhY2thZ2UuXG4gKi9cbmV4cG9ydCBmdW5jdGlvbiBtYW5nbGVkTmFtZXMoZm9sZGVyOiBzdHJpbmcpOiBSZWFkb25seU1hcDxzdHJpbmcsIHN0cmluZz4ge1xuICBjb25zdCBmaWxlcyA9IFsuLi5zb3VyY2VzT2YoZm9sZGVyKS52YWx1ZXMoKV1cbiAgY29uc3Qga2VwdCA9IG5ldyBTZXQoWy4uLk9GX1RIRV9XRUIsIC4uLmxhbmd1YWdlTmFtZXMoKSwgLi4uc2libGluZ05hbWVzKGZvbGRlciksIC4uLnB1YmxpY05hbWVzKGZpbGVzKV0pXG4gIGNvbnN0IG93biA9IG1lbWJlcnNPZihmaWxlcykuZmlsdGVyKChuYW1lKSA9PiAha2VwdC5oYXMobmFtZSkpXG4gIGNvbnN0IGNvdW50cyA9IGNvdW50c09mKGZpbGVzKVxuICBvd24uc29ydCgoYSwgYikgPT4gKGNvdW50cy5nZXQoYikgPz8gMCkgLSAoY291bnRzLmdldChhKSA/PyAwKSB8fCAoYSA8IGIgPyAtMSA6IDEpKVxuICAvLyBBIHNpZ24gaW4gZnJvbnQ6IGNsYXNzZXMgdGhhdCB1c2VycyBkZXJpdmUgZnJvbSBvdXJzIGhhdmUgbWVtYmVycyB0b28uXG4gIHJldHVybiBuZXcgTWFwKG93bi5tYXAoKG5hbWUsIGkpID0+IFtuYW1lLCBgJCR7bGV0dGVycyhpKX1gXSkpXG59XG5cbi8qKiBFdmVyeSBuYW1lIHRoYXQgY2FuIGJlIHNlZW4gdGhyb3VnaCB3aGF0IGBpbmRleC50c2AgZXhwb3J0cywgYW5kIGV2ZXJ5IHdvcmQgdGhhdCBpcyBzb21ld2hlcmUgaW4gcXVvdGVzLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHB1YmxpY05hbWVzKGZpbGVzOiByZWFkb25seSB0cy5Tb3VyY2VGaWxlW10pOiBTZXQ8c3RyaW5nPiB7XG4gIGNvbnN0IGRlY2xhcmVkID0gZGVjbGFyYXRpb25zT2YoZmlsZXMpXG4gIGNvbnN0IG5hbWVzID0gbmV3IFNldDxzdHJpbmc+KClcbiAgY29uc3Qgc2VlbiA9IG5ldyBTZXQ8dHMuTm9kZT4oKVxuICBmb3IgKGNvbnN0IGZpbGUgb2YgZmlsZXMpIHZpc2l0QWxsKGZpbGUsIChub2RlKSA9PiB2b2lkICh0cy5pc1N0cmluZ0xpdGVyYWxMaWtlKG5vZGUpICYmIG5hbWVzLmFkZChub2RlLnRleHQpKSlcbiAgZm9yIChjb25zdCBmaWxlIG9mIGZpbGVzKVxuICAgIGZvciAoY29uc3Qgc3RhdGVtZW50IG9mIGZpbGUuc3RhdGVtZW50cylcbiAgICAgIGlmICh0cy5pc0V4cG9ydERlY2xhcmF0aW9uKHN0YXRlbWVudCkgJiYgaXNJbmRleChmaWxlKSkgdmlzaXRBbGwoc3RhdGVtZW50LCBmb2xsb3cpXG4gIHJldHVybiBuYW1lc1xuXG4gIGZ1bmN0aW9uIGZvbGxvdyhub2RlOiB0cy5Ob2RlKTogdm9pZCB7XG4gICAgaWYgKCF0cy5pc0lkZW50aWZpZXIobm9kZSkpIHJldHVyblxuICAgIG5hbWVzLmFkZChub2RlLnRleHQpXG4gICAgaWYgKCFpc1JlZmVyZW5jZShub2RlKSkgcmV0dXJuXG4gICAgZm9yIChjb25zdCBkZWNsYXJhdGlvbiBvZiBkZWNsYXJlZC5nZXQobm9kZS50ZXh0KSA/PyBbXSkge1xuICAgICAgaWYgKHNlZW4uaGFzKGRlY2xhcmF0aW9uKSkgY29udGludWVcbiAgICAgIHNlZW4uYWRkKGRlY2xhcmF0aW9uKVxuICAgICAgdmlzaXRJbnRlcmZhY2UoZGVjbGFyYXRpb24sIGZvbGxvdylcbiAgICB9XG4gIH1cbn1cblxuLyoqIFdoZXRoZXIgYSBuYW1lIHN0YW5kcyBmb3Igc29tZXRoaW5nIGRlY2xhcmVkIGVsc2V3aGVyZSwgcmF0aGVyIHRoYW4gZm9yIGEgbWVtYmVyIG9yIGEgcGFyYW1ldGVyLiAqL1xuZnVuY3Rpb24gaXNSZWZlcmVuY2UoeyBwYXJlbnQgfTogdHMuSWRlbnRpZmllcik6IGJvb2xlYW4ge1xuICBpZiAodHMuaXNUeXBlUmVmZXJlbmNlTm9kZShwYXJlbnQpIHx8IHRzLmlzVHlwZVF1ZXJ5Tm9kZShwYXJlbnQpKSByZXR1cm4gdHJ1ZVxuICByZXR1cm4gdHMuaXNFeHByZXNzaW9uV2l0aFR5cGVBcmd1bWVudHMocGFyZW50KSB8fCB0cy5pc0V4cG9ydFNwZWNpZmllcihwYXJlbnQpXG59XG5cbmZ1bmN0aW9uIGlzSW5kZXgoZmlsZTogdHMuU291cmNlRmlsZSk6IGJvb2xlYW4ge1xuICByZXR1cm4gL0BwYWNrYWdlRG9jdW1lbnRhdGlvbi8udGVzdChmaWxlLnRleHQpXG59XG5cbi8qKiBXaGF0IG90aGVycyBjYW4gc2VlIG9mIGEgZGVjbGFyYXRpb246IG5laXRoZXIgYm9kaWVzIG5vciB2YWx1ZXMgbm9yIHdoYXQgaXMgcHJpdmF0ZSBvciBwcm90ZWN0ZWQuICovXG5mdW5jdGlvbiB2aXNpdEludGVyZmFjZShub2RlOiB0cy5Ob2RlLCBzZWU6IChub2RlOiB0cy5Ob2RlKSA9PiB2b2lkKTogdm9pZCB7XG4gIHNlZShub2RlKVxuICBjb25zdCBtb2RpZmllcnMgPSB0cy5jYW5IYXZlTW9kaWZpZXJzKG5vZGUpID8gKHRzLmdldE1vZGlmaWVycyhub2RlKSA/PyBbXSkgOiBbXVxuICBpZiAobW9kaWZpZXJzLnNvbWUoKHsga2luZCB9KSA9PiBraW5kID09PSB0cy5TeW50YXhLaW5kLlByaXZhdGVLZXl3b3JkIHx8IGtpbmQgPT09IHRzLlN5bnRheEtpbmQuUHJvdGVjdGVkS2V5d29yZCkpXG4gICAgcmV0dXJuXG4gIHRzLmZvckVhY2hDaGlsZChub2RlLCAoY2hpbGQpID0+IHtcbiAgICBpZiAodHMuaXNCbG9jayhjaGlsZCkgfHwgdHMuaXNDbGFzc1N0YXRpY0Jsb2NrRGVjbGFyYXRpb24oY2hpbGQpKSByZXR1cm5cbiAgICBpZiAodHMuaXNWYXJpYWJsZURlY2xhcmF0aW9uKG5vZGUpICYmIGNoaWxkID09PSBub2RlLmluaXRpYWxpemVyKSB2aXNpdFR5cGUoY2hpbGQsIHNlZSlcbiAgICBlbHNlIGlmICh0cy5pc1Byb3BlcnR5RGVjbGFyYXRpb24obm9kZSkgJiYgY2hpbGQgPT09IG5vZGUuaW5pdGlhbGl6ZXIpIHJldHVyblxuICAgIGVsc2UgdmlzaXRJbnRlcmZhY2UoY2hpbGQsIHNlZSlcbiAgfSlcbn1cblxuLyoqIFRoZSB0eXBlIGEgdmFsdWUgaXMgZ2l2ZW46IGBYIGFzIFlgIGlzIFk7IGEgcGxhaW4gdmFsdWUgaXMgYWxsIGl0IGhhcy4gKi9cbmZ1bmN0aW9uIHZpc2l0VHlwZSh2YWx1ZTogdHMuTm9kZSwgc2VlOiAobm9kZTogdHMuTm9kZSkgPT4gdm9pZCk6IHZvaWQge1xuICBpZiAodHMuaXNBc0V4cHJlc3Npb24odmFsdWUpIHx8IHRzLmlzU2F0aXNmaWVzRXhwcmVzc2lvbih2YWx1ZSkpIHZpc2l0QWxsKHZhbHVlLnR5cGUsIHNlZSlcbiAgZWxzZSB2aXNpdEludGVyZmFjZSh2YWx1ZSwgc2VlKVxufVxuXG4vKiogV2hhdCBzb3VyY2VzIGRlY2xhcmUgYXQgdGhlaXIgdG9wLCBieSBuYW1lLiAqL1xuZnVuY3Rpb24gZGVjbGFyYXRpb25zT2YoZmlsZXM6IHJlYWRvbmx5IHRzLlNvdXJjZUZpbGVbXSk6IFJlYWRvbmx5TWFwPHN0cmluZywgdHMuTm9kZVtdPiB7XG4gIGNvbnN0IGZvdW5kID0gbmV3IE1hcDxzdHJpbmcsIHRzLk5vZGVbXT4oKVxuICBjb25zdCBhZGQgPSAobmFtZTogc3RyaW5nLCBub2RlOiB0cy5Ob2RlKSA9PiBmb3VuZC5zZXQobmFtZSwgWy4uLihmb3VuZC5nZXQobmFtZSkgPz8gW10pLCBub2RlXSlcbiAgZm9yIChjb25zdCBmaWxlIG9mIGZpbGVzKVxuICAgIGZvciAoY29uc3Qgc3RhdGVtZW50IG9mIGZpbGUuc3RhdGVtZW50cylcbiAgICAgIGlmICh0cy5pc1ZhcmlhYmxlU3RhdGVtZW50KHN0YXRlbWVudCkpXG4gICAgICAgIGZvciAoY29uc3QgZWFjaCBvZiBzdGF0ZW1lbnQuZGVjbGFyYXRpb25MaXN0LmRlY2xhcmF0aW9ucykgYWRkKGVhY2gubmFtZS5nZXRUZXh0KCksIGVhY2gpXG4gICAgICBlbHNlIGlmICgnbmFtZScgaW4gc3RhdGVtZW50ICYmIHN0YXRlbWVudC5uYW1lICE9PSB1bmRlZmluZWQpXG4gICAgICAgIGFkZCgoc3RhdGVtZW50Lm5hbWUgYXMgdHMuTm9kZSkuZ2V0VGV4dCgpLCBzdGF0ZW1lbnQpXG4gIHJldHVybiBmb3VuZFxufVxuXG4vKiogVGhlIG1lbWJlcnMgb2Ygd2hhdCBzb3VyY2VzIGRlY2xhcmUsIGJ1dCB0aG9zZSB3aXRoIGEgYCNgLCB3aGljaCBhcmUgc2hvcnQgYW55d2F5LiAqL1xuZnVuY3Rpb24gbWVtYmVyc09mKGZpbGVzOiByZWFkb25seSB0cy5Tb3VyY2VGaWxlW10pOiBzdHJpbmdbXSB7XG4gIGNvbnN0IG5hbWVzID0gbmV3IFNldDxzdHJpbmc+KClcbiAgZm9yIChjb25zdCBmaWxlIG9mIGZpbGVzKVxuICAgIHZpc2l0QWxsKGZpbGUsIChub2RlKSA9PiB7XG4gICAgICBpZiAoKHRzLmlzQ2xhc3NFbGVtZW50KG5vZGUpIHx8IHRzLmlzVHlwZUVsZW1lbnQobm9kZSkgfHwgdHMuaXNPYmplY3RMaXRlcmFsRWxlbWVudChub2RlKSkgJiYgbm9kZS5uYW1lKVxuICAgICAgICBpZiAodHMuaXNJZGVudGlmaWVyKG5vZGUubmFtZSkpIG5hbWVzLmFkZChub2RlLm5hbWUudGV4dClcbiAgICB9KVxuICByZXR1cm4gWy4uLm5hbWVzXVxufVxuXG5mdW5jdGlvbiBjb3VudHNPZihmaWxlczogcmVhZG9ubHkgdHMuU291cmNlRmlsZVtdKTogUmVhZG9ubHlNYXA8c3RyaW5nLCBudW1iZXI+IHtcbiAgY29uc3QgY291bnRzID0gbmV3IE1hcDxzdHJpbmcsIG51bWJlcj4oKVxuICBmb3IgKGNvbnN0IGZpbGUgb2YgZmlsZXMpXG4gICAgdmlzaXRBbGwoZmlsZSwgKG5vZGUpID0+IHtcbiAgICAgIGlmICh0cy5pc0lkZW50aWZpZXIobm9kZSkpIGNvdW50cy5zZXQobm9kZS50ZXh0LCAoY291bnRzLmdldChub2RlLnRleHQpID8/IDApICsgMSlcbiAgICB9KVxuICByZXR1cm4gY291bnRzXG59XG5cbi8qKiBBbGwgbWVtYmVycyBvZiB0aGUgbGFuZ3VhZ2UncyBsaWJyYXJ5OiBhIG1lbWJlciBvZiBvdXJzIHRoYXQgaXMgY2FsbGVkIGxpa2Ugb25lIG9mIGl0cyBtYXkgc3RhbmQgZm9yIGl0LiAqL1xuZnVuY3Rpb24gbGFuZ3VhZ2VOYW1lcygpOiByZWFkb25seSBzdHJpbmdbXSB7XG4gIGNvbnN0IGxpYnJhcnkgPSBkaXJuYW1lKGNyZWF0ZVJlcXVpcmUoaW1wb3J0Lm1ldGEudXJsKS5yZXNvbHZlKCd0eXBlc2NyaXB0JykpXG4gIGNvbnN0IGZpbGVzID0gcmVhZGRpclN5bmMobGlicmFyeSkuZmlsdGVyKChuYW1lKSA9PiAvXmxpYlxcLmVzKD86NXwyMFxcZFxcZHxuZXh0KSg/OlxcLi4qKT9cXC5kXFwudHMkLy50ZXN0KG5hbWUpKVxuICByZXR1cm4gbWVtYmVyc09mKGZpbGVzLm1hcCgobmFtZSkgPT4gcGFyc2VkKHJlYWRGaWxlU3luYyhqb2luKGxpYnJhcnksIG5hbWUpLCAndXRmOCcpKSkpXG59XG5cbi8qKiBBbGwgbWVtYmVycyBpbiB0aGUgc291cmNlcyBvZiB0aGUgc2libGluZ3MgYSBwYWNrYWdlIGRlcGVuZHMgb24uICovXG5mdW5jdGlvbiBzaWJsaW5nTmFtZXMoZm9sZGVyOiBzdHJpbmcpOiByZWFkb25seSBzdHJpbmdbXSB7XG4gIGNvbnN0IHsgZGVwZW5kZW5jaWVzLCBwZWVyRGVwZW5kZW5jaWVzIH0gPSBKU09OLnBhcnNlKHJlYWRGaWxlU3luYyhqb2luKGZvbGRlciwgJ3BhY2thZ2UuanNvbicpLCAndXRmOCcpKVxuICBjb25zdCBzaWJsaW5ncyA9IE9iamVjdC5rZXlzKHsgLi4uZGVwZW5kZW5jaWVzLCAuLi5wZWVyRGVwZW5kZW5jaWVzIH0pLmZpbHRlcigobmFtZSkgPT4gbmFtZS5zdGFydHNXaXRoKCdAcG9lLycpKVxuICByZXR1cm4gbWVtYmVyc09mKHNpYmxpbmdzLmZsYXRNYXAoKG5hbWUpID0+IFsuLi5zb3VyY2VzT2Yoam9pbihmb2xkZXIsICcuLicsIG5hbWUuc2xpY2UoNSkpKS52YWx1ZXMoKV0pKVxufVxuXG5jb25zdCBMRVRURVJTID0gJ2FiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVonXG5cbmZ1bmN0aW9uIGxldHRlcnMoaW5kZXg6IG51bWJlcik6IHN0cmluZyB7XG4gIGNvbnN0IHJlc3QgPSBNYXRoLmZsb29yKGluZGV4IC8gTEVUVEVSUy5sZW5ndGgpXG4gIHJldHVybiAocmVzdCA9PT0gMCA/ICcnIDogbGV0dGVycyhyZXN0IC0gMSkpICsgTEVUVEVSU1tpbmRleCAlIExFVFRFUlMubGVuZ3RoXVxufVxuXG5mdW5jdGlvbiB2aXNpdEFsbChub2RlOiB0cy5Ob2RlLCBzZWU6IChub2RlOiB0cy5Ob2RlKSA9PiB2b2lkKTogdm9pZCB7XG4gIHNlZShub2RlKVxuICB0cy5mb3JFYWNoQ2hpbGQobm9kZSwgKGNoaWxkKSA9PiB2aXNpdEFsbChjaGlsZCwgc2VlKSlcbn1cbiIsICJjb25zdCBfX2luamVjdGVkX2ZpbGVuYW1lX18gPSBcIi93b3JrL21haW4vdG9vbGluZy9idWlsZC9wcm9kdWN0aW9uL3NvdXJjZXMudHNcIjtjb25zdCBfX2luamVjdGVkX2Rpcm5hbWVfXyA9IFwiL3dvcmsvbWFpbi90b29saW5nL2J1aWxkL3Byb2R1Y3Rpb25cIjtjb25zdCBfX2luamVjdGVkX2ltcG9ydF9tZXRhX3VybF9fID0gXCJmaWxlOi8vL3dvcmsvbWFpbi90b29saW5nL2J1aWxkL3Byb2R1Y3Rpb24vc291cmNlcy50c1wiO2ltcG9ydCB7IHJlYWRkaXJTeW5jLCByZWFkRmlsZVN5bmMgfSBmcm9tICdub2RlOmZzJ1xuaW1wb3J0IHsgam9pbiB9IGZyb20gJ25vZGU6cGF0aCdcbmltcG9ydCB0cyBmcm9tICd0eXBlc2NyaXB0J1xuXG4vKiogV2hhdCBhIHBhY2thZ2Ugc2hpcHMgb2YgaXRzIHNvdXJjZXMsIGJ5IGZpbGUgbmFtZS4gKi9cbmV4cG9ydCBmdW5jdGlvbiBzb3VyY2VzT2YoZm9sZGVyOiBzdHJpbmcpOiBSZWFkb25seU1hcDxzdHJpbmcsIHRzLlNvdXJjZUZpbGU+IHtcbiAgY29uc3Qgc3JjID0gam9pbihmb2xkZXIsICdzcmMnKVxuICBjb25zdCBuYW1lcyA9IHJlYWRkaXJTeW5jKHNyYywgeyByZWN1cnNpdmU6IHRydWUsIGVuY29kaW5nOiAndXRmOCcgfSlcbiAgY29uc3Qgc2hpcHBlZCA9IG5hbWVzLmZpbHRlcigobmFtZSkgPT4gbmFtZS5lbmRzV2l0aCgnLnRzJykgJiYgIS9cXC50ZXN0Wy0uXXxcXC50ZXN0XFwudHMkLy50ZXN0KG5hbWUpKVxuICByZXR1cm4gbmV3IE1hcChzaGlwcGVkLm1hcCgobmFtZSkgPT4gW25hbWUsIHBhcnNlZChyZWFkRmlsZVN5bmMoam9pbihzcmMsIG5hbWUpLCAndXRmOCcpKV0pKVxufVxuXG4vKiogQSBzb3VyY2UgYXMgYSB0cmVlLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHBhcnNlZCh0ZXh0OiBzdHJpbmcpOiB0cy5Tb3VyY2VGaWxlIHtcbiAgcmV0dXJuIHRzLmNyZWF0ZVNvdXJjZUZpbGUoJ3NvdXJjZS50cycsIHRleHQsIHRzLlNjcmlwdFRhcmdldC5FU05leHQsIHRydWUpXG59XG4iLCAiY29uc3QgX19pbmplY3RlZF9maWxlbmFtZV9fID0gXCIvd29yay9tYWluL3Rvb2xpbmcvYnVpbGQvcHJvZHVjdGlvbi9zb3VyY2UudHNcIjtjb25zdCBfX2luamVjdGVkX2Rpcm5hbWVfXyA9IFwiL3dvcmsvbWFpbi90b29saW5nL2J1aWxkL3Byb2R1Y3Rpb25cIjtjb25zdCBfX2luamVjdGVkX2ltcG9ydF9tZXRhX3VybF9fID0gXCJmaWxlOi8vL3dvcmsvbWFpbi90b29saW5nL2J1aWxkL3Byb2R1Y3Rpb24vc291cmNlLnRzXCI7aW1wb3J0IHRzIGZyb20gJ3R5cGVzY3JpcHQnXG5pbXBvcnQgeyBwYXJzZWQgfSBmcm9tICcuL3NvdXJjZXMudHMnXG5cbi8qKiBXaGF0IGRlY2xhcmF0aW9ucyBhcmUgaW4gcHJvZHVjdGlvbiwgYnkgbmFtZTogd2hhdCB0aGVpciBgQHByb2R1Y3Rpb25gIHNheXMuIGBub25lYDogdGhleSBhcmUgbm90IHRoZXJlLiAqL1xuZXhwb3J0IHR5cGUgTm90ZXMgPSBSZWFkb25seU1hcDxzdHJpbmcsIHN0cmluZz5cblxuLyoqIFJlYWRzIHdoYXQgZGVjbGFyYXRpb25zIHNheSBvZiB0aGVtc2VsdmVzLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHJlYWROb3RlcyhmaWxlczogcmVhZG9ubHkgdHMuU291cmNlRmlsZVtdKTogTm90ZXMge1xuICBjb25zdCBub3RlcyA9IG5ldyBNYXA8c3RyaW5nLCBzdHJpbmc+KClcbiAgZm9yIChjb25zdCBmaWxlIG9mIGZpbGVzKVxuICAgIHZpc2l0QWxsKGZpbGUsIChub2RlKSA9PiB7XG4gICAgICBjb25zdCB2YWx1ZSA9IG5vdGVPZihub2RlKVxuICAgICAgaWYgKHZhbHVlICE9PSB1bmRlZmluZWQpIG5vdGVzLnNldChkZWNsYXJlZE5hbWUobm9kZSksIHZhbHVlKVxuICAgIH0pXG4gIHJldHVybiBub3Rlc1xufVxuXG4vKiogQSBzb3VyY2UgYXMgcHJvZHVjdGlvbiBoYXMgaXQ6IHNlZSB7QGxpbmsgcHJvZHVjdGlvbk9mfS4gKi9cbmV4cG9ydCBmdW5jdGlvbiBwcm9kdWN0aW9uU291cmNlKHRleHQ6IHN0cmluZywgbm90ZXM6IE5vdGVzKTogc3RyaW5nIHtcbiAgY29uc3QgZWRpdHM6IEVkaXRbXSA9IFtdXG4gIGVkaXQocGFyc2VkKHRleHQpLCBub3RlcywgZWRpdHMpXG4gIHJldHVybiBlZGl0cy5yZWR1Y2VSaWdodCgod2hvbGUsIHsgc3RhcnQsIGVuZCwgcHV0IH0pID0+IHdob2xlLnNsaWNlKDAsIHN0YXJ0KSArIHB1dCArIHdob2xlLnNsaWNlKGVuZCksIHRleHQpXG59XG5cbmludGVyZmFjZSBFZGl0IHtcbiAgcmVhZG9ubHkgc3RhcnQ6IG51bWJlclxuICByZWFkb25seSBlbmQ6IG51bWJlclxuICByZWFkb25seSBwdXQ6IHN0cmluZ1xufVxuXG4vKiogRmluZHMgd2hhdCB0byBjaGFuZ2UsIGluIHRoZSBvcmRlciBvZiB0aGUgdGV4dDsgd2hhdCBpcyByZXBsYWNlZCBpcyBub3QgbG9va2VkIGludG8uICovXG5mdW5jdGlvbiBlZGl0KG5vZGU6IHRzLk5vZGUsIG5vdGVzOiBOb3RlcywgZWRpdHM6IEVkaXRbXSk6IHZvaWQge1xuICBjb25zdCBwdXQgPSByZXBsYWNlbWVudChub2RlLCBub3RlcylcbiAgaWYgKHB1dCA9PT0gdW5kZWZpbmVkKSB0cy5mb3JFYWNoQ2hpbGQobm9kZSwgKGNoaWxkKSA9PiBlZGl0KGNoaWxkLCBub3RlcywgZWRpdHMpKVxuICBlbHNlIGVkaXRzLnB1c2goeyBzdGFydDogbm9kZS5nZXRTdGFydCgpLCBlbmQ6IG5vZGUuZW5kLCBwdXQgfSlcbn1cblxuZnVuY3Rpb24gcmVwbGFjZW1lbnQobm9kZTogdHMuTm9kZSwgbm90ZXM6IE5vdGVzKTogc3RyaW5nIHwgdW5kZWZpbmVkIHtcbiAgaWYgKHRzLmlzVHlwZU5vZGUobm9kZSkgfHwgdHMuaXNJbXBvcnREZWNsYXJhdGlvbihub2RlKSkgcmV0dXJuIHVuZGVmaW5lZFxuICBpZiAoaXNNZW1iZXIobm9kZSkgJiYgbm90ZU9mKG5vZGUpICE9PSB1bmRlZmluZWQpIHJldHVybiAnJ1xuICBpZiAodHMuaXNWYXJpYWJsZVN0YXRlbWVudChub2RlKSAmJiBub3RlT2Yobm9kZS5kZWNsYXJhdGlvbkxpc3QuZGVjbGFyYXRpb25zWzBdISkgIT09IHVuZGVmaW5lZCkgcmV0dXJuIHVuZGVmaW5lZFxuICBpZiAoaXNTZXR0aW5nKG5vZGUsIG5vdGVzKSkgcmV0dXJuICcnXG4gIGlmICh0cy5pc1Byb3BlcnR5QWNjZXNzRXhwcmVzc2lvbihub2RlKSkgcmV0dXJuIHByb2R1Y3Rpb25WYWx1ZShub2RlLm5hbWUudGV4dCwgbm90ZXMpXG4gIGlmICh0cy5pc0JpbmFyeUV4cHJlc3Npb24obm9kZSkpIHJldHVybiBmbGFnT2Yobm9kZSwgbm90ZXMpXG4gIGlmICh0cy5pc05ld0V4cHJlc3Npb24obm9kZSkgJiYgbm9kZS5leHByZXNzaW9uLmdldFRleHQoKSA9PT0gJ1BvZUVycm9yJykgcmV0dXJuIHdvcmRsZXNzKG5vZGUsIG5vdGVzKVxuICBpZiAodHMuaXNTdHJpbmdMaXRlcmFsTGlrZShub2RlKSAmJiBpc1dhbnRlZChub2RlKSkgcmV0dXJuIFwiJydcIlxuICByZXR1cm4gdW5kZWZpbmVkXG59XG5cbmZ1bmN0aW9uIGlzTWVtYmVyKG5vZGU6IHRzLk5vZGUpOiBib29sZWFuIHtcbiAgcmV0dXJuIHRzLmlzUHJvcGVydHlEZWNsYXJhdGlvbihub2RlKSB8fCB0cy5pc01ldGhvZERlY2xhcmF0aW9uKG5vZGUpIHx8IHRzLmlzR2V0QWNjZXNzb3Iobm9kZSlcbn1cblxuZnVuY3Rpb24gcHJvZHVjdGlvblZhbHVlKG5hbWU6IHN0cmluZywgbm90ZXM6IE5vdGVzKTogc3RyaW5nIHwgdW5kZWZpbmVkIHtcbiAgY29uc3QgdmFsdWUgPSBub3Rlcy5nZXQobmFtZSlcbiAgcmV0dXJuIHZhbHVlID09PSAnbm9uZScgPyB1bmRlZmluZWQgOiB2YWx1ZVxufVxuXG4vKiogYHRoaXMudHJhY2luZyA9IFx1MjAyNmAsIHdoZXJlIHRoZXJlIGlzIG5vIGB0cmFjaW5nYC4gKi9cbmZ1bmN0aW9uIGlzU2V0dGluZyhub2RlOiB0cy5Ob2RlLCBub3RlczogTm90ZXMpOiBib29sZWFuIHtcbiAgaWYgKCF0cy5pc0V4cHJlc3Npb25TdGF0ZW1lbnQobm9kZSkgfHwgIXRzLmlzQmluYXJ5RXhwcmVzc2lvbihub2RlLmV4cHJlc3Npb24pKSByZXR1cm4gZmFsc2VcbiAgY29uc3QgeyBsZWZ0LCBvcGVyYXRvclRva2VuIH0gPSBub2RlLmV4cHJlc3Npb25cbiAgY29uc3Qgc2V0cyA9IG9wZXJhdG9yVG9rZW4ua2luZCA9PT0gdHMuU3ludGF4S2luZC5FcXVhbHNUb2tlblxuICByZXR1cm4gc2V0cyAmJiB0cy5pc1Byb3BlcnR5QWNjZXNzRXhwcmVzc2lvbihsZWZ0KSAmJiBwcm9kdWN0aW9uVmFsdWUobGVmdC5uYW1lLnRleHQsIG5vdGVzKSAhPT0gdW5kZWZpbmVkXG59XG5cbi8qKiBgZmxhZ3MgJiBUUkFDRURgLCB3aGVyZSBgVFJBQ0VEYCBpcyAwOiBhIGNvbXBpbGVyIGNhbm5vdCBrbm93IHRoYXQgYGZsYWdzYCBpcyBhIG51bWJlci4gKi9cbmZ1bmN0aW9uIGZsYWdPZih7IGxlZnQsIHJpZ2h0LCBvcGVyYXRvclRva2VuIH06IHRzLkJpbmFyeUV4cHJlc3Npb24sIG5vdGVzOiBOb3Rlcyk6IHN0cmluZyB8IHVuZGVmaW5lZCB7XG4gIGlmIChvcGVyYXRvclRva2VuLmtpbmQgIT09IHRzLlN5bnRheEtpbmQuQW1wZXJzYW5kVG9rZW4gfHwgIXRzLmlzSWRlbnRpZmllcihyaWdodCkpIHJldHVybiB1bmRlZmluZWRcbiAgcmV0dXJuICF0cy5pc0NhbGxFeHByZXNzaW9uKGxlZnQpICYmIG5vdGVzLmdldChyaWdodC50ZXh0KSA9PT0gJzAnID8gJzAnIDogdW5kZWZpbmVkXG59XG5cbi8qKiBBbiBlcnJvciB3aXRob3V0IHdvcmRzOiBpdHMgY29kZSwgYW5kIHRoZSB2YWx1ZXMgdGhhdCBpdHMgbWVzc2FnZSB3b3VsZCBoYXZlIHNob3duLiAqL1xuZnVuY3Rpb24gd29yZGxlc3Mobm9kZTogdHMuTmV3RXhwcmVzc2lvbiwgbm90ZXM6IE5vdGVzKTogc3RyaW5nIHwgdW5kZWZpbmVkIHtcbiAgY29uc3QgW2NvZGUsIG1lc3NhZ2UsIC4uLnJlc3RdID0gbm9kZS5hcmd1bWVudHMgPz8gW11cbiAgaWYgKGNvZGUgPT09IHVuZGVmaW5lZCB8fCBtZXNzYWdlID09PSB1bmRlZmluZWQgfHwgKHJlc3QubGVuZ3RoID4gMCAmJiAhaXNUZXh0KG1lc3NhZ2UpKSkgcmV0dXJuIHVuZGVmaW5lZFxuICBjb25zdCB2YWx1ZXMgPSB2YWx1ZXNPZihtZXNzYWdlKVxuICBpZiAodmFsdWVzID09PSB1bmRlZmluZWQpIHJldHVybiB1bmRlZmluZWRcbiAgY29uc3Qgc2hvd24gPSB2YWx1ZXMubWFwKCh2YWx1ZSkgPT4gcHJvZHVjdGlvblNvdXJjZSh2YWx1ZSwgbm90ZXMpKVxuICBjb25zdCBvcHRpb25zID0gcmVzdC5tYXAoKGVhY2gpID0+IGAsICR7cHJvZHVjdGlvblNvdXJjZShlYWNoLmdldFRleHQoKSwgbm90ZXMpfWApLmpvaW4oJycpXG4gIGNvbnN0IGxpc3QgPSBzaG93bi5sZW5ndGggPT09IDAgJiYgcmVzdC5sZW5ndGggPT09IDAgPyAnJyA6IGAsIFske3Nob3duLmpvaW4oJywgJyl9XSBhcyBuZXZlcmBcbiAgcmV0dXJuIGBuZXcgUG9lRXJyb3IoJHtjb2RlLmdldFRleHQoKX0ke2xpc3R9JHtvcHRpb25zfSlgXG59XG5cbmZ1bmN0aW9uIGlzVGV4dChub2RlOiB0cy5FeHByZXNzaW9uKTogYm9vbGVhbiB7XG4gIHJldHVybiB2YWx1ZXNPZihub2RlKSAhPT0gdW5kZWZpbmVkXG59XG5cbi8qKiBXaGF0IGEgbWVzc2FnZSBzaG93cywgYHNob3coKWAgbGVmdCB0byB0aGUgZXJyb3I7IHVuZGVmaW5lZCBmb3Igd2hhdCBpcyBubyB0ZXh0LiAqL1xuZnVuY3Rpb24gdmFsdWVzT2Yobm9kZTogdHMuRXhwcmVzc2lvbik6IHN0cmluZ1tdIHwgdW5kZWZpbmVkIHtcbiAgaWYgKHRzLmlzU3RyaW5nTGl0ZXJhbExpa2Uobm9kZSkpIHJldHVybiBbXVxuICBpZiAodHMuaXNUZW1wbGF0ZUV4cHJlc3Npb24obm9kZSkpIHJldHVybiBub2RlLnRlbXBsYXRlU3BhbnMuZmxhdE1hcCgoeyBleHByZXNzaW9uIH0pID0+IHNob3duQnkoZXhwcmVzc2lvbikpXG4gIGlmICghdHMuaXNCaW5hcnlFeHByZXNzaW9uKG5vZGUpIHx8IG5vZGUub3BlcmF0b3JUb2tlbi5raW5kICE9PSB0cy5TeW50YXhLaW5kLlBsdXNUb2tlbikgcmV0dXJuIHVuZGVmaW5lZFxuICBjb25zdCBbbGVmdCwgcmlnaHRdID0gW3ZhbHVlc09mKG5vZGUubGVmdCksIHZhbHVlc09mKG5vZGUucmlnaHQpXVxuICByZXR1cm4gbGVmdCA9PT0gdW5kZWZpbmVkIHx8IHJpZ2h0ID09PSB1bmRlZmluZWQgPyB1bmRlZmluZWQgOiBbLi4ubGVmdCwgLi4ucmlnaHRdXG59XG5cbi8qKiBBIHZhbHVlOiB3aGF0IGhhcyBhIG5hbWUsIG9yIGlzIGEgbWVtYmVyLCBvciBpcyBnaXZlbiB0byBgc2hvdygpYDsgZXZlcnl0aGluZyBlbHNlIG1ha2VzIHdvcmRzLiAqL1xuZnVuY3Rpb24gc2hvd25CeShub2RlOiB0cy5FeHByZXNzaW9uKTogc3RyaW5nW10ge1xuICBpZiAodHMuaXNJZGVudGlmaWVyKG5vZGUpIHx8IHRzLmlzUHJvcGVydHlBY2Nlc3NFeHByZXNzaW9uKG5vZGUpKSByZXR1cm4gW25vZGUuZ2V0VGV4dCgpXVxuICByZXR1cm4gdHMuaXNDYWxsRXhwcmVzc2lvbihub2RlKSAmJiBub2RlLmV4cHJlc3Npb24uZ2V0VGV4dCgpID09PSAnc2hvdycgPyBub2RlLmFyZ3VtZW50cy5tYXAoKGUpID0+IGUuZ2V0VGV4dCgpKSA6IFtdXG59XG5cbi8qKiBXaGF0IGBjaGVjay5oYXZpbmcoKWAgc2F5cyBvZiB3aGF0IGl0IHdhbnRzLiAqL1xuZnVuY3Rpb24gaXNXYW50ZWQobm9kZTogdHMuRXhwcmVzc2lvbik6IGJvb2xlYW4ge1xuICBjb25zdCB7IHBhcmVudCB9ID0gbm9kZVxuICByZXR1cm4gdHMuaXNDYWxsRXhwcmVzc2lvbihwYXJlbnQpICYmIHBhcmVudC5leHByZXNzaW9uLmdldFRleHQoKSA9PT0gJ2NoZWNrLmhhdmluZycgJiYgcGFyZW50LmFyZ3VtZW50c1swXSA9PT0gbm9kZVxufVxuXG5mdW5jdGlvbiBub3RlT2Yobm9kZTogdHMuTm9kZSk6IHN0cmluZyB8IHVuZGVmaW5lZCB7XG4gIGlmICghaXNNZW1iZXIobm9kZSkgJiYgIXRzLmlzVmFyaWFibGVEZWNsYXJhdGlvbihub2RlKSkgcmV0dXJuIHVuZGVmaW5lZFxuICBjb25zdCB0YWcgPSB0cy5nZXRKU0RvY1RhZ3Mobm9kZSkuZmluZCgoeyB0YWdOYW1lIH0pID0+IHRhZ05hbWUudGV4dCA9PT0gJ3Byb2R1Y3Rpb24nKVxuICByZXR1cm4gdGFnID09PSB1bmRlZmluZWQgPyB1bmRlZmluZWQgOiB0cy5nZXRUZXh0T2ZKU0RvY0NvbW1lbnQodGFnLmNvbW1lbnQpPy50cmltKClcbn1cblxuZnVuY3Rpb24gZGVjbGFyZWROYW1lKG5vZGU6IHRzLk5vZGUpOiBzdHJpbmcge1xuICByZXR1cm4gKG5vZGUgYXMgdHMuTm9kZSAmIHsgcmVhZG9ubHkgbmFtZTogdHMuSWRlbnRpZmllciB9KS5uYW1lLmdldFRleHQoKVxufVxuXG5mdW5jdGlvbiB2aXNpdEFsbChub2RlOiB0cy5Ob2RlLCBzZWU6IChub2RlOiB0cy5Ob2RlKSA9PiB2b2lkKTogdm9pZCB7XG4gIHNlZShub2RlKVxuICB0cy5mb3JFYWNoQ2hpbGQobm9kZSwgKGNoaWxkKSA9PiB2aXNpdEFsbChjaGlsZCwgc2VlKSlcbn1cbiJdLAogICJtYXBwaW5ncyI6ICI7QUFBc04sT0FBTyxhQUFhO0FBQzFPLFNBQVMsb0JBQW9COzs7QUNEOE0sU0FBUyxZQUFZLFdBQVcsZ0JBQUFBLGVBQWMscUJBQXFCO0FBQzlTLFNBQVMsV0FBQUMsVUFBUyxRQUFBQyxhQUFZO0FBQzlCLFNBQVMsYUFBMEI7QUFDbkMsU0FBUyxjQUFjOzs7QUNIb04sU0FBUyxlQUFBQyxjQUFhLGdCQUFBQyxxQkFBb0I7QUFDclIsU0FBUyxxQkFBcUI7QUFDOUIsU0FBUyxTQUFTLFFBQUFDLGFBQVk7QUFDOUIsT0FBT0MsU0FBUTs7O0FDSGdPLFNBQVMsYUFBYSxvQkFBb0I7QUFDelIsU0FBUyxZQUFZO0FBQ3JCLE9BQU8sUUFBUTtBQUdSLFNBQVMsVUFBVSxRQUFvRDtBQUM1RSxRQUFNLE1BQU0sS0FBSyxRQUFRLEtBQUs7QUFDOUIsUUFBTSxRQUFRLFlBQVksS0FBSyxFQUFFLFdBQVcsTUFBTSxVQUFVLE9BQU8sQ0FBQztBQUNwRSxRQUFNLFVBQVUsTUFBTSxPQUFPLENBQUMsU0FBUyxLQUFLLFNBQVMsS0FBSyxLQUFLLENBQUMseUJBQXlCLEtBQUssSUFBSSxDQUFDO0FBQ25HLFNBQU8sSUFBSSxJQUFJLFFBQVEsSUFBSSxDQUFDLFNBQVMsQ0FBQyxNQUFNLE9BQU8sYUFBYSxLQUFLLEtBQUssSUFBSSxHQUFHLE1BQU0sQ0FBQyxDQUFDLENBQUMsQ0FBQztBQUM3RjtBQUdPLFNBQVMsT0FBTyxNQUE2QjtBQUNsRCxTQUFPLEdBQUcsaUJBQWlCLGFBQWEsTUFBTSxHQUFHLGFBQWEsUUFBUSxJQUFJO0FBQzVFOzs7QURmZ0osSUFBTSwrQkFBK0I7QUFPckwsSUFBTSxhQUFhLENBQUMsU0FBUyxXQUFXLFVBQVUsb0JBQW9CLHVCQUF1QixRQUFRO0FBTTlGLFNBQVMsYUFBYSxRQUE2QztBQUN4RSxRQUFNLFFBQVEsQ0FBQyxHQUFHLFVBQVUsTUFBTSxFQUFFLE9BQU8sQ0FBQztBQUM1QyxRQUFNLE9BQU8sb0JBQUksSUFBSSxDQUFDLEdBQUcsWUFBWSxHQUFHLGNBQWMsR0FBRyxHQUFHLGFBQWEsTUFBTSxHQUFHLEdBQUcsWUFBWSxLQUFLLENBQUMsQ0FBQztBQUN4RyxRQUFNLE1BQU0sVUFBVSxLQUFLLEVBQUUsT0FBTyxDQUFDLFNBQVMsQ0FBQyxLQUFLLElBQUksSUFBSSxDQUFDO0FBQzdELFFBQU0sU0FBUyxTQUFTLEtBQUs7QUFDN0IsTUFBSSxLQUFLLENBQUMsR0FBRyxPQUFPLE9BQU8sSUFBSSxDQUFDLEtBQUssTUFBTSxPQUFPLElBQUksQ0FBQyxLQUFLLE9BQU8sSUFBSSxJQUFJLEtBQUssRUFBRTtBQUVsRixTQUFPLElBQUksSUFBSSxJQUFJLElBQUksQ0FBQyxNQUFNLE1BQU0sQ0FBQyxNQUFNLElBQUksUUFBUSxDQUFDLENBQUMsRUFBRSxDQUFDLENBQUM7QUFDL0Q7QUFHTyxTQUFTLFlBQVksT0FBOEM7QUFDeEUsUUFBTSxXQUFXLGVBQWUsS0FBSztBQUNyQyxRQUFNLFFBQVEsb0JBQUksSUFBWTtBQUM5QixRQUFNLE9BQU8sb0JBQUksSUFBYTtBQUM5QixhQUFXLFFBQVEsTUFBTyxVQUFTLE1BQU0sQ0FBQyxTQUFTLE1BQU1DLElBQUcsb0JBQW9CLElBQUksS0FBSyxNQUFNLElBQUksS0FBSyxJQUFJLEVBQUU7QUFDOUcsYUFBVyxRQUFRO0FBQ2pCLGVBQVcsYUFBYSxLQUFLO0FBQzNCLFVBQUlBLElBQUcsb0JBQW9CLFNBQVMsS0FBSyxRQUFRLElBQUksRUFBRyxVQUFTLFdBQVcsTUFBTTtBQUN0RixTQUFPO0FBRVAsV0FBUyxPQUFPLE1BQXFCO0FBQ25DLFFBQUksQ0FBQ0EsSUFBRyxhQUFhLElBQUksRUFBRztBQUM1QixVQUFNLElBQUksS0FBSyxJQUFJO0FBQ25CLFFBQUksQ0FBQyxZQUFZLElBQUksRUFBRztBQUN4QixlQUFXLGVBQWUsU0FBUyxJQUFJLEtBQUssSUFBSSxLQUFLLENBQUMsR0FBRztBQUN2RCxVQUFJLEtBQUssSUFBSSxXQUFXLEVBQUc7QUFDM0IsV0FBSyxJQUFJLFdBQVc7QUFDcEIscUJBQWUsYUFBYSxNQUFNO0FBQUEsSUFDcEM7QUFBQSxFQUNGO0FBQ0Y7QUFHQSxTQUFTLFlBQVksRUFBRSxPQUFPLEdBQTJCO0FBQ3ZELE1BQUlBLElBQUcsb0JBQW9CLE1BQU0sS0FBS0EsSUFBRyxnQkFBZ0IsTUFBTSxFQUFHLFFBQU87QUFDekUsU0FBT0EsSUFBRyw4QkFBOEIsTUFBTSxLQUFLQSxJQUFHLGtCQUFrQixNQUFNO0FBQ2hGO0FBRUEsU0FBUyxRQUFRLE1BQThCO0FBQzdDLFNBQU8sd0JBQXdCLEtBQUssS0FBSyxJQUFJO0FBQy9DO0FBR0EsU0FBUyxlQUFlLE1BQWUsS0FBb0M7QUFDekUsTUFBSSxJQUFJO0FBQ1IsUUFBTSxZQUFZQSxJQUFHLGlCQUFpQixJQUFJLElBQUtBLElBQUcsYUFBYSxJQUFJLEtBQUssQ0FBQyxJQUFLLENBQUM7QUFDL0UsTUFBSSxVQUFVLEtBQUssQ0FBQyxFQUFFLEtBQUssTUFBTSxTQUFTQSxJQUFHLFdBQVcsa0JBQWtCLFNBQVNBLElBQUcsV0FBVyxnQkFBZ0I7QUFDL0c7QUFDRixFQUFBQSxJQUFHLGFBQWEsTUFBTSxDQUFDLFVBQVU7QUFDL0IsUUFBSUEsSUFBRyxRQUFRLEtBQUssS0FBS0EsSUFBRyw4QkFBOEIsS0FBSyxFQUFHO0FBQ2xFLFFBQUlBLElBQUcsc0JBQXNCLElBQUksS0FBSyxVQUFVLEtBQUssWUFBYSxXQUFVLE9BQU8sR0FBRztBQUFBLGFBQzdFQSxJQUFHLHNCQUFzQixJQUFJLEtBQUssVUFBVSxLQUFLLFlBQWE7QUFBQSxRQUNsRSxnQkFBZSxPQUFPLEdBQUc7QUFBQSxFQUNoQyxDQUFDO0FBQ0g7QUFHQSxTQUFTLFVBQVUsT0FBZ0IsS0FBb0M7QUFDckUsTUFBSUEsSUFBRyxlQUFlLEtBQUssS0FBS0EsSUFBRyxzQkFBc0IsS0FBSyxFQUFHLFVBQVMsTUFBTSxNQUFNLEdBQUc7QUFBQSxNQUNwRixnQkFBZSxPQUFPLEdBQUc7QUFDaEM7QUFHQSxTQUFTLGVBQWUsT0FBaUU7QUFDdkYsUUFBTSxRQUFRLG9CQUFJLElBQXVCO0FBQ3pDLFFBQU0sTUFBTSxDQUFDLE1BQWMsU0FBa0IsTUFBTSxJQUFJLE1BQU0sQ0FBQyxHQUFJLE1BQU0sSUFBSSxJQUFJLEtBQUssQ0FBQyxHQUFJLElBQUksQ0FBQztBQUMvRixhQUFXLFFBQVE7QUFDakIsZUFBVyxhQUFhLEtBQUs7QUFDM0IsVUFBSUEsSUFBRyxvQkFBb0IsU0FBUztBQUNsQyxtQkFBVyxRQUFRLFVBQVUsZ0JBQWdCLGFBQWMsS0FBSSxLQUFLLEtBQUssUUFBUSxHQUFHLElBQUk7QUFBQSxlQUNqRixVQUFVLGFBQWEsVUFBVSxTQUFTO0FBQ2pELFlBQUssVUFBVSxLQUFpQixRQUFRLEdBQUcsU0FBUztBQUMxRCxTQUFPO0FBQ1Q7QUFHQSxTQUFTLFVBQVUsT0FBMkM7QUFDNUQsUUFBTSxRQUFRLG9CQUFJLElBQVk7QUFDOUIsYUFBVyxRQUFRO0FBQ2pCLGFBQVMsTUFBTSxDQUFDLFNBQVM7QUFDdkIsV0FBS0EsSUFBRyxlQUFlLElBQUksS0FBS0EsSUFBRyxjQUFjLElBQUksS0FBS0EsSUFBRyx1QkFBdUIsSUFBSSxNQUFNLEtBQUs7QUFDakcsWUFBSUEsSUFBRyxhQUFhLEtBQUssSUFBSSxFQUFHLE9BQU0sSUFBSSxLQUFLLEtBQUssSUFBSTtBQUFBO0FBQUEsSUFDNUQsQ0FBQztBQUNILFNBQU8sQ0FBQyxHQUFHLEtBQUs7QUFDbEI7QUFFQSxTQUFTLFNBQVMsT0FBOEQ7QUFDOUUsUUFBTSxTQUFTLG9CQUFJLElBQW9CO0FBQ3ZDLGFBQVcsUUFBUTtBQUNqQixhQUFTLE1BQU0sQ0FBQyxTQUFTO0FBQ3ZCLFVBQUlBLElBQUcsYUFBYSxJQUFJLEVBQUcsUUFBTyxJQUFJLEtBQUssT0FBTyxPQUFPLElBQUksS0FBSyxJQUFJLEtBQUssS0FBSyxDQUFDO0FBQUEsSUFDbkYsQ0FBQztBQUNILFNBQU87QUFDVDtBQUdBLFNBQVMsZ0JBQW1DO0FBQzFDLFFBQU0sVUFBVSxRQUFRLGNBQWMsNEJBQWUsRUFBRSxRQUFRLFlBQVksQ0FBQztBQUM1RSxRQUFNLFFBQVFDLGFBQVksT0FBTyxFQUFFLE9BQU8sQ0FBQyxTQUFTLDZDQUE2QyxLQUFLLElBQUksQ0FBQztBQUMzRyxTQUFPLFVBQVUsTUFBTSxJQUFJLENBQUMsU0FBUyxPQUFPQyxjQUFhQyxNQUFLLFNBQVMsSUFBSSxHQUFHLE1BQU0sQ0FBQyxDQUFDLENBQUM7QUFDekY7QUFHQSxTQUFTLGFBQWEsUUFBbUM7QUFDdkQsUUFBTSxFQUFFLGNBQWMsaUJBQWlCLElBQUksS0FBSyxNQUFNRCxjQUFhQyxNQUFLLFFBQVEsY0FBYyxHQUFHLE1BQU0sQ0FBQztBQUN4RyxRQUFNLFdBQVcsT0FBTyxLQUFLLEVBQUUsR0FBRyxjQUFjLEdBQUcsaUJBQWlCLENBQUMsRUFBRSxPQUFPLENBQUMsU0FBUyxLQUFLLFdBQVcsT0FBTyxDQUFDO0FBQ2hILFNBQU8sVUFBVSxTQUFTLFFBQVEsQ0FBQyxTQUFTLENBQUMsR0FBRyxVQUFVQSxNQUFLLFFBQVEsTUFBTSxLQUFLLE1BQU0sQ0FBQyxDQUFDLENBQUMsRUFBRSxPQUFPLENBQUMsQ0FBQyxDQUFDO0FBQ3pHO0FBRUEsSUFBTSxVQUFVO0FBRWhCLFNBQVMsUUFBUSxPQUF1QjtBQUN0QyxRQUFNLE9BQU8sS0FBSyxNQUFNLFFBQVEsUUFBUSxNQUFNO0FBQzlDLFVBQVEsU0FBUyxJQUFJLEtBQUssUUFBUSxPQUFPLENBQUMsS0FBSyxRQUFRLFFBQVEsUUFBUSxNQUFNO0FBQy9FO0FBRUEsU0FBUyxTQUFTLE1BQWUsS0FBb0M7QUFDbkUsTUFBSSxJQUFJO0FBQ1IsRUFBQUgsSUFBRyxhQUFhLE1BQU0sQ0FBQyxVQUFVLFNBQVMsT0FBTyxHQUFHLENBQUM7QUFDdkQ7OztBRXJJNk8sT0FBT0ksU0FBUTtBQU9yUCxTQUFTLFVBQVUsT0FBd0M7QUFDaEUsUUFBTSxRQUFRLG9CQUFJLElBQW9CO0FBQ3RDLGFBQVcsUUFBUTtBQUNqQixJQUFBQyxVQUFTLE1BQU0sQ0FBQyxTQUFTO0FBQ3ZCLFlBQU0sUUFBUSxPQUFPLElBQUk7QUFDekIsVUFBSSxVQUFVLE9BQVcsT0FBTSxJQUFJLGFBQWEsSUFBSSxHQUFHLEtBQUs7QUFBQSxJQUM5RCxDQUFDO0FBQ0gsU0FBTztBQUNUO0FBR08sU0FBUyxpQkFBaUIsTUFBYyxPQUFzQjtBQUNuRSxRQUFNLFFBQWdCLENBQUM7QUFDdkIsT0FBSyxPQUFPLElBQUksR0FBRyxPQUFPLEtBQUs7QUFDL0IsU0FBTyxNQUFNLFlBQVksQ0FBQyxPQUFPLEVBQUUsT0FBTyxLQUFLLElBQUksTUFBTSxNQUFNLE1BQU0sR0FBRyxLQUFLLElBQUksTUFBTSxNQUFNLE1BQU0sR0FBRyxHQUFHLElBQUk7QUFDL0c7QUFTQSxTQUFTLEtBQUssTUFBZSxPQUFjLE9BQXFCO0FBQzlELFFBQU0sTUFBTSxZQUFZLE1BQU0sS0FBSztBQUNuQyxNQUFJLFFBQVEsT0FBVyxDQUFBQyxJQUFHLGFBQWEsTUFBTSxDQUFDLFVBQVUsS0FBSyxPQUFPLE9BQU8sS0FBSyxDQUFDO0FBQUEsTUFDNUUsT0FBTSxLQUFLLEVBQUUsT0FBTyxLQUFLLFNBQVMsR0FBRyxLQUFLLEtBQUssS0FBSyxJQUFJLENBQUM7QUFDaEU7QUFFQSxTQUFTLFlBQVksTUFBZSxPQUFrQztBQUNwRSxNQUFJQSxJQUFHLFdBQVcsSUFBSSxLQUFLQSxJQUFHLG9CQUFvQixJQUFJLEVBQUcsUUFBTztBQUNoRSxNQUFJLFNBQVMsSUFBSSxLQUFLLE9BQU8sSUFBSSxNQUFNLE9BQVcsUUFBTztBQUN6RCxNQUFJQSxJQUFHLG9CQUFvQixJQUFJLEtBQUssT0FBTyxLQUFLLGdCQUFnQixhQUFhLENBQUMsQ0FBRSxNQUFNLE9BQVcsUUFBTztBQUN4RyxNQUFJLFVBQVUsTUFBTSxLQUFLLEVBQUcsUUFBTztBQUNuQyxNQUFJQSxJQUFHLDJCQUEyQixJQUFJLEVBQUcsUUFBTyxnQkFBZ0IsS0FBSyxLQUFLLE1BQU0sS0FBSztBQUNyRixNQUFJQSxJQUFHLG1CQUFtQixJQUFJLEVBQUcsUUFBTyxPQUFPLE1BQU0sS0FBSztBQUMxRCxNQUFJQSxJQUFHLGdCQUFnQixJQUFJLEtBQUssS0FBSyxXQUFXLFFBQVEsTUFBTSxXQUFZLFFBQU8sU0FBUyxNQUFNLEtBQUs7QUFDckcsTUFBSUEsSUFBRyxvQkFBb0IsSUFBSSxLQUFLLFNBQVMsSUFBSSxFQUFHLFFBQU87QUFDM0QsU0FBTztBQUNUO0FBRUEsU0FBUyxTQUFTLE1BQXdCO0FBQ3hDLFNBQU9BLElBQUcsc0JBQXNCLElBQUksS0FBS0EsSUFBRyxvQkFBb0IsSUFBSSxLQUFLQSxJQUFHLGNBQWMsSUFBSTtBQUNoRztBQUVBLFNBQVMsZ0JBQWdCLE1BQWMsT0FBa0M7QUFDdkUsUUFBTSxRQUFRLE1BQU0sSUFBSSxJQUFJO0FBQzVCLFNBQU8sVUFBVSxTQUFTLFNBQVk7QUFDeEM7QUFHQSxTQUFTLFVBQVUsTUFBZSxPQUF1QjtBQUN2RCxNQUFJLENBQUNBLElBQUcsc0JBQXNCLElBQUksS0FBSyxDQUFDQSxJQUFHLG1CQUFtQixLQUFLLFVBQVUsRUFBRyxRQUFPO0FBQ3ZGLFFBQU0sRUFBRSxNQUFNLGNBQWMsSUFBSSxLQUFLO0FBQ3JDLFFBQU0sT0FBTyxjQUFjLFNBQVNBLElBQUcsV0FBVztBQUNsRCxTQUFPLFFBQVFBLElBQUcsMkJBQTJCLElBQUksS0FBSyxnQkFBZ0IsS0FBSyxLQUFLLE1BQU0sS0FBSyxNQUFNO0FBQ25HO0FBR0EsU0FBUyxPQUFPLEVBQUUsTUFBTSxPQUFPLGNBQWMsR0FBd0IsT0FBa0M7QUFDckcsTUFBSSxjQUFjLFNBQVNBLElBQUcsV0FBVyxrQkFBa0IsQ0FBQ0EsSUFBRyxhQUFhLEtBQUssRUFBRyxRQUFPO0FBQzNGLFNBQU8sQ0FBQ0EsSUFBRyxpQkFBaUIsSUFBSSxLQUFLLE1BQU0sSUFBSSxNQUFNLElBQUksTUFBTSxNQUFNLE1BQU07QUFDN0U7QUFHQSxTQUFTLFNBQVMsTUFBd0IsT0FBa0M7QUFDMUUsUUFBTSxDQUFDLE1BQU0sU0FBUyxHQUFHLElBQUksSUFBSSxLQUFLLGFBQWEsQ0FBQztBQUNwRCxNQUFJLFNBQVMsVUFBYSxZQUFZLFVBQWMsS0FBSyxTQUFTLEtBQUssQ0FBQyxPQUFPLE9BQU8sRUFBSSxRQUFPO0FBQ2pHLFFBQU0sU0FBUyxTQUFTLE9BQU87QUFDL0IsTUFBSSxXQUFXLE9BQVcsUUFBTztBQUNqQyxRQUFNLFFBQVEsT0FBTyxJQUFJLENBQUMsVUFBVSxpQkFBaUIsT0FBTyxLQUFLLENBQUM7QUFDbEUsUUFBTSxVQUFVLEtBQUssSUFBSSxDQUFDLFNBQVMsS0FBSyxpQkFBaUIsS0FBSyxRQUFRLEdBQUcsS0FBSyxDQUFDLEVBQUUsRUFBRSxLQUFLLEVBQUU7QUFDMUYsUUFBTSxPQUFPLE1BQU0sV0FBVyxLQUFLLEtBQUssV0FBVyxJQUFJLEtBQUssTUFBTSxNQUFNLEtBQUssSUFBSSxDQUFDO0FBQ2xGLFNBQU8sZ0JBQWdCLEtBQUssUUFBUSxDQUFDLEdBQUcsSUFBSSxHQUFHLE9BQU87QUFDeEQ7QUFFQSxTQUFTLE9BQU8sTUFBOEI7QUFDNUMsU0FBTyxTQUFTLElBQUksTUFBTTtBQUM1QjtBQUdBLFNBQVMsU0FBUyxNQUEyQztBQUMzRCxNQUFJQSxJQUFHLG9CQUFvQixJQUFJLEVBQUcsUUFBTyxDQUFDO0FBQzFDLE1BQUlBLElBQUcscUJBQXFCLElBQUksRUFBRyxRQUFPLEtBQUssY0FBYyxRQUFRLENBQUMsRUFBRSxXQUFXLE1BQU0sUUFBUSxVQUFVLENBQUM7QUFDNUcsTUFBSSxDQUFDQSxJQUFHLG1CQUFtQixJQUFJLEtBQUssS0FBSyxjQUFjLFNBQVNBLElBQUcsV0FBVyxVQUFXLFFBQU87QUFDaEcsUUFBTSxDQUFDLE1BQU0sS0FBSyxJQUFJLENBQUMsU0FBUyxLQUFLLElBQUksR0FBRyxTQUFTLEtBQUssS0FBSyxDQUFDO0FBQ2hFLFNBQU8sU0FBUyxVQUFhLFVBQVUsU0FBWSxTQUFZLENBQUMsR0FBRyxNQUFNLEdBQUcsS0FBSztBQUNuRjtBQUdBLFNBQVMsUUFBUSxNQUErQjtBQUM5QyxNQUFJQSxJQUFHLGFBQWEsSUFBSSxLQUFLQSxJQUFHLDJCQUEyQixJQUFJLEVBQUcsUUFBTyxDQUFDLEtBQUssUUFBUSxDQUFDO0FBQ3hGLFNBQU9BLElBQUcsaUJBQWlCLElBQUksS0FBSyxLQUFLLFdBQVcsUUFBUSxNQUFNLFNBQVMsS0FBSyxVQUFVLElBQUksQ0FBQyxNQUFNLEVBQUUsUUFBUSxDQUFDLElBQUksQ0FBQztBQUN2SDtBQUdBLFNBQVMsU0FBUyxNQUE4QjtBQUM5QyxRQUFNLEVBQUUsT0FBTyxJQUFJO0FBQ25CLFNBQU9BLElBQUcsaUJBQWlCLE1BQU0sS0FBSyxPQUFPLFdBQVcsUUFBUSxNQUFNLGtCQUFrQixPQUFPLFVBQVUsQ0FBQyxNQUFNO0FBQ2xIO0FBRUEsU0FBUyxPQUFPLE1BQW1DO0FBQ2pELE1BQUksQ0FBQyxTQUFTLElBQUksS0FBSyxDQUFDQSxJQUFHLHNCQUFzQixJQUFJLEVBQUcsUUFBTztBQUMvRCxRQUFNLE1BQU1BLElBQUcsYUFBYSxJQUFJLEVBQUUsS0FBSyxDQUFDLEVBQUUsUUFBUSxNQUFNLFFBQVEsU0FBUyxZQUFZO0FBQ3JGLFNBQU8sUUFBUSxTQUFZLFNBQVlBLElBQUcsc0JBQXNCLElBQUksT0FBTyxHQUFHLEtBQUs7QUFDckY7QUFFQSxTQUFTLGFBQWEsTUFBdUI7QUFDM0MsU0FBUSxLQUFvRCxLQUFLLFFBQVE7QUFDM0U7QUFFQSxTQUFTRCxVQUFTLE1BQWUsS0FBb0M7QUFDbkUsTUFBSSxJQUFJO0FBQ1IsRUFBQUMsSUFBRyxhQUFhLE1BQU0sQ0FBQyxVQUFVRCxVQUFTLE9BQU8sR0FBRyxDQUFDO0FBQ3ZEOzs7QUhqSE8sSUFBTSxrQkFBa0I7QUFHeEIsU0FBUyxjQUFjLFFBQXlCO0FBQ3JELFFBQU0sRUFBRSxRQUFRLElBQUksS0FBSyxNQUFNRSxjQUFhQyxNQUFLLFFBQVEsY0FBYyxHQUFHLE1BQU0sQ0FBQztBQUNqRixTQUFPLFVBQVUsR0FBRyxHQUFHLGVBQWUsS0FBSyxlQUFlO0FBQzVEO0FBR0EsZUFBc0IsZ0JBQWdCLFFBQStCO0FBQ25FLE1BQUksQ0FBQyxjQUFjLE1BQU0sRUFBRztBQUM1QixRQUFNLE9BQU9BLE1BQUssUUFBUSxlQUFlO0FBQ3pDLFlBQVVDLFNBQVEsSUFBSSxHQUFHLEVBQUUsV0FBVyxLQUFLLENBQUM7QUFDNUMsZ0JBQWMsTUFBTSxNQUFNLGFBQWEsTUFBTSxDQUFDO0FBQ2hEO0FBT0EsZUFBc0IsYUFBYSxRQUFpQztBQUNsRSxRQUFNLEVBQUUsWUFBWSxJQUFJLE1BQU0sTUFBTTtBQUFBLElBQ2xDLGFBQWEsQ0FBQ0QsTUFBSyxRQUFRLGNBQWMsQ0FBQztBQUFBLElBQzFDLFFBQVE7QUFBQSxJQUNSLE9BQU87QUFBQSxJQUNQLFFBQVE7QUFBQSxJQUNSLFVBQVU7QUFBQSxJQUNWLFFBQVE7QUFBQSxJQUNSLFVBQVUsQ0FBQyxRQUFRO0FBQUEsSUFDbkIsY0FBYztBQUFBLElBQ2QsUUFBUSxFQUFFLDRCQUE0QixXQUFXO0FBQUEsSUFDakQsU0FBUyxDQUFDLGtCQUFrQixNQUFNLENBQUM7QUFBQSxJQUNuQyxHQUFHLFNBQVMsYUFBYSxNQUFNLENBQUM7QUFBQSxFQUNsQyxDQUFDO0FBQ0QsUUFBTSxFQUFFLEtBQUssSUFBSSxNQUFNLE9BQU8sWUFBWSxDQUFDLEdBQUcsUUFBUSxJQUFJO0FBQUEsSUFDeEQsUUFBUTtBQUFBLElBQ1IsTUFBTTtBQUFBLElBQ04sVUFBVSxFQUFFLFFBQVEsR0FBRyxjQUFjLE1BQU0sY0FBYyxNQUFNO0FBQUEsSUFDL0QsUUFBUSxFQUFFLFVBQVUsTUFBTTtBQUFBLEVBQzVCLENBQUM7QUFDRCxTQUFPLEdBQUcsSUFBSTtBQUFBO0FBQ2hCO0FBRUEsU0FBUyxTQUFTLE9BQTRDO0FBQzVELE1BQUksTUFBTSxTQUFTLEVBQUcsUUFBTyxDQUFDO0FBQzlCLFNBQU8sRUFBRSxhQUFhLElBQUksT0FBTyxPQUFPLENBQUMsR0FBRyxNQUFNLEtBQUssQ0FBQyxFQUFFLEtBQUssR0FBRyxDQUFDLElBQUksR0FBRyxhQUFhLE9BQU8sWUFBWSxLQUFLLEVBQUU7QUFDbkg7QUFFQSxTQUFTLGtCQUFrQixRQUF3QjtBQUNqRCxRQUFNLFFBQVEsVUFBVSxDQUFDLEdBQUcsVUFBVSxNQUFNLEVBQUUsT0FBTyxDQUFDLENBQUM7QUFDdkQsU0FBTztBQUFBLElBQ0wsTUFBTTtBQUFBLElBQ04sTUFBTSxFQUFFLE9BQU8sR0FBRztBQUNoQixhQUFPLEVBQUUsUUFBUSxRQUFRLEdBQUcsQ0FBQyxFQUFFLEtBQUssTUFBTTtBQUN4QyxjQUFNLFVBQVUsS0FBSyxRQUFRLFNBQVMsZ0JBQWdCO0FBQ3RELGNBQU0sT0FBTyxXQUFXLE9BQU8sSUFBSSxVQUFVO0FBQzdDLGVBQU8sRUFBRSxVQUFVLGlCQUFpQkQsY0FBYSxNQUFNLE1BQU0sR0FBRyxLQUFLLEdBQUcsUUFBUSxLQUFLO0FBQUEsTUFDdkYsQ0FBQztBQUFBLElBQ0g7QUFBQSxFQUNGO0FBQ0Y7OztBRGpFQSxJQUFPLHNCQUFRLGFBQWE7QUFBQSxFQUMxQixPQUFPLENBQUMsY0FBYztBQUFBLEVBQ3RCLFFBQVE7QUFBQSxFQUNSLFFBQVE7QUFBQSxFQUNSLFVBQVU7QUFBQSxFQUNWLEtBQUssRUFBRSxpQkFBaUIsRUFBRSxRQUFRLE9BQU8sa0JBQWtCLENBQUMsRUFBRSxFQUFFO0FBQUE7QUFBQSxFQUVoRSxvQkFBb0I7QUFBQSxFQUNwQixVQUFVLENBQUMsVUFBVSxTQUFTO0FBQUEsRUFDOUIsV0FBVztBQUFBLEVBQ1gsT0FBTztBQUFBLEVBQ1AsV0FBVztBQUFBLEVBQ1gsV0FBVyxNQUFNLGdCQUFnQixRQUFRLElBQUksQ0FBQztBQUNoRCxDQUFDOyIsCiAgIm5hbWVzIjogWyJyZWFkRmlsZVN5bmMiLCAiZGlybmFtZSIsICJqb2luIiwgInJlYWRkaXJTeW5jIiwgInJlYWRGaWxlU3luYyIsICJqb2luIiwgInRzIiwgInRzIiwgInJlYWRkaXJTeW5jIiwgInJlYWRGaWxlU3luYyIsICJqb2luIiwgInRzIiwgInZpc2l0QWxsIiwgInRzIiwgInJlYWRGaWxlU3luYyIsICJqb2luIiwgImRpcm5hbWUiXQp9Cg==
