import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { order } from './import-rules.js'
import { readTexts, root } from './repository-files.js'
import { treeOf } from './source-tree.js'

const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')

const section = (title: string, text = page): string => {
  const start = text.indexOf(`\n## ${title}\n`)
  if (start < 0) throw new Error(`There is no section ${title}`)
  const end = text.indexOf('\n## ', start + 1)
  return text.slice(start, end < 0 ? undefined : end)
}

/** One step of a walk: a file, the step that leads to it, and who else made it. */
interface Step {
  readonly file: string
  readonly from: string | undefined
}

/** The steps of a walk: items of a nested list that begin with a file; `made by` names who leads to a first one. */
const stepsOf = (text: string): Step[] => {
  const above: string[] = []
  return [...text.matchAll(/^( *)- `([^`]+)`(?: \(made by `([^`]+)`\))?/gm)].map(
    ([, indent = '', file = '', maker]) => {
      const depth = indent.length / 2
      above.splice(depth, Infinity, file)
      return { file, from: maker ?? above[depth - 1] }
    },
  )
}

/** The files that each file imports, by path below the repository. */
const importsByFile: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  treeOf(readTexts()).sources.map(({ path, imports }) => [
    `src/${path}`,
    new Set(imports.flatMap(({ file }) => (file === undefined ? [] : `src/${file}`))),
  ]),
)

/** Steps that are not there, or that the step before does not import. */
const wrongSteps = (steps: readonly Step[], imports: typeof importsByFile): string[] =>
  steps.flatMap(({ file, from }) => {
    if (!imports.has(file)) return [`${file} is not there`]
    if (from === undefined || imports.get(from)?.has(file)) return []
    return [`${from} does not import ${file}`]
  })

const mapped = [...section('The map').matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name = '']) => name)

test('the map names every folder and file at the top of src once, and nothing else', () => {
  const there = readdirSync(join(root, 'src'), { withFileTypes: true }).map(
    (entry) => `src/${entry.name}${entry.isDirectory() ? '/' : ''}`,
  )
  expect(mapped.filter((name) => name.startsWith('src/')).sort()).toEqual(there.sort())
})

test('the map names folders that are there', () => {
  expect(mapped.filter((name) => !existsSync(join(root, name)))).toEqual([])
  expect(new Set(mapped).size).toBe(mapped.length)
})

test('the map says a line about each', () => {
  for (const line of section('The map').match(/^\| `.*$/gm) ?? [])
    expect(line).toMatch(/^\| `[^`]+` +\| \S.{10,} +\|$/)
})

test('the order of imports is the one that is enforced, without what is not there yet', () => {
  const [, text = ''] = /`(lib → [^`]+)`/.exec(page) ?? []
  const parts = order
    .map((names) =>
      names.filter((name) =>
        mapped.some((one) => one === `src/${name}/` || one === `src/${name}.ts`),
      ),
    )
    .filter((names) => names.length > 0)
  expect(text.split(/\s*→\s*/)).toEqual(parts.map((names) => names.join(', ')))
})

describe.each([
  ['The life of a request', 25, 'src/server/listener.ts'],
  ['The life of a document', 15, 'src/server/create-server.ts'],
  ['The life of a contract test', 20, 'src/cli/commands/verify.ts'],
])('%s', (title, least, first) => {
  const steps = stepsOf(section(title))
  test('is walked from file to file that imports it', () => {
    expect(steps.length).toBeGreaterThan(least)
    expect(steps[0]).toEqual({ file: first, from: undefined })
    // Only the first step comes from nowhere.
    expect(steps.filter(({ from }) => from === undefined)).toHaveLength(1)
    expect(wrongSteps(steps, importsByFile)).toEqual([])
  })
})

test('every file that the page names is there', () => {
  const named = [...page.matchAll(/`((?:src|test|spec|docs|data|scripts|bench)\/[^`\s]*)`/g)]
  expect(named.length).toBeGreaterThan(60)
  const missing = named.map(([, name = '']) => name).filter((name) => !existsSync(join(root, name)))
  expect(missing).toEqual([])
})

test('the eight words are defined where the page says', () => {
  const rows = [...section('Eight words').matchAll(/^\| \*\*(\w+)\*\* .*`(src\/[^`]+)` +\|$/gm)]
  expect(rows).toHaveLength(8)
  for (const [, word, file = ''] of rows)
    expect(readFileSync(join(root, file), 'utf8')).toMatch(
      new RegExp(`export (interface|class|type) ${word}\\b`),
    )
})

test('a step that is not there, or not imported, is found', () => {
  const steps = stepsOf(
    '- `a.ts` is\n  - `b.ts` is\n    - `c.ts`\n  - `d.ts`\n\n- `e.ts` (made by `a.ts`) is\n',
  )
  expect(steps.map(({ file, from }) => `${from} ${file}`)).toEqual([
    'undefined a.ts',
    'a.ts b.ts',
    'b.ts c.ts',
    'a.ts d.ts',
    'a.ts e.ts',
  ])
  const imports = new Map([
    ['a.ts', new Set(['b.ts'])],
    ['b.ts', new Set<string>()],
    ['d.ts', new Set<string>()],
    ['e.ts', new Set<string>()],
  ])
  expect(wrongSteps(steps, imports)).toEqual([
    'c.ts is not there',
    'a.ts does not import d.ts',
    'a.ts does not import e.ts',
  ])
})
