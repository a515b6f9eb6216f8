import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SetupError } from '../errors.js'

/** Handlers by operationId, as a module exports them; their types are checked where the module is written. */
export type LoadedHandlers = Readonly<Record<string, (...request: never[]) => unknown>>

/**
 * Imports an ES module and returns its export `handlers`, else its default export.
 *
 * @throws SetupError `handlers-invalid` naming what is wrong with the module.
 */
export const loadHandlers = async (file: string): Promise<LoadedHandlers> => {
  const module = await importFile(file)
  const handlers = module['handlers'] ?? module['default']
  if (typeof handlers !== 'object' || handlers === null || Array.isArray(handlers)) {
    throw invalid(file, 'The module exports neither an object called handlers nor a default object')
  }
  const wrong = Object.entries(handlers).filter(([, handler]) => typeof handler !== 'function')
  if (wrong.length > 0) {
    const names = wrong.map(([name]) => name).join(', ')
    throw invalid(file, `Not a function: ${names}`)
  }
  return handlers as LoadedHandlers
}

/** The flag of `process.features` by which Node says that it runs TypeScript: 22.18, 23.6 and newer do. */
const runsTypeScript = (): boolean =>
  Boolean((process.features as { readonly typescript?: unknown }).typescript)

const importFile = async (file: string): Promise<Record<string, unknown>> => {
  const path = resolve(file)
  if (/\.[cm]?ts$/.test(path) && !runsTypeScript() && !isTranslated()) throw untranslated(file)
  const url = pathToFileURL(path).href
  try {
    return (await import(url)) as Record<string, unknown>
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const line = error instanceof SyntaxError ? syntaxLine(path) : throwLine(error, url)
    throw invalid(file, `The module could not be loaded: ${reason}`, line)
  }
}

/** True where a loader was named on the command line (`node --import tsx`), which may know TypeScript. */
const isTranslated = (): boolean =>
  process.execArgv.some((word) => /^--(import|loader|experimental-loader|require)\b/.test(word))

const untranslated = (file: string): SetupError =>
  new SetupError(
    'handlers-invalid',
    `Node ${process.versions.node} does not run TypeScript`,
    { file },
    'Use Node 22.18 or newer; or write JavaScript: openapi-sandbox eject --js writes it, with its types in a comment.',
  )

/** The line of a syntax error: imports do not tell it, `node --check` prints `file:line` first. */
const syntaxLine = (path: string): string | undefined => {
  const { stderr } = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' })
  return /^.*:(\d+)\n/.exec(stderr)?.[1]
}

/** The line of the module in the stack of what it threw. */
const throwLine = (error: unknown, url: string): string | undefined => {
  const [, after] = error instanceof Error ? (error.stack ?? '').split(url) : []
  return /^:(\d+)/.exec(after ?? '')?.[1]
}

const invalid = (file: string, detail: string, line?: string): SetupError =>
  new SetupError('handlers-invalid', detail, { file, ...(line && { line: Number(line) }) })
