import { dirname, join, sep } from 'node:path'
import ts from 'typescript'

/** Where a rule is broken: `file: what`. */
export type Finding = string

/** One source file, parsed and bound. */
export interface Source {
  /** Path below src, with slashes. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
  /** The uses of names that no file declares: globals of the platform. */
  readonly globals: readonly ts.Identifier[]
}

/** Sources that know each other, and what their names mean. */
export interface SourceTree {
  readonly sources: readonly Source[]
  readonly checker: ts.TypeChecker
}

/**
 * Parses texts by path. Libraries are left out on purpose: a name without declaration is then a
 * global of the platform, and a name with one is ours, whatever it is called.
 */
export const treeOf = (texts: Readonly<Record<string, string>>): SourceTree => {
  const trees = new Map(
    Object.entries(texts).map(([path, text]) => [
      `/${path}`,
      ts.createSourceFile(`/${path}`, text, ts.ScriptTarget.ES2022, true),
    ]),
  )
  const host: ts.CompilerHost = {
    getSourceFile: (name) => trees.get(name),
    getDefaultLibFileName: () => '/lib.d.ts',
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => trees.has(name),
    readFile: (name) => trees.get(name)?.text,
  }
  const options = { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ES2022 }
  const paths = new Set(Object.keys(texts))
  // Most rules ask neither what names mean nor what is imported: that is found out when it is asked for.
  const checker = lazily(() => ts.createProgram([...trees.keys()], options, host).getTypeChecker())
  return {
    sources: [...trees].map(([name, tree]) => {
      const path = name.slice(1)
      const imports = lazily(() => importsOf(path, tree, paths))
      const globals = lazily(() => globalsOf(tree, checker()))
      return {
        ...{ path, text: tree.text, tree },
        get imports() {
          return imports()
        },
        get globals() {
          return globals()
        },
      }
    }),
    get checker() {
      return checker()
    },
  }
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** Visits a node and everything below it. */
export const walk = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}

/** `file:line`, counted from 1. */
export const placeOf = ({ path, tree }: Source, node: ts.Node): string =>
  `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`

/** What a file imports or re-exports. */
export interface Import {
  readonly specifier: string
  /** The file below src for a relative specifier. */
  readonly file: string | undefined
  /** The package for a bare specifier. */
  readonly library: string | undefined
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean
  /** True for `import()`: loaded when that line runs. */
  readonly dynamic: boolean
  readonly node: ts.Node
}

const libraryOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const isTypeOnly = (node: ts.ImportDeclaration | ts.ExportDeclaration): boolean => {
  if (ts.isExportDeclaration(node)) {
    const named = node.exportClause && ts.isNamedExports(node.exportClause) && node.exportClause
    return node.isTypeOnly || Boolean(named && named.elements.every((one) => one.isTypeOnly))
  }
  const clause = node.importClause
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  if (clause.name || !named || !ts.isNamedImports(named)) return false
  return named.elements.length > 0 && named.elements.every((one) => one.isTypeOnly)
}

/** Every import of a file: declarations, re-exports, `import()` and `import('…').Type`. */
const importsOf = (path: string, tree: ts.SourceFile, paths: ReadonlySet<string>): Import[] => {
  const found: Import[] = []
  const add = (
    literal: ts.Node | undefined,
    node: ts.Node,
    typeOnly: boolean,
    dynamic: boolean,
  ) => {
    if (!literal || !ts.isStringLiteralLike(literal)) return
    const specifier = literal.text
    const isRelative = specifier.startsWith('.')
    const target = isRelative ? join(dirname(path), specifier).split(sep).join('/') : undefined
    const library = isRelative || specifier.startsWith('node:') ? undefined : libraryOf(specifier)
    const source = target?.replace(/\.js$/, '.ts')
    const file = paths.has(`${source}x`) ? `${source}x` : source
    found.push({ specifier, file, library, typeOnly, dynamic, node })
  }
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
      add(node.moduleSpecifier, node, isTypeOnly(node), false)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], node, false, true)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, node, true, false)
  })
  return found
}

/** What the names of a file mean: `undefined` for a global of the platform. */
export const symbolOf = (checker: ts.TypeChecker, name: ts.Identifier): ts.Symbol | undefined =>
  ts.isShorthandPropertyAssignment(name.parent) && name.parent.name === name
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name)

/** True where an identifier is looked up, not the name of a member or of a declaration. */
const isLookedUp = (name: ts.Identifier): boolean => {
  const { parent } = name
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name
  if (ts.isQualifiedName(parent)) return parent.left === name
  if (ts.isPropertyAssignment(parent)) return parent.initializer === name
  if (ts.isBindingElement(parent)) return parent.initializer === name
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false
  if (ts.isNamedTupleMember(parent)) return false
  return true
}

const globalsOf = (tree: ts.SourceFile, checker: ts.TypeChecker): ts.Identifier[] => {
  const found: ts.Identifier[] = []
  walk(tree, (node) => {
    if (!ts.isIdentifier(node) || !isLookedUp(node)) return
    const symbol = symbolOf(checker, node)
    if (!symbol || symbol.declarations === undefined) found.push(node)
  })
  return found
}
