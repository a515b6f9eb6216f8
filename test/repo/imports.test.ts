import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  chanceFindings,
  clockFindings,
  cycleFindings,
  doorFindings,
  type Doors,
  earlyFindings,
  environmentFindings,
  neutralFindings,
  orderFindings,
  printFindings,
  processFindings,
  reachFindings,
  stateFindings,
} from './import-rules.js'
import { readTexts, root } from './repository-files.js'
import { type Finding, type SourceTree, treeOf } from './source-tree.js'

/** Every library and the one or two files through which it comes in. */
const doors: Doors = {
  '@faker-js/faker': ['generate/faker-door.ts'],
  ajv: ['contract/create-judge.ts', 'contract/unusable-schema.ts'],
  'ajv-formats': ['contract/create-judge.ts'],
  express: ['docs-site/docs-app.ts'],
  'js-yaml': ['contract/parse-yaml.ts', 'contract/write-yaml.ts'],
  'json-p3': ['contract/json-path.ts'],
  jsonwebtoken: ['auth/access-tokens.ts', 'auth/tokens.ts'],
  msw: ['testing/msw.ts'],
  'openapi-typescript': ['typescript/load-openapi-typescript.ts'],
  lowdb: ['store/json-file-store.ts'],
  'markdown-it': ['docs-site/render-markdown.ts'],
  'openapi-backend': ['server/backend.ts'],
  preact: ['console/page/preact.ts'],
  saxes: ['lib/parse-xml.ts'],
  swagger2openapi: ['contract/load-swagger.ts'],
}

/** What a bundle has taken in: nothing is installed for it. */
const bundled: readonly string[] = ['preact']

/** Loaded when they are there: users install them for one command, or for one entry point. */
const optional: readonly string[] = ['msw', 'openapi-typescript']

/** Where a rule is broken on purpose, with the reason; anything else fails, and so does a line too many. */
const exceptions = {
  // A type: openapi-backend names violations in ajv's form.
  // A program of its own, in a thread of its own, imports swagger2openapi.
  doors: [
    /^server\/contract-validator\.ts:\d+: imports ajv, /,
    /^contract\/load-swagger\.ts: is a door of swagger2openapi and does not import it$/,
  ],
  // Names of temporary files and pauses between tries: they show in no answer and in no world.
  chance: [
    /^store\/(folder-lock|world-file|world-folder)\.ts:\d+: draws \((randomUUID|randomInt)\)$/,
  ],
}

const without = (findings: readonly Finding[], allowed: readonly RegExp[]): Finding[] => {
  const idle = allowed.filter((shape) => !findings.some((finding) => shape.test(finding)))
  return [
    ...findings.filter((finding) => !allowed.some((shape) => shape.test(finding))),
    ...idle.map((shape) => `the exception ${shape.source} is no longer needed: remove it`),
  ]
}

describe('src', () => {
  let tree: SourceTree
  beforeAll(() => {
    tree = treeOf(readTexts())
  })

  test('is read', () => {
    expect(tree.sources.length).toBeGreaterThan(100)
    expect(tree.sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(300)
  })

  test('imports point one way', () => expect(orderFindings(tree)).toEqual([]))
  test('has no circle of files', () => expect(cycleFindings(tree)).toEqual([]))
  test('takes each library in through its doors', () =>
    expect(without(doorFindings(tree, doors), exceptions.doors)).toEqual([]))
  test('has a core that runs without Node', () => {
    expect(neutralFindings(tree)).toEqual([])
    expect(reachFindings(tree)).toEqual([])
  })
  test('loads inferred state only for contracts that need it', () => {
    expect(tree.sources.map(({ path }) => path)).toContain('cli/commands/serve.ts')
    expect(earlyFindings(tree)).toEqual([])
  })
  test('reads the time in sandbox/clock.ts only', () => expect(clockFindings(tree)).toEqual([]))
  test('draws in sandbox/random.ts only', () =>
    expect(without(chanceFindings(tree), exceptions.chance)).toEqual([]))
  test('reads the environment in options.ts only', () =>
    expect(environmentFindings(tree)).toEqual([]))
  test('prints in cli/print.ts only', () => expect(printFindings(tree)).toEqual([]))
  test('hands the process on in cli/main.ts only', () => expect(processFindings(tree)).toEqual([]))
  test('has no state of modules', () => expect(stateFindings(tree)).toEqual([]))
})

test('every dependency has a door, and every door is a dependency', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
    peerDependencies: Record<string, string>
  }
  expect(Object.keys(doors).sort()).toEqual(
    [...Object.keys(manifest.dependencies), ...optional, ...bundled].sort(),
  )
})

