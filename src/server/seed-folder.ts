import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem, SetupError } from '../errors.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { nearest } from '../lib/nearest.js'
import { isSandboxName } from './select-sandbox.js'

/** The seeds of a folder by their names. */
export interface SeedFolder {
  readonly names: () => Promise<readonly string[]>
  /** @throws Problem `not-found` (404), `request-invalid` (422) naming what is wrong with the file. */
  readonly read: (name: string) => Promise<JsonObject>
}

const ending = '.json'

const unreadable = (name: string, cause: unknown): Problem =>
  new Problem('request-invalid', {
    detail: `${name}${ending} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    fix: 'Correct the file in the folder of seeds.',
  })

const parsed = (name: string, text: string): JsonObject => {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw unreadable(name, cause)
  }
  if (isObject(json)) return json
  throw unreadable(name, 'it is no JSON object')
}

/** Names are those of files, and none leads out of the folder. */
const namesIn = async (folder: string): Promise<readonly string[]> => {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith(ending) && isSandboxName(file.slice(0, -ending.length)))
    .map((file) => file.slice(0, -ending.length))
    .sort()
}

/**
 * Opens a folder of seeds; its files are read when they are asked for.
 * @throws SetupError `option-invalid` for a folder that cannot be read.
 */
export const openSeedFolder = async (folder: string | undefined): Promise<SeedFolder> => {
  const names = async (): Promise<readonly string[]> =>
    folder === undefined ? [] : namesIn(folder)
  await names().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SetupError('option-invalid', `The folder of seeds cannot be read: ${reason}`)
  })
  return {
    names,
    read: async (name) => {
      const known = await names()
      if (folder !== undefined && known.includes(name)) {
        const read = readFile(join(folder, `${name}${ending}`), 'utf8')
        return parsed(
          name,
          await read.catch((cause: unknown) => {
            throw unreadable(name, cause)
          }),
        )
      }
      const close = nearest(name, known)
      throw new Problem('not-found', {
        detail: `There is no seed ${name}.`,
        fix:
          close.length > 0
            ? `Did you mean ${close.join(' or ')}?`
            : folder === undefined
              ? 'Start the server with --seeds FOLDER.'
              : 'GET /_sandbox/v1/seeds lists those that there are.',
      })
    },
  }
}
