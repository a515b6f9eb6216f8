// Bundles the page of the console (src/console/page/) into dist/console/page/: one script, one style sheet, one
// HTML file. Only when something it is made of has changed.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const scriptFile = fileURLToPath(import.meta.url)

/** The sources of the page, which are not transpiled one by one. */
export const isConsoleSource = (file) => file.startsWith('console/page/')

/** What the page is made of, beside Preact. */
const folders = ['console/page', 'control-client', 'lib']

const names = ['console.js', 'console.css', 'index.html']

/** What buildConsole writes, relative to dist/. */
export const consoleOutputs = names.map((name) => `console/page/${name}`)

const packageOf = (root, name) => join(root, 'node_modules', name)

const versionOf = (root, name) =>
  JSON.parse(readFileSync(join(packageOf(root, name), 'package.json'), 'utf8')).version

/** A sum of all that decides the output. */
const sumOf = (root) => {
  const hash = createHash('sha256').update(readFileSync(scriptFile))
  hash.update(`${versionOf(root, 'preact')} ${versionOf(root, 'rolldown')}`)
  for (const folder of folders)
    for (const name of readdirSync(join(root, 'src', folder)).sort()) {
      if (!/\.(tsx?|css|html)$/.test(name)) continue
      hash.update(`${folder}/${name} `).update(readFileSync(join(root, 'src', folder, name)))
    }
  return hash.digest('hex')
}

const write = (file, text) => {
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, text)
  renameSync(temporary, file)
}

const bundle = async (root, version) => {
  const { rolldown } = await import('rolldown')
  const input = join(root, 'src', 'console', 'page', 'main.tsx')
  const made = await rolldown({
    input,
    platform: 'browser',
    tsconfig: join(dirname(input), 'tsconfig.json'),
    resolve: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
    transform: { target: 'es2022' },
    logLevel: 'warn',
  })
  const licence = readFileSync(join(packageOf(root, 'preact'), 'LICENSE'), 'utf8').trim()
  const { output } = await made.generate({
    format: 'esm',
    minify: true,
    codeSplitting: false,
    postBanner: `/*! Contains Preact ${version}:\n\n${licence}\n*/\n`,
  })
  await made.close()
  return output[0].code
}

/** Brings the page up to date; resolves to whether it was stale. */
export const buildConsole = async (root) => {
  const from = join(root, 'src', 'console', 'page')
  if (!existsSync(from)) return false
  const to = join(root, 'dist', 'console', 'page')
  const record = join(root, '.cache', 'console.txt')
  const sum = sumOf(root)
  const isKnown = existsSync(record) && readFileSync(record, 'utf8') === sum
  if (isKnown && names.every((name) => existsSync(join(to, name)))) return false
  const code = await bundle(root, versionOf(root, 'preact'))
  mkdirSync(to, { recursive: true })
  write(join(to, 'console.js'), code)
  for (const name of ['console.css', 'index.html'])
    write(join(to, name), readFileSync(join(from, name)))
  mkdirSync(dirname(record), { recursive: true })
  write(record, sum)
  return true
}
