// The fault server of the tests, transpiled into a folder that is removed at the end.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const sources = join(root, 'test', 'fixtures', 'faults')
const ts = createRequire(join(root, 'package.json'))('typescript')

/** The text of its contract. */
export const contractText = readFileSync(join(sources, 'contract.yaml'), 'utf8')

/** `createFaultyServer`, the table of faults, and a folder for what tools want to have in files. */
export const faultServer = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contract-tests-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const compilerOptions = {
    module: ts.ModuleKind.ES2022,
    target: ts.ScriptTarget.ES2022,
    verbatimModuleSyntax: true,
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const file of readdirSync(sources).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join(sources, file), 'utf8')
    const { outputText } = ts.transpileModule(text, { compilerOptions })
    writeFileSync(join(folder, file.replace(/\.ts$/, '.js')), outputText)
  }
  const { createFaultyServer } = await import(join(folder, 'faulty-server.js'))
  const { faults } = await import(join(folder, 'faults.js'))
  return { createFaultyServer, faults, folder }
}
