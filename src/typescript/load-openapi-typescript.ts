import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SetupError } from '../errors.js'
import type { TypesLibrary } from './handler-members.js'

const isMissing = (error: unknown): boolean => {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
}

/** One that is installed where the command is run: `npx` runs us from a folder of its own. */
const importFrom = async (folder: string): Promise<TypesLibrary> => {
  const require = createRequire(join(resolve(folder), 'package.json'))
  const manifest = require.resolve('openapi-typescript/package.json')
  const { main } = require(manifest) as { readonly main: string }
  return (await import(pathToFileURL(join(dirname(manifest), main)).href)) as TypesLibrary
}

/** Ways to openapi-typescript, the first that leads there is taken. */
export type Import = () => Promise<TypesLibrary>

/** Beside us, else where the command is run. */
export const usualImports = (folder: string): readonly Import[] => [
  () => import('openapi-typescript'),
  () => importFrom(folder),
]

/**
 * Loads openapi-typescript, which is no dependency: it needs the TypeScript compiler.
 * @throws SetupError `types-library` when it, or the compiler, is not installed.
 */
export const loadOpenapiTypescript = async (imports: readonly Import[]): Promise<TypesLibrary> => {
  for (const load of imports)
    try {
      return await load()
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  throw new SetupError(
    'types-library',
    'Types are written by openapi-typescript, which is not installed here',
  )
}
