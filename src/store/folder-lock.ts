import { createHash, randomInt, randomUUID } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SetupError } from '../errors.js'
import { isPlainObject } from '../lib/frozen-json.js'
import { systemCode } from './file-system.js'

/** Rivals that come at the same moment all step back and try again; this often. */
const TRIES = 20
/** Unix sockets allow paths of 103 (macOS) to 107 bytes. */
const LONGEST_SOCKET_PATH = 100
const SOCKET = /^lock-(\d+)-[0-9a-f]{8}\.sock$/
/** How a file system says that it cannot hold sockets, as some folders shared with containers cannot. */
const NO_SOCKETS = ['EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']

/** The right to write a folder, held until released or until the process ends in whatever way. */
export interface FolderLock {
  release(): Promise<void>
}

/**
 * Takes the lock of a folder. Whoever wants it listens on a unix socket with a name of its own in the
 * folder, then looks for other sockets there that answer. None: the lock is taken. Of two rivals, the one
 * that came later sees the other, so two never hold it; both may step back, and then try again after a
 * random pause. The kernel ends a dead process's socket at once, kill -9 included, and a stopped process
 * keeps its own; as no name is used twice, removing a dead socket never hits a living one. The file `lock`
 * only says who holds it.
 *
 * @throws SetupError `data-unwritable` naming the process that holds it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const place = await socketPlace(folder)
  try {
    for (let tries = 0; ; tries++) {
      const claim = await enter(place)
      const rival = claim && (await findRival(place, claim.name))
      if (claim !== undefined && rival === undefined) return await hold(folder, place, claim)
      await claim?.leave()
      if (tries === TRIES || (rival !== undefined && rival.name === (await heldBy(folder)))) {
        throw refusal(folder, rival?.pid)
      }
      await delay(randomInt(5, 30))
    }
  } finally {
    await place.forget()
  }
}

/** The folder of the sockets, under a name short enough for them. */
interface Place {
  readonly folder: string
  readonly alias: string
  readonly forget: () => Promise<void>
}

interface Claim {
  readonly name: string
  readonly leave: () => Promise<void>
}

async function socketPlace(folder: string): Promise<Place> {
  const place = await shorten(folder)
  const probe = await enter(place).catch((error: unknown) => systemCode(error) ?? 'unknown')
  if (typeof probe === 'object') await probe.leave()
  if (typeof probe !== 'string' || !NO_SOCKETS.includes(probe)) return place
  await place.forget()
  const hash = createHash('sha256').update(await fs.realpath(folder))
  const other = join(tmpdir(), `openapi-sandbox-${hash.digest('hex').slice(0, 16)}`)
  await fs.mkdir(other, { recursive: true, mode: 0o700 })
  return shorten(other)
}

async function shorten(folder: string): Promise<Place> {
  const longest = Buffer.byteLength(join(folder, 'lock-1234567890-12345678.sock'))
  if (longest <= LONGEST_SOCKET_PATH)
    return { folder, alias: folder, forget: async () => undefined }
  const own = await fs.mkdtemp(join(tmpdir(), 'openapi-sandbox-'))
  const alias = join(own, 'd')
  await fs.symlink(await fs.realpath(folder), alias)
  return { folder, alias, forget: () => fs.rm(own, { recursive: true, force: true }) }
}

/** Makes ourselves seen; undefined: somebody tidied our half-made socket away. */
async function enter({ folder, alias }: Place): Promise<Claim | undefined> {
  const name = `lock-${process.pid}-${randomUUID().slice(0, 8)}`
  const server = await listen(join(alias, `${name}.new`))
  const socket = join(folder, `${name}.sock`)
  const leave = async (): Promise<void> => {
    await fs.unlink(socket).catch(() => undefined)
    await new Promise((resolve) => server.close(resolve))
  }
  try {
    // Only now it gets the name that others look for: before listen() it would have looked dead.
    await fs.rename(join(folder, `${name}.new`), socket)
    return { name: `${name}.sock`, leave }
  } catch (error) {
    await leave()
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(path, () => resolve(server.unref()))
  })
}

async function findRival(
  { folder, alias }: Place,
  ours: string,
): Promise<{ name: string; pid: number } | undefined> {
  for (const name of await fs.readdir(folder)) {
    const pid = SOCKET.exec(name)?.[1]
    if (pid === undefined || name === ours) continue
    if (await answers(join(alias, name))) return { name, pid: Number(pid) }
    await fs.unlink(join(folder, name)).catch(() => undefined)
  }
  return undefined
}

/** True unless nobody listens: a stopped or busy process counts as alive. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error) => {
      resolve(!['ECONNREFUSED', 'ENOENT'].includes(systemCode(error) ?? ''))
    })
  })
}

async function hold(folder: string, place: Place, claim: Claim): Promise<FolderLock> {
  const file = join(folder, 'lock')
  try {
    const text = JSON.stringify({ pid: process.pid, socket: claim.name })
    await fs.writeFile(file, `${text}\n`, { mode: 0o600 })
    for (const name of await fs.readdir(place.folder)) {
      if (/^lock-.*\.new$/.test(name)) await fs.unlink(join(place.folder, name))
    }
  } catch (error) {
    await claim.leave()
    throw error
  }
  return {
    release: async () => {
      await fs.unlink(file).catch(() => undefined)
      await claim.leave()
    },
  }
}

async function heldBy(folder: string): Promise<unknown> {
  try {
    const holder: unknown = JSON.parse(await fs.readFile(join(folder, 'lock'), 'utf8'))
    return isPlainObject(holder) ? holder['socket'] : undefined
  } catch {
    return undefined
  }
}

function refusal(folder: string, pid: number | undefined): SetupError {
  const who = pid === undefined ? 'another process' : `process ${pid}`
  const detail = `${folder} is in use by ${who}`
  const fix = `End ${who}, or use another folder with --data.`
  return new SetupError('data-unwritable', detail, { file: folder }, fix)
}