/** A rule, sources that break it, and what it says about them. */
type Bite = readonly [
  rule: (tree: SourceTree) => Finding[],
  sources: Record<string, string>,
  findings: readonly Finding[],
]

const empty = 'export {}'

const bites: Record<string, Bite> = {
  'an import from the right': [
    orderFindings,
    { 'lib/a.ts': "import { b } from '../auth/b.js'", 'auth/b.ts': empty },
    ['lib/a.ts:1: imports ../auth/b.js against the order'],
  ],
  'a type from the right': [
    orderFindings,
    { 'mock/a.ts': "import type { B } from '../server/b.js'", 'server/b.ts': empty },
    ['mock/a.ts:1: imports ../server/b.js against the order'],
  ],
  'a part of the same place in the order': [
    orderFindings,
    { 'errors.ts': "export * from './exchange.js'", 'exchange.ts': empty },
    ['errors.ts:1: imports ./exchange.js against the order'],
  ],
  'import() from the right': [
    orderFindings,
    { 'store/a.ts': "export const a = import('../cli/b.js')", 'cli/b.ts': empty },
    ['store/a.ts:1: imports ../cli/b.js against the order'],
  ],
  'a type named in place': [
    orderFindings,
    { 'store/a.ts': "export type A = import('../cli/b.js').B", 'cli/b.ts': empty },
    ['store/a.ts:1: imports ../cli/b.js against the order'],
  ],
  'what verify must not see, though it is to its left': [
    orderFindings,
    {
      'verify/a.ts': "import '../sandbox/b.js'\nimport '../lib/c.js'",
      'sandbox/b.ts': empty,
      'lib/c.ts': empty,
    },
    ['verify/a.ts:1: imports ../sandbox/b.js against the order'],
  ],
  'what a page must not see, and a page seen from elsewhere': [
    orderFindings,
    {
      'console/page/a.tsx': "import { b } from './b.js'\nimport '../../sandbox/c.js'",
      'console/page/b.tsx': "import '../../lib/d.js'",
      'console/e.ts': "import './page/b.js'",
      'sandbox/c.ts': empty,
      'lib/d.ts': empty,
    },
    [
      'console/page/a.tsx:2: imports ../../sandbox/c.js against the order',
      'console/e.ts:1: imports ./page/b.js against the order',
    ],
  ],
  'a folder without a place': [
    orderFindings,
    { 'extras/a.ts': empty },
    ['extras/a.ts: extras has no place in the order'],
  ],
  'a file that is not there': [
    orderFindings,
    { 'lib/a.ts': "import './b.js'" },
    ['lib/a.ts:1: imports ./b.js, which is not there'],
  ],
  'a circle inside a folder': [
    cycleFindings,
    {
      'lib/a.ts': "import './b.js'",
      'lib/b.ts': "import './c.js'",
      'lib/c.ts': "import type { A } from './a.js'",
    },
    ['lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts'],
  ],
  'a library without a door': [
    (tree) => doorFindings(tree, {}),
    { 'lib/a.ts': "import ajv from 'ajv/dist/2020.js'" },
    ['lib/a.ts:1: imports ajv, whose doors are not listed'],
  ],
  'a library beside its door, and a door that is none': [
    (tree) => doorFindings(tree, { '@x/y': ['auth/b.ts'] }),
    { 'lib/a.ts': "export const load = () => import('@x/y/z')", 'auth/b.ts': empty },
    [
      'lib/a.ts:1: imports @x/y, whose doors are auth/b.ts',
      'auth/b.ts: is a door of @x/y and does not import it',
    ],
  ],
  'types of a library far from its door': [
    (tree) => doorFindings(tree, { y: ['auth/b.ts'] }),
    {
      'auth/b.ts': "import 'y'",
      'auth/c.ts': "import type { Y } from 'y'",
      'lib/a.ts': "import { type Y } from 'y'",
    },
    ['lib/a.ts:1: imports y, whose doors are auth/b.ts'],
  ],
  'too many doors': [
    (tree) => doorFindings(tree, { y: ['lib/a.ts', 'lib/b.ts', 'lib/c.ts'] }),
    { 'lib/a.ts': "import 'y'", 'lib/b.ts': "import 'y'", 'lib/c.ts': "import 'y'" },
    ['y: has more than two doors'],
  ],
  'Node in the core': [
    neutralFindings,
    {
      'lib/a.ts': "import { join } from 'node:path'\nimport fs from 'fs'",
      'handlers/b.ts': 'export const b = Buffer.from([])\nexport const p = { process }',
      'contract/load.ts': "import 'node:fs'",
      'server/c.ts': "import 'node:fs'\nexport const c = Buffer.from([])",
    },
    [
      'lib/a.ts:1: the core imports node:path',
      'lib/a.ts:2: the core imports fs',
      'handlers/b.ts:1: the core uses Buffer',
      'handlers/b.ts:2: the core uses process',
    ],
  ],
  'Node reached from the core': [
    reachFindings,
    {
      'sandbox/a.ts': "import { b } from '../auth/b.js'\nimport type { C } from '../auth/c.js'",
      'auth/b.ts': "import 'node:crypto'",
      'auth/c.ts': "import 'node:crypto'",
    },
    ['sandbox/a.ts → auth/b.ts → node:crypto'],
  ],
  'the time': [
    clockFindings,
    {
      'sandbox/clock.ts': 'export const now = () => Date.now()',
      'lib/a.ts': [
        'export const a = Date.now()',
        'export const b = new Date()',
        'export const c = performance.now()',
        'export const d = { Date }',
        "export const e = Date['now']()",
        'export const f = process.hrtime()',
        'export const fine = (at: Date) => new Date(at) && Date.parse("") && at instanceof Date',
      ].join('\n'),
    },
    [
      'lib/a.ts:1: reads the time (Date)',
      'lib/a.ts:2: reads the time (Date)',
      'lib/a.ts:3: reads the time (performance)',
      'lib/a.ts:4: reads the time (Date)',
      'lib/a.ts:5: reads the time (Date)',
      'lib/a.ts:6: reads the time (process)',
    ],
  ],
  chance: [
    chanceFindings,
    {
      'sandbox/random.ts':
        'export const a = crypto.getRandomValues(new Uint8Array(1)), b = Math.random()',
      'auth/a.ts':
        "import { randomBytes as draw } from 'node:crypto'\nexport const { random } = Math",
    },
    [
      'auth/a.ts:1: draws (randomBytes)',
      'sandbox/random.ts:1: draws (Math.random)',
      'auth/a.ts:2: draws (Math.random)',
    ],
  ],
  'the environment': [
    environmentFindings,
    {
      'options.ts': 'export const a = process.env',
      'lib/a.ts': "export const { env } = process\nimport { argv } from 'node:process'",
      'cli/b.ts': "export const b = process['env']\nexport const c = process.argv",
    },
    [
      'lib/a.ts:1: reads process.env',
      'cli/b.ts:1: reads process.env',
      'lib/a.ts:2: imports node:process',
    ],
  ],
  printing: [
    printFindings,
    {
      'cli/print.ts': 'export const a = process.stdout',
      'server/a.ts': [
        'console.log(1)',
        'process.stderr.write("")',
        'const { log } = console',
        'export const mine = (console: { log: () => void }) => console.log()',
      ].join('\n'),
    },
    [
      'server/a.ts:1: prints (console)',
      'server/a.ts:2: prints (process)',
      'server/a.ts:3: prints (console)',
    ],
  ],
  'a process handed on': [
    processFindings,
    { 'cli/main.ts': 'run(process)', 'cli/a.ts': 'export const a = [process, process.argv]' },
    ['cli/a.ts:1: hands process on'],
  ],
  'state of a module': [
    stateFindings,
    {
      'lib/a.ts': [
        'let count = 0',
        'const known = new Map<string, string>()',
        'const list: string[] = []',
        'const table = { a: 1 }',
        'export const use = () => { list.push(String(count++)); table.a = 2 }',
        'class Shared { static last = 0 }',
        'const words = new Set(["a"])',
        'const none: ReadonlySet<string> = new Set()',
        'export const fine = (list: string[]) => list.push([...words, ...none].sort().join())',
      ].join('\n'),
    },
    [
      'lib/a.ts:1: let or var at top level',
      'lib/a.ts:2: known begins empty at top level',
      'lib/a.ts:5: changes list, which is at top level',
      'lib/a.ts:5: changes table, which is at top level',
      'lib/a.ts:6: last is static and not readonly',
    ],
  ],
}

describe('the rules find', () => {
  test.each(Object.entries(bites))('%s', (_, [rule, sources, findings]) => {
    expect(rule(treeOf(sources))).toEqual(findings)
  })

  test('exceptions that nobody needs any more', () => {
    expect(without([], [/a/])).toEqual(['the exception a is no longer needed: remove it'])
  })
})
