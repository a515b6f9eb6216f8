import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { type ErrorCode, errors, SetupError } from '../../src/errors.js'
import { readTexts, root } from './repository-files.js'
import { treeOf, walk } from './source-tree.js'

const codes = Object.keys(errors) as ErrorCode[]
const page = readFileSync(join(root, 'docs', 'errors.md'), 'utf8')

/** The rows of the page's tables: code, status or exit code, title, fix. */
const rows = [...page.matchAll(/^\| `([a-z-]+)` *\| (\d+) *\| (.*?) *\| (.*?) *\|$/gm)].map(
  ([, code, number, title, fix]) => [code, Number(number), title, fix?.replace(/\\/g, '')],
)

test('docs/errors.md has exactly the codes of the table, with status or exit code, title and fix', () => {
  const wanted = codes.map((code) => {
    const { status, title, fix } = errors[code]
    return [code, status || new SetupError(code, '').exitCode, title, fix]
  })
  const byCode = (a: unknown[], b: unknown[]): number => String(a[0]).localeCompare(String(b[0]))
  expect(rows.sort(byCode)).toEqual(wanted.sort(byCode))
})

test('docs/errors.md is what the script writes (npm run generate)', () => {
  const script = join(root, 'scripts', 'generate-errors.mjs')
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('every code is used in src, and no other', () => {
  const used = new Set<string>()
  const given = new Set<string>()
  for (const { path, tree } of treeOf(readTexts()).sources) {
    walk(tree, (node) => {
      if (path !== 'errors.ts' && ts.isStringLiteralLike(node)) used.add(node.text)
      if (!ts.isNewExpression(node)) return
      const [code] = node.arguments ?? []
      const isOurs = ['Problem', 'SetupError'].includes(node.expression.getText())
      if (isOurs && code && ts.isStringLiteralLike(code)) given.add(code.text)
    })
  }
  expect(codes.filter((code) => !used.has(code))).toEqual([])
  expect([...given].filter((code) => !(code in errors))).toEqual([])
  expect(given.size).toBeGreaterThan(20)
})

test('every text is a sentence that can be acted on', () => {
  for (const code of codes) {
    const { title, fix } = errors[code]
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(fix).toMatch(/^[A-Z].*\.$/)
  }
})
