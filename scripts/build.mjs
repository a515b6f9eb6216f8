// Transpiles src/ to dist/ without type checking: only what has changed since the last time.
//
//   node scripts/build.mjs            what is stale
//   node scripts/build.mjs --clean    everything, into an empty dist/
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildConsole, consoleOutputs, isConsoleSource } from './build-console.mjs'
import { buildSpecs, specOutputs } from './build-specs.mjs'
import { placeScalar, scalarOutputs } from './scalar.mjs'

const scriptFile = fileURLToPath(import.meta.url)
const packageRoot = join(dirname(scriptFile), '..')

const compiler = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript' },
    transform: { verbatimModuleSyntax: true },
  },
  module: { type: 'es6' },
  sourceMaps: true,
  swcrc: false,
}

/**
 * Brings dist/ up to date; resolves to the sources that were transpiled or copied. The record of what dist/ was
 * made from is outside of it (.cache/), so that it is not packed.
 */
export async function build({ root = packageRoot, clean = false } = {}) {
  if (clean) rmSync(join(root, 'dist'), { recursive: true, force: true })
  const record = readRecord(root)
  const sources = listFiles(join(root, 'src')).filter((file) => !isIgnored(file))
  removeOrphans(root, sources)
  const files = {}
  const stale = sources.filter((file) => {
    const known = clean ? undefined : record.files[file]
    files[file] = inspect(root, file, known)
    return files[file].hash !== known?.hash || !existsSync(join(root, 'dist', outputOf(file)))
  })
  await buildSpecs(root)
  await buildConsole(root)
  placeScalar(root)
  const broken = stale.length > 0 ? await compile(root, stale) : []
  // What did not compile is not recorded, so that the next build tries it again.
  for (const { file } of broken) delete files[file]
  if (stale.length > 0 || Object.keys(record.files).length !== sources.length) {
    write(recordFile(root), JSON.stringify({ inputs: inputs(root), files }))
  }
  if (broken.length > 0) throw new Error(broken.map(({ message }) => message).join('\n'))
  return stale
}

/** Compiles what can be compiled; resolves to the files that cannot, with the reasons. */
async function compile(root, stale) {
  // Imported here because loading it takes longer than finding out that nothing is to do.
  const { transform } = await import('@swc/core')
  const results = await Promise.allSettled(stale.map((file) => compileFile(root, file, transform)))
  return results.flatMap(({ reason }, index) =>
    // swc adds a trace of its own code to the message.
    reason
      ? [{ file: stale[index], message: reason.message.split('\n\nCaused by')[0].trim() }]
      : [],
  )
}

async function compileFile(root, file, transform) {
  const source = join(root, 'src', file)
  const output = join(root, 'dist', outputOf(file))
  if (!isTypeScript(file)) {
    mkdirSync(dirname(output), { recursive: true })
    copyFileSync(source, output)
    return
  }
  const { code, map } = await transform(readFileSync(source, 'utf8'), {
    ...compiler,
    filename: source,
    sourceFileName: file.split('/').at(-1),
  })
  const name = output.split(/[\\/]/).at(-1)
  write(`${output}.map`, map)
  write(output, `${code}//# sourceMappingURL=${name}.map\n`)
  if (code.startsWith('#!')) chmodSync(output, 0o755)
}

/** Replaces the file in one step: a server that starts meanwhile never reads half of it. */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, text)
  renameSync(temporary, file)
}

/** The content's hash, taken from the record while size and time of change are the same. */
function inspect(root, file, known) {
  const path = join(root, 'src', file)
  const { mtimeMs, size } = statSync(path)
  if (known?.mtimeMs === mtimeMs && known.size === size) return known
  return { mtimeMs, size, hash: createHash('sha256').update(readFileSync(path)).digest('hex') }
}

function removeOrphans(root, sources) {
  const wanted = new Set([
    ...specOutputs,
    ...consoleOutputs,
    ...scalarOutputs,
    ...sources.flatMap((file) => outputsOf(file)),
  ])
  const dist = join(root, 'dist')
  for (const file of listFiles(dist)) {
    // A temporary file belongs to a build that runs at the same time.
    if (!wanted.has(file) && !file.endsWith('.tmp')) rmSync(join(dist, file), { force: true })
  }
}

function listFiles(folder, prefix = '') {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? listFiles(join(folder, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name}`],
  )
}

const isIgnored = (file) => isConsoleSource(file) || /(\.d\.ts|\.md|(^|\/)\.[^/]*)$/.test(file)
const isTypeScript = (file) => file.endsWith('.ts')
const outputOf = (file) => file.replace(/\.ts$/, '.js')

/** Everything that dist/ may hold for a source: the declarations are written by tsc. */
function outputsOf(file) {
  if (!isTypeScript(file)) return [file]
  const stem = file.slice(0, -'.ts'.length)
  return ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((extension) => stem + extension)
}

const recordFile = (root) => join(root, '.cache', 'build.json')

/** What besides the sources decides the output: this script and the version of the compiler. */
function inputs(root) {
  const compilerPackage = join(root, 'node_modules', '@swc', 'core', 'package.json')
  const { version } = JSON.parse(readFileSync(compilerPackage, 'utf8'))
  const script = createHash('sha256').update(readFileSync(scriptFile)).digest('hex')
  return `${version} ${script}`
}

function readRecord(root) {
  try {
    const record = JSON.parse(readFileSync(recordFile(root), 'utf8'))
    return record.inputs === inputs(root) ? record : { files: {} }
  } catch {
    return { files: {} }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const built = await build({ clean: process.argv.includes('--clean') })
    console.log(`dist/ is up to date: ${built.length} files built`)
  } catch (error) {
    console.error(`error: src/ could not be built:\n${error.message}`)
    process.exitCode = 1
  }
}
