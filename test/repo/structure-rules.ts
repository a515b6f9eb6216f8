import { basename } from 'node:path'
import ts from 'typescript'
import { type Finding, placeOf, type Source, type SourceTree, walk } from './source-tree.js'

/** The most lines of a file and of a function; blank lines and comments do not count. */
export const maxFileLines = 300
export const maxFunctionLines = 40

/** Counts the lines of a node on which a token stands, comments left out; the file is read once. */
const codeLinesIn = (tree: ts.SourceFile): ((node: ts.Node) => number) => {
  const lines = new Set<number>()
  const lineAt = (at: number): number => tree.getLineAndCharacterOfPosition(at).line
  const visit = (one: ts.Node): void => {
    if (ts.isJSDoc(one)) return
    const children = one.getChildren(tree)
    children.forEach(visit)
    const start = one.getStart(tree)
    if (children.length > 0 || one.end === start) return
    for (let line = lineAt(start); line <= lineAt(one.end - 1); line++) lines.add(line)
  }
  visit(tree)
  return (node) => {
    const first = lineAt(node.getStart(tree))
    const last = lineAt(Math.max(node.end - 1, first))
    return [...lines].filter((line) => line >= first && line <= last).length
  }
}

const eachSource = (
  { sources }: SourceTree,
  judge: (source: Source) => readonly Finding[],
): Finding[] => sources.flatMap((source) => [...judge(source)])

/** Files and functions that are too long to be read at once. */
export const sizeFindings = (tree: SourceTree): Finding[] =>
  eachSource(tree, (source) => {
    const found: Finding[] = []
    const codeLines = codeLinesIn(source.tree)
    const lines = codeLines(source.tree)
    if (lines > maxFileLines) found.push(`${source.path}: has ${lines} lines`)
    walk(source.tree, (node) => {
      if (!ts.isFunctionLike(node)) return
      const length = codeLines(node)
      if (length > maxFunctionLines)
        found.push(`${placeOf(source, node)}: a function of ${length} lines`)
    })
    return found
  })

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/
const grabBags = /(^|-)(utils?|helpers?|managers?|misc|common|types)($|-)/

/** Names that are not kebab-case, and names that say nothing of what is inside. */
export const nameFindings = (tree: SourceTree): Finding[] =>
  eachSource(tree, ({ path }) =>
    path
      .replace(/\.tsx?$/, '')
      .split('/')
      .flatMap((name) => [
        ...(kebab.test(name) ? [] : [`${path}: ${name} is not kebab-case`]),
        ...(grabBags.test(name) ? [`${path}: ${name} says nothing of what is inside`] : []),
      ]),
  )

/** The declarations that a file exports under their own names. */
const exportsOf = ({ tree }: Source): { readonly name: string; readonly node: ts.Node }[] =>
  tree.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return []
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => ({
        name: name.getText(tree),
        node: statement,
      }))
    const { name } = statement as ts.DeclarationStatement
    return name ? [{ name: name.getText(tree), node: statement }] : []
  })

/** Exported names without a sentence about them; of overloads the first has it. */
export const commentFindings = (tree: SourceTree): Finding[] =>
  eachSource(tree, (source) => {
    const said = new Set<string>()
    return exportsOf(source).flatMap(({ name, node }) => {
      if (ts.getJSDocCommentsAndTags(node).length > 0) said.add(name)
      return said.has(name) ? [] : [`${placeOf(source, node)}: ${name} has no doc comment`]
    })
  })

/** The words of a name in any case, in the singular. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split('-')
    .map((word) => word.replace(/s$/, ''))

/** Files whose name is not part of the name of one of their exports (`createMemoryStore`: memory-store). */
export const namesakeFindings = (tree: SourceTree): Finding[] =>
  eachSource(tree, (source) => {
    const stem = basename(source.path).replace(/\.tsx?$/, '')
    const names = exportsOf(source).map(({ name }) => name)
    const isNamesake = names.some((name) => {
      const words = wordsOf(name)
      return wordsOf(stem).every((word) => words.includes(word))
    })
    if (stem === 'index' || isNamesake) return []
    return [`${source.path}: exports ${names.join(', ') || 'nothing'}`]
  })

/** Types that switch the checker off. */
export const anyFindings = (tree: SourceTree): Finding[] =>
  eachSource(tree, (source) => {
    const found: Finding[] = []
    walk(source.tree, (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${placeOf(source, node)}: any`)
    })
    return found
  })

/** Errors without a code, thrown where only Problem and SetupError say whose fault it is. */
export const throwFindings = (tree: SourceTree): Finding[] =>
  eachSource(tree, (source) => {
    const found: Finding[] = []
    walk(source.tree, (node) => {
      if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return
      if (ts.isIdentifier(node.expression) && node.expression.text === 'Error')
        found.push(`${placeOf(source, node)}: makes an Error without a code`)
    })
    return found
  })

const runners = new Set(['test', 'it', 'describe'])
const limits = new Set(['skip', 'only', 'todo', 'failing', 'skipIf', 'runIf'])
const limitedRunners = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe'])

/** The identifier that a chain such as `test.concurrent.each` begins with. */
const firstOf = (node: ts.Node): string => {
  if (ts.isIdentifier(node)) return node.text
  return ts.isPropertyAccessExpression(node) ? firstOf(node.expression) : ''
}

/** Tests that do not run, or keep others from running. */
export const skipFindings = (tree: SourceTree): Finding[] =>
  eachSource(tree, (source) => {
    const found: Finding[] = []
    walk(source.tree, (node) => {
      const isLimited =
        (ts.isIdentifier(node) && limitedRunners.has(node.text)) ||
        (ts.isPropertyAccessExpression(node) &&
          limits.has(node.name.text) &&
          runners.has(firstOf(node.expression)))
      if (isLimited) found.push(`${placeOf(source, node)}: ${node.getText(source.tree)}`)
    })
    return found
  })

/** Paths that only one machine has; `me` is nobody. */
const machinePaths = [
  /(?<![\w.}$-])\/(?:home|Users|root|work|mnt|media)\/(?!me\/)[\w.-]+/,
  /\b[A-Z]:\\(?:Users|work)\b/,
]

/** Lines of any text that name a path of one machine. */
export const machineFindings = (texts: Readonly<Record<string, string>>): Finding[] =>
  Object.entries(texts).flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        machinePaths.some((shape) => shape.test(line))
          ? [`${path}:${index + 1}: ${line.trim()}`]
          : [],
      ),
  )
