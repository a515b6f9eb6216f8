import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The folder of this repository. */
export const root = join(__dirname, '..', '..')

/** The files below a folder, with slashes, relative to it. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()

/** The texts of src by path below it, without what is generated. */
export const readTexts = (folder = join(root, 'src')): Record<string, string> =>
  Object.fromEntries(
    filesBelow(folder)
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
