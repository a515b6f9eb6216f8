import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type LogEntry, type Server, type ServerOptions } from '../../../src/index.js'

const open: Server[] = []
const folders: string[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

/** A server that is closed after the test. */
export const openServer: typeof createServer = async (options: ServerOptions = {}) => {
  const server = await createServer(options)
  open.push(server)
  return server
}

/** A server and the log that it writes. */
export const openLoggedServer = async (options: ServerOptions = {}) => {
  const log: LogEntry[] = []
  const server = await openServer({ ...options, log: (entry) => log.push(entry) })
  return { server, log }
}

/** An empty folder that is removed after the test. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-'))
  folders.push(folder)
  return folder
}

/** The text of every file below a folder, by its path in it. */
export const filesIn = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => {
        const path = join(file.parentPath, file.name)
        return [path.slice(folder.length + 1), await readFile(path, 'utf8')]
      }),
    ),
  )
}

/** The newest mail of a sandbox to an address. */
export const newestMail = async (server: Server, to: string, sandbox?: string) => {
  const mails = await server.sandbox(sandbox).outbox()
  const mail = mails.filter((candidate) => candidate.to === to).at(-1)
  if (!mail) throw new Error(`No mail to ${to} among ${mails.map((one) => one.to).join(', ')}`)
  return mail
}
