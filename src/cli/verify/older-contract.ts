import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { compileContract } from '../../contract/compile.js'
import type { Contract } from '../../contract/contract.js'
import { isUnnamed, loadDocument, type LoadOptions } from '../../contract/load.js'
import type { SourceDocument } from '../../contract/source-document.js'
import { SetupError } from '../../errors.js'

const run = promisify(execFile)

const maxFile = 256 * 1024 ** 2

const unreadable = (revision: string, reason: string): SetupError =>
  new SetupError('revision-unreadable', `--changed-since ${revision}: ${reason}`)

interface Failure {
  readonly code?: string | number
  readonly stderr?: string
}

/** What git prints; undefined when it says no. */
const git = async (
  folder: string,
  words: readonly string[],
  revision: string,
): Promise<Buffer | undefined> => {
  try {
    const options = { encoding: 'buffer', maxBuffer: maxFile } as const
    return (await run('git', ['-C', folder, ...words], options)).stdout
  } catch (error) {
    if ((error as Failure).code === 'ENOENT') throw unreadable(revision, 'git is not installed')
    return undefined
  }
}

/** The files of a commit, brought into a folder one by one as they are asked for. */
interface Checkout {
  /** Brings the file that stands at this path of the folder; false when the commit has none. */
  readonly bring: (file: string) => Promise<boolean>
}

const checkoutOf = (top: string, commit: string, folder: string, revision: string): Checkout => ({
  bring: async (file) => {
    const path = relative(folder, file).replaceAll('\\', '/')
    if (path.startsWith('..')) return false
    const bytes = await git(top, ['show', `${commit}:${path}`], revision)
    if (!bytes) return false
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
    return true
  },
})

/** Loads a document whose files are brought when it refers to them. */
const loadBrought = async (
  file: string,
  { bring }: Checkout,
  options: LoadOptions,
): Promise<SourceDocument> => {
  const asked = new Set([file])
  for (;;) {
    const source = await loadDocument(file, options)
    const missing = source.files.filter((one) => !asked.has(one) && !existsSync(one))
    for (const one of missing) asked.add(one)
    const brought = await Promise.all(missing.map(bring))
    if (!brought.some(Boolean)) return source
  }
}

/** What a file was called in a commit, where git knows that it was renamed. */
const nameBefore = async (
  top: string,
  commit: string,
  path: string,
  revision: string,
): Promise<string | undefined> => {
  const words = ['diff', '--find-renames', '--diff-filter=R', '--name-status', '-z', commit]
  const fields = (await git(top, words, revision))?.toString('utf8').split('\0') ?? []
  const at = fields.findIndex((_, index) => index % 3 === 2 && fields[index] === path)
  return at < 0 ? undefined : fields[at - 1]
}

const atRevision = async (
  name: string,
  revision: string,
  options: LoadOptions,
): Promise<SourceDocument> => {
  const file = await realpath(resolve(name))
  const printed = await git(dirname(file), ['rev-parse', '--show-toplevel'], revision)
  if (!printed) throw unreadable(revision, `${name} is in no repository of git`)
  const top = await realpath(printed.toString('utf8').trim())
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const commit = (await git(top, words, revision))?.toString('utf8').trim()
  if (!commit) throw unreadable(revision, 'there is neither a file nor a commit of this name')
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'openapi-sandbox-')))
  try {
    const checkout = checkoutOf(top, commit, folder, revision)
    const copy = join(folder, relative(top, file))
    if (!(await checkout.bring(copy))) {
      const earlier = await nameBefore(top, commit, relative(top, file), revision)
      if (earlier !== undefined && (await checkout.bring(join(folder, earlier))))
        return await loadBrought(join(folder, earlier), checkout, options)
      throw unreadable(revision, `the commit does not have ${relative(top, file)}`)
    }
    return await loadBrought(copy, checkout, options)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * An older state of a contract: that of a file, or of a commit, branch or tag of the repository that the
 * contract is in.
 * @throws SetupError `revision-unreadable`, or why the older document cannot be used.
 */
export const olderContract = async (
  name: string | undefined,
  revision: string,
  options: LoadOptions,
): Promise<Contract> => {
  if (existsSync(revision)) return compileContract(await loadDocument(revision, options), 'older')
  if (name === undefined || isUnnamed(name))
    throw unreadable(revision, 'the contract is no file, so that there is no commit of it')
  return compileContract(await atRevision(name, revision, options), 'older')
}
