import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, readTexts, root } from './repository-files.js'
import { type Finding, type SourceTree, treeOf } from './source-tree.js'
import {
  anyFindings,
  commentFindings,
  machineFindings,
  maxFileLines,
  maxFunctionLines,
  nameFindings,
  namesakeFindings,
  sizeFindings,
  skipFindings,
  throwFindings,
} from './structure-rules.js'

/** Files named after the topic that their exports share, where no export has the name. */
const topics = [
  'resources/records/list-cursor.ts',
  // One program, one table of sinks, one way of writing.
  ...['cli/main.ts', 'cli/option-value.ts', 'cli/print.ts', 'cli/printable.ts'],
  // What starts the console's page, and the one door of its library.
  ...['console/page/main.tsx', 'console/page/preact.ts'],
  // Contract, server, settings and credentials, as the options say them.
  'cli/verify/verify-means.ts',
  // The doors of loading: which references, which texts, which hosts.
  ...['contract/load-permission.ts', 'contract/load-text.ts', 'contract/load-url.ts'],
  'contract/resolver.ts',
  'contract/xml-object.ts',
  // An idea of JSON Schema, or a part of a value, a file.
  ...['generate/absorb.ts', 'generate/discriminator.ts', 'generate/format-check.ts'],
  ...['generate/object-variant.ts', 'generate/pattern-classes.ts', 'generate/pattern-text.ts'],
  ...['generate/property-name.ts', 'generate/property-plan.ts', 'generate/schema-parts.ts'],
  'generate/x-faker.ts',
  // The tag of the contract whose operations they answer.
  'handlers/authentication.ts',
  // A header, a syntax, a kind of text.
  ...['lib/accept.ts', 'lib/frozen-json.ts', 'lib/json-pointer.ts', 'lib/query-string.ts'],
  ...['lib/text-bytes.ts', 'store/world-text.ts'],
  ...['docs-site/markdown-text.ts', 'docs-site/site-urls.ts'],
  // What is done to records, and the words by which it is known.
  ...[
    'resources/records/record-value.ts',
    'resources/records/resource-words.ts',
    'resources/records/state-writes.ts',
  ],
  ...['sandbox/seed-contents.ts', 'server/express-bridge.ts', 'server/serve-contract.ts'],
  // What the entry points of the package are called.
  ...['testing/msw.ts', 'testing/playwright.ts'],
]

/** Where openapi-backend's own interface asks for an Error: it reads the message. */
const errorsAllowed = /^server\/(contract-(router|validator)|hook-order)\.ts:/

const isOurs = ([path]: readonly [string, string]): boolean => !path.startsWith('generated/')

describe('src', () => {
  let tree: SourceTree
  beforeAll(() => {
    tree = treeOf(Object.fromEntries(Object.entries(readTexts()).filter(isOurs)))
  })

  test(`has files of ${maxFileLines} lines and functions of ${maxFunctionLines} at most`, () =>
    expect(sizeFindings(tree)).toEqual([]))
  test('has names that say what is inside', () => expect(nameFindings(tree)).toEqual([]))
  test('says a sentence about everything it exports', () =>
    expect(commentFindings(tree)).toEqual([]))
  test('has no any', () => expect(anyFindings(tree)).toEqual([]))
  test('throws nothing without a code', () =>
    expect(throwFindings(tree).filter((finding) => !errorsAllowed.test(finding))).toEqual([]))

  test('has files named after an export, or after a topic listed above', () => {
    const others = namesakeFindings(tree).map((finding) => finding.split(':')[0] ?? '')
    expect(others.sort()).toEqual([...topics].sort())
  })
})

test('no test is skipped, and none runs alone', () => {
  const tests = treeOf(readTexts(join(root, 'test')))
  expect(tests.sources.length).toBeGreaterThan(20)
  expect(skipFindings(tests)).toEqual([])
})

const folders = ['src', 'test', 'scripts', 'bench', 'spec', 'docs', '.ci', 'data/seed.json']
const topFiles = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'package.json'],
  ...['package-lock.json', 'jest.config.mjs', 'eslint.config.mjs', 'tsconfig.json'],
]

test('nothing names a path of one machine', () => {
  const files = folders.flatMap((folder) =>
    folder.includes('.json')
      ? [folder]
      : filesBelow(join(root, folder)).map((file) => `${folder}/${file}`),
  )
  const texts = [...files, ...topFiles].filter((file) => existsSync(join(root, file)))
  expect(texts.length).toBeGreaterThan(150)
  const own = /^test\/repo\/structure(-rules|\.test)\.ts$/
  const read = texts
    .filter((file) => !own.test(file) && !file.includes('node_modules/'))
    .map((file) => [file, readFileSync(join(root, file), 'utf8')] as const)
  expect(machineFindings(Object.fromEntries(read))).toEqual([])
})

