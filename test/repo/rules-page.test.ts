import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ruleIds, ruleOf } from '../../src/verify/rules.js'
import { runCommand } from '../cli/run-command.js'
import { root } from './repository-files.js'

test('docs/rules.md is what the script writes (npm run generate), and has every rule', () => {
  const script = join(root, 'scripts', 'generate-rules.mjs')
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const page = readFileSync(join(root, 'docs', 'rules.md'), 'utf8')
  expect([...page.matchAll(/^### (V\d+)$/gm)].map(([, id]) => id)).toEqual(ruleIds)
})

test('every rule says what is wrong and how it is mended, in sentences', () => {
  for (const id of ruleIds) {
    const { title, meaning, fix } = ruleOf(id)
    expect(title).toMatch(/^[a-zA-Z].*[^.]$/)
    expect(meaning).toMatch(/^[A-Z].*\.$/s)
    expect(fix).toMatch(/^[A-Z].*\.$/s)
  }
})

test('explain says what a rule means, in whatever case it is written', async () => {
  const { code, out } = await runCommand(['explain', 'v104', 'host-unknown'])
  expect(code).toBe(0)
  expect(out[0]).toBe('V104: response body (error)')
  expect(out).toContain('A finding of it fails a run (exit code 1).')
  expect(out.join('\n')).toContain('host-unknown: ')
  const all = (await runCommand(['explain'])).out
  expect(all.some((line) => /^V140 +slow answer$/.test(line))).toBe(true)
  const data = await runCommand(['explain', 'V105', '--json'])
  expect(JSON.parse(data.out.join('\n'))).toMatchObject([{ rule: 'V105', severity: 'note' }])
  const wrong = await runCommand(['explain', 'V109'])
  expect(wrong.code).toBe(2)
  expect(wrong.err.join('\n')).toContain('Did you mean V1')
})
