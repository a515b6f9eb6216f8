import { builtinModules } from 'node:module'
import ts from 'typescript'
import {
  type Finding,
  type Import,
  placeOf,
  type Source,
  type SourceTree,
  symbolOf,
  walk,
} from './source-tree.js'

/** The order of imports: a part imports from itself and from the lines above its own. */
export const order: readonly (readonly string[])[] = [
  ['lib'],
  ['exchange', 'errors', 'handler', 'options'],
  ['generated'],
  ['control-client'],
  ['contract'],
  ['generate'],
  ['samples'],
  ['store'],
  ['auth'],
  ['sandbox'],
  ['mock'],
  ['resources', 'handlers'],
  ['control'],
  ['docs-site', 'console'],
  ['server'],
  ['typescript'],
  ['verify', 'diff', 'proxy'],
  ['testing'],
  ['cli', 'index'],
]

/** These must work on servers that are not ours: they see no more than this. */
const strangers = ['verify', 'diff', 'proxy']
/** This runs wherever there is a `fetch`, and brings nothing of the server with it. */
const seenByClient = ['lib', 'generated']
const seenByStrangers = ['lib', 'exchange', 'errors', 'contract', 'generate', 'samples']
/** What a contract says of its resources is read off the document alone. */
const inferred = /^resources\/(?:inference\/|resource-model\.ts$)/

/** The part a file belongs to: its folder, or its own name at the top. */
export const partOf = (path: string): string => path.split('/')[0]?.replace(/\.ts$/, '') ?? ''

const rankOf = (path: string): number => order.findIndex((parts) => parts.includes(partOf(path)))

/** What runs in a page: it sees no more than what a browser has, and nobody imports it. */
const isPage = (path: string): boolean => path.startsWith('console/page/')
const seenByPages = ['lib', 'control-client']

const mayImport = (from: string, to: string): boolean => {
  if (isPage(from)) return isPage(to) || seenByPages.includes(partOf(to))
  if (isPage(to)) return false
  if (partOf(from) === partOf(to)) return true
  if (partOf(from) === 'control-client') return seenByClient.includes(partOf(to))
  if (strangers.includes(partOf(from)))
    return seenByStrangers.includes(partOf(to)) || inferred.test(to)
  return rankOf(to) < rankOf(from)
}

const eachImport = (
  { sources }: SourceTree,
  judge: (source: Source, one: Import) => string | undefined,
): Finding[] =>
  sources.flatMap((source) =>
    source.imports.flatMap((one) => {
      const what = judge(source, one)
      return what === undefined ? [] : [`${placeOf(source, one.node)}: ${what}`]
    }),
  )

/** Imports against the order, of files that are not there, and parts that have no place in it. */
export const orderFindings = (tree: SourceTree): Finding[] => {
  const known = new Set(tree.sources.map(({ path }) => path))
  const strays = tree.sources.filter(({ path }) => rankOf(path) < 0)
  return [
    ...strays.map(({ path }) => `${path}: ${partOf(path)} has no place in the order`),
    ...eachImport(tree, ({ path }, { file, specifier }) => {
      if (file === undefined) return undefined
      if (!known.has(file)) return `imports ${specifier}, which is not there`
      return mayImport(path, file) ? undefined : `imports ${specifier} against the order`
    }),
  ]
}

/** Circles of files that import each other, types included: each as the way around. */
export const cycleFindings = ({ sources }: SourceTree): Finding[] => {
  const edges = new Map(
    sources.map((source) => [
      source.path,
      source.imports.flatMap(({ file }) => (file === undefined ? [] : [file])),
    ]),
  )
  const done = new Set<string>()
  const found: Finding[] = []
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path)
    if (start >= 0) found.push([...way.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const { path } of sources) visit(path, [])
  return found
}

/** The files that may import a library at run time. */
export type Doors = Readonly<Record<string, readonly string[]>>

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')

/** Libraries that come in elsewhere than through their doors, and doors that nothing comes through. */
export const doorFindings = (tree: SourceTree, doors: Doors): Finding[] => {
  const used = new Set<string>()
  const strays = eachImport(tree, ({ path }, { library, typeOnly }) => {
    if (library === undefined) return undefined
    const own = doors[library] ?? []
    if (!typeOnly) used.add(`${library} ${path}`)
    if (own.includes(path)) return undefined
    // Types are gone at run time; they still stay in the folder of a door.
    if (typeOnly && own.some((door) => folderOf(door) === folderOf(path))) return undefined
    return `imports ${library}, whose doors are ${own.join(', ') || 'not listed'}`
  })
  const idle = Object.entries(doors).flatMap(([library, files]) =>
    files
      .filter((path) => !used.has(`${library} ${path}`))
      .map((path) => `${path}: is a door of ${library} and does not import it`),
  )
  const wide = Object.entries(doors)
    .filter(([, files]) => files.length > 2)
    .map(([library]) => `${library}: has more than two doors`)
  return [...strays, ...idle, ...wide]
}