const lines = (count: number, line = 'a()'): string => Array<string>(count).fill(line).join('\n')

/** A rule, sources that break it, and what it says about them. */
type Bite = readonly [
  rule: (tree: SourceTree) => Finding[],
  sources: Record<string, string>,
  findings: readonly Finding[],
]

const bites: Record<string, Bite> = {
  'long files and functions': [
    sizeFindings,
    {
      'lib/a.ts': lines(301),
      'lib/b.ts': `${lines(300)}\n${lines(50, '// why')}\n\n/** Says\n * more. */`,
      'lib/c.ts': `const a = () => {\n${lines(39)}\n}\nfunction b() {\n${lines(38)}\n// why\n\n}`,
      'lib/d.ts': `class A { b() {\n${lines(40)}\n} }`,
    },
    [
      'lib/a.ts: has 301 lines',
      'lib/c.ts:1: a function of 41 lines',
      'lib/d.ts:1: a function of 42 lines',
    ],
  ],
  'names that say nothing': [
    nameFindings,
    {
      'lib/utils.ts': '',
      'store/fileHelpers.ts': '',
      'mock/string-helpers.ts': '',
      'types.ts': '',
      'console/page/add-fault.tsx': '',
      'console/page/AddFault.tsx': '',
    },
    [
      'lib/utils.ts: utils says nothing of what is inside',
      'store/fileHelpers.ts: fileHelpers is not kebab-case',
      'mock/string-helpers.ts: string-helpers says nothing of what is inside',
      'types.ts: types says nothing of what is inside',
      'console/page/AddFault.tsx: AddFault is not kebab-case',
    ],
  ],
  'exports without a sentence': [
    commentFindings,
    {
      'lib/a.ts': [
        'export const a = 1',
        '/** Fine. */',
        'export const b = 1',
        '// not a doc comment',
        'export interface C {}',
        '/** One. */',
        'export function d(a: string): void',
        'export function d(a: unknown): void {}',
        'const own = 1',
        "export { x } from './x.js'",
      ].join('\n'),
    },
    ['lib/a.ts:1: a has no doc comment', 'lib/a.ts:5: C has no doc comment'],
  ],
  'files with another name than their exports': [
    namesakeFindings,
    {
      'lib/json-text.ts': 'export const printAsText = 1',
      'lib/memory-store.ts': 'export const createMemoryStore = 1',
      'lib/tokens.ts': 'export interface Token {}',
      'lib/index.ts': 'export const a = 1',
      'console/page/add-fault.tsx': 'export const AddFault = () => <p />',
      'console/page/use-clock.ts': 'export const useClock = 1',
      'console/page/scripts.tsx': 'export const AnswerForm = () => <p />',
    },
    ['lib/json-text.ts: exports printAsText', 'console/page/scripts.tsx: exports AnswerForm'],
  ],
  any: [
    anyFindings,
    { 'lib/a.ts': 'const a = (b: any) => b as any[] // any\nconst any = "any"' },
    ['lib/a.ts:1: any', 'lib/a.ts:1: any'],
  ],
  'errors without a code': [
    throwFindings,
    {
      'lib/a.ts':
        'throw new Error("a")\nthrow Error("b")\nif (a instanceof Error) throw new Problem(a)',
    },
    ['lib/a.ts:1: makes an Error without a code', 'lib/a.ts:2: makes an Error without a code'],
  ],
  'tests that do not run': [
    skipFindings,
    {
      'a.test.ts': [
        'test.skip("a", b)',
        'xdescribe("a", b)',
        'const c = a ? describe : describe.skip',
        'test.concurrent.only.each([])("a", b)',
        'list.skip(1)',
      ].join('\n'),
    },
    [
      'a.test.ts:1: test.skip',
      'a.test.ts:2: xdescribe',
      'a.test.ts:3: describe.skip',
      'a.test.ts:4: test.concurrent.only',
    ],
  ],
}

describe('the rules find', () => {
  test.each(Object.entries(bites))('%s', (_, [rule, sources, findings]) => {
    expect(rule(treeOf(sources))).toEqual(findings)
  })

  test('paths of one machine', () => {
    const texts = {
      'a.md': 'See /home/ann/project/a.ts\nand https://example.com/home/page\nand $HOME/work/x',
      'b.ts': "read('C:\\Users\\ann')\nGET /user/123 and ./work/a and /worker/b",
    }
    expect(machineFindings(texts)).toEqual([
      'a.md:1: See /home/ann/project/a.ts',
      "b.ts:1: read('C:\\Users\\ann')",
    ])
  })
})
