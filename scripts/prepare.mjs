// Makes a clone ready: installs, generates and builds what is missing or stale. Instant when nothing is.
//
//   node scripts/prepare.mjs             a step that fails is a warning where the rest can go on
//   node scripts/prepare.mjs --strict    a step that fails is a failure
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { install, installState } from './install.mjs'

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Prepares the package in `root`. Rejects when nothing could be served, or, with `strict`, at any failure. */
export async function prepare({ root = packageRoot, strict = false } = {}) {
  const settle = (problem) => {
    if (strict) throw new Error(problem)
    console.error(`warning: ${problem}`)
  }
  prepareModules(root, settle)
  // Imported only now: they need what was installed.
  await prepareTypes(root, settle)
  await prepareReference(root)
  await prepareOutput(root)
}

function prepareModules(root, settle) {
  const state = installState(root)
  if (state === 'current') return
  console.error(state === 'missing' ? 'Installing packages…' : 'Updating packages…')
  if (install(root, state)) return
  if (state === 'missing') throw new Error('npm could not install the packages; see above')
  settle('npm could not update the packages; going on with those installed')
}

async function prepareTypes(root, settle) {
  try {
    const { generate, isStale } = await import('./generate.mjs')
    if (!isStale({ root })) return
    console.error('Generating types from spec/…')
    await generate({ root })
  } catch (error) {
    settle(`types could not be generated from spec/: ${error.message}`)
  }
}

/** Never a failure: without it the docs pages are their text. What is packed must have it (prepack). */
async function prepareReference(root) {
  try {
    const { fetchScalar } = await import('./scalar.mjs')
    if (fetchScalar({ root })) console.error('Fetched the reference component of the docs pages')
  } catch (error) {
    console.error(`warning: the docs pages have no try-it: ${error.message}`)
  }
}

async function prepareOutput(root) {
  const { build } = await import('./build.mjs')
  const started = performance.now()
  const built = await build({ root })
  if (built.length === 0) return
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.error(`Built ${built.length} file${built.length === 1 ? '' : 's'} in ${seconds} s`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepare({ strict: process.argv.includes('--strict') }).catch((error) => {
    console.error(`error: ${error.message}`)
    process.exitCode = 1
  })
}