/** The parts that are to run in a browser's service worker as well. */
const core = [
  ...['lib', 'exchange', 'errors', 'contract', 'generate', 'samples', 'mock', 'handlers'],
  ...['resources', 'sandbox', 'control', 'control-client'],
]

const isCore = (path: string): boolean =>
  core.includes(partOf(path)) && !/^contract\/load(-[a-z-]+)?\.ts$/.test(path)

const nodeGlobals = new Set([
  ...['Buffer', 'process', 'NodeJS', 'global', 'require', 'module', 'exports'],
  ...['__dirname', '__filename', 'setImmediate', 'clearImmediate'],
])

/** What is Node's own in the core. */
export const neutralFindings = (tree: SourceTree): Finding[] => [
  ...eachImport(tree, ({ path }, { specifier }) =>
    isCore(path) && (specifier.startsWith('node:') || builtinModules.includes(specifier))
      ? `the core imports ${specifier}`
      : undefined,
  ),
  ...globalFindings(tree, (path, name) =>
    isCore(path) && nodeGlobals.has(name.text) ? `the core uses ${name.text}` : undefined,
  ),
]

const globalFindings = (
  { sources }: SourceTree,
  judge: (path: string, name: ts.Identifier) => string | undefined,
): Finding[] =>
  sources.flatMap((source) =>
    source.globals.flatMap((name) => {
      const what = judge(source.path, name)
      return what === undefined ? [] : [`${placeOf(source, name)}: ${what}`]
    }),
  )

/** The member of a global that is used: `now` of `Date.now`; undefined when the global itself is. */
const memberOf = (name: ts.Identifier): string | undefined => {
  const { parent } = name
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text
  if (ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression))
    return parent.argumentExpression.text
  return undefined
}

/** `new Date()`, `Date()`, `Date.now`, and a Date handed on, which could do all of it. */
const readsTime = (name: ts.Identifier): boolean => {
  if (name.text === 'performance') return true
  if (name.text !== 'Date' || ts.isTypeReferenceNode(name.parent)) return false
  if (ts.isBinaryExpression(name.parent)) return false
  const member = memberOf(name)
  if (member !== undefined) return member === 'now'
  return !(ts.isNewExpression(name.parent) && (name.parent.arguments?.length ?? 0) > 0)
}

/** The time read elsewhere than in sandbox/clock.ts. */
export const clockFindings = (tree: SourceTree): Finding[] => [
  ...globalFindings(tree, (path, name) =>
    path !== 'sandbox/clock.ts' && (readsTime(name) || isProcess(name, 'hrtime', 'uptime'))
      ? `reads the time (${name.text})`
      : undefined,
  ),
  ...eachImport(tree, (_, { specifier }) =>
    specifier === 'node:perf_hooks' ? 'imports a clock' : undefined,
  ),
]

const drawing = new Set([
  ...['getRandomValues', 'randomUUID', 'randomBytes', 'randomInt', 'randomFill'],
  ...['randomFillSync', 'generateKeySync', 'generateKeyPairSync', 'webcrypto'],
])

/** Chance drawn elsewhere than in sandbox/random.ts, and Math.random anywhere. */
export const chanceFindings = (tree: SourceTree): Finding[] => {
  const { sources } = tree
  const members = sources.flatMap((source) => {
    const found: Finding[] = []
    walk(source.tree, (node) => {
      if (!ts.isIdentifier(node) || !drawing.has(node.text)) return
      if (source.path !== 'sandbox/random.ts')
        found.push(`${placeOf(source, node)}: draws (${node.text})`)
    })
    return found
  })
  const random = globalFindings(tree, (_, name) =>
    name.text === 'Math' && [undefined, 'random'].includes(memberOf(name))
      ? 'draws (Math.random)'
      : undefined,
  )
  return [...members, ...random]
}

/** True for `process.NAME`, and for a `process` handed on as a whole where `whole` is among the names. */
const isProcess = (name: ts.Identifier, ...members: string[]): boolean =>
  name.text === 'process' && members.includes(memberOf(name) ?? wholeProcess(name))

/** `const { env } = process` takes what it names; a process that is handed on is taken whole. */
const wholeProcess = (name: ts.Identifier): string => {
  const { parent } = name
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return 'whole'
  const [first] = parent.name.elements
  return first ? (first.propertyName ?? first.name).getText() : 'whole'
}

/** The environment read elsewhere than in options.ts. */
export const environmentFindings = (tree: SourceTree): Finding[] => [
  ...globalFindings(tree, (path, name) =>
    path !== 'options.ts' && isProcess(name, 'env') ? 'reads process.env' : undefined,
  ),
  ...eachImport(tree, (_, { specifier }) =>
    ['node:process', 'process'].includes(specifier) ? 'imports node:process' : undefined,
  ),
]

/** Printing elsewhere than in cli/print.ts. */
export const printFindings = (tree: SourceTree): Finding[] =>
  globalFindings(tree, (path, name) =>
    path !== 'cli/print.ts' && (name.text === 'console' || isProcess(name, 'stdout', 'stderr'))
      ? `prints (${name.text})`
      : undefined,
  )

/** A process handed on as a whole: only the program itself may, as the source of signals. */
export const processFindings = (tree: SourceTree): Finding[] =>
  globalFindings(tree, (path, name) =>
    path !== 'cli/main.ts' && isProcess(name, 'whole') ? 'hands process on' : undefined,
  )

const mutators = new Set([
  ...['set', 'add', 'delete', 'clear', 'push', 'pop', 'shift', 'unshift', 'splice', 'sort'],
  ...['reverse', 'fill', 'copyWithin'],
])

const isAssigned = (node: ts.Node): boolean => {
  const { parent } = node
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
  }
  if (ts.isDeleteExpression(parent)) return true
  return (
    (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(parent.operator)
  )
}

/** True where a name is changed: a mutating call on it, or an assignment to one of its members. */
const isMutation = (name: ts.Identifier): boolean => {
  let node: ts.Node = name
  while (
    (ts.isPropertyAccessExpression(node.parent) || ts.isElementAccessExpression(node.parent)) &&
    node.parent.expression === node
  ) {
    node = node.parent
    if (isAssigned(node)) return true
    if (ts.isPropertyAccessExpression(node) && mutators.has(node.name.text))
      return ts.isCallExpression(node.parent) && node.parent.expression === node
  }
  return false
}

const emptyCollections = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array'])

/** `new Map()` and the like: unless declared readonly it is there to be filled. */
const isToBeFilled = ({ type, initializer: value }: ts.VariableDeclaration): boolean =>
  !type?.getText().startsWith('Readonly') &&
  value !== undefined &&
  ts.isNewExpression(value) &&
  ts.isIdentifier(value.expression) &&
  emptyCollections.has(value.expression.text) &&
  (value.arguments?.length ?? 0) === 0

const topLevelFindings = (source: Source, held: Set<ts.Node>): Finding[] =>
  source.tree.statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return []
    const { declarationList } = statement
    return declarationList.declarations.flatMap((declaration) => {
      held.add(declaration)
      const place = placeOf(source, declaration)
      if (!(declarationList.flags & ts.NodeFlags.Const))
        return [`${place}: let or var at top level`]
      return isToBeFilled(declaration)
        ? [`${place}: ${declaration.name.getText()} begins empty at top level`]
        : []
    })
  })

/** State of a module: two servers in one process would meet in it. */
export const stateFindings = ({ sources, checker }: SourceTree): Finding[] =>
  sources.flatMap((source) => {
    const held = new Set<ts.Node>()
    const found = topLevelFindings(source, held)
    walk(source.tree, (node) => {
      if (!ts.isIdentifier(node) || !isMutation(node)) return
      const declaration = symbolOf(checker, node)?.valueDeclaration
      if (declaration && held.has(declaration))
        found.push(`${placeOf(source, node)}: changes ${node.text}, which is at top level`)
    })
    // A static member of a class is one for all as well.
    walk(source.tree, (node) => {
      if (!ts.isPropertyDeclaration(node)) return
      const kinds = node.modifiers?.map(({ kind }) => kind) ?? []
      if (
        kinds.includes(ts.SyntaxKind.StaticKeyword) &&
        !kinds.includes(ts.SyntaxKind.ReadonlyKeyword)
      )
        found.push(`${placeOf(source, node)}: ${node.name.getText()} is static and not readonly`)
    })
    return found
  })

/** What the core reaches at run time by static imports: files outside of it that import `node:`. */
export const reachFindings = ({ sources }: SourceTree): Finding[] => {
  const byPath = new Map(sources.map(({ path, imports }) => [path, imports]))
  const found = new Set<Finding>()
  // Many ways lead to a file: one from which nothing was found is not walked through again.
  const clean = new Set<string>()
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path) || clean.has(path)) return
    const before = found.size
    for (const { file, specifier, typeOnly, dynamic } of byPath.get(path) ?? []) {
      if (typeOnly || dynamic) continue
      if (specifier.startsWith('node:')) found.add([...way, path, specifier].join(' → '))
      else if (file !== undefined) visit(file, [...way, path])
    }
    if (found.size === before) clean.add(path)
  }
  for (const { path } of sources) if (isCore(path)) visit(path, [])
  return [...found]
}

/** What is loaded with a file, before anything of it runs: itself and all that it imports. */
const loadedWith = ({ sources }: SourceTree, start: string): ReadonlySet<string> => {
  const byPath = new Map(sources.map(({ path, imports }) => [path, imports]))
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { file, typeOnly, dynamic } of byPath.get(path) ?? [])
      if (file !== undefined && !typeOnly && !dynamic) visit(file)
  }
  visit(start)
  return seen
}

/** Contracts whose operations all have handlers need nothing of inferred state: it is loaded later. */
export const earlyFindings = (tree: SourceTree): Finding[] =>
  ['index.ts', 'cli/commands/serve.ts'].flatMap((start) =>
    [...loadedWith(tree, start)]
      .filter((path) => path.startsWith('resources/'))
      .map((path) => `${start}: loads ${path} before it is needed`),
  )
