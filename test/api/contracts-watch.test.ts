import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createServer, type LogEntry, type Server } from '../../src/index.js'
import { FileWatch } from '../../src/server/file-watch.js'
import { createFolderWatch } from '../../src/server/folder-watch.js'
import { ask } from '../mock/ask.js'

// Each test waits most of the time, so they run at once: what they open is closed after all of them.
const servers: Server[] = []
const folders: string[] = []
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
})

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-watch-'))
  folders.push(folder)
  return folder
}

const open = async (file: string, watch = true) => {
  const log: LogEntry[] = []
  const server = await createServer({ contract: file, watch, log: (entry) => log.push(entry) })
  servers.push(server)
  return { server, log }
}

const contract = (text: string): string => `openapi: 3.0.3
paths: {/pets: {get: {responses: {200: {content: {text/plain: {example: ${text}}}}}}}}
`

/** Waits until the contract answers this. */
const answers = async (server: Server, wanted: string): Promise<string> => {
  let text = ''
  for (let tries = 0; tries < 250 && text !== wanted; tries++) {
    await delay(20)
    text = (await ask(server, 'GET /pets')).text
  }
  return text
}

const saved = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}.tmp`, text)
  await rename(`${file}.tmp`, file)
}

const opened = async () => {
  const folder = await temporaryFolder()
  const file = join(folder, 'pets.yaml')
  await writeFile(file, contract('one'))
  return { folder, file, ...(await open(file)) }
}

const errorsIn = (log: readonly LogEntry[]) => log.filter(({ level }) => level === 'error')

test.concurrent(
  'a file written in place, renamed onto, or written slowly is loaded anew',
  async () => {
    const { file, server, log } = await opened()
    await writeFile(file, contract('two'))
    expect(await answers(server, 'two')).toBe('two')
    await saved(file, contract('three'))
    expect(await answers(server, 'three')).toBe('three')
    await writeFile(file, '')
    await delay(200)
    await writeFile(file, contract('four'))
    expect(await answers(server, 'four')).toBe('four')
    expect(errorsIn(log)).toEqual([])
    expect(log.map(({ message }) => message)).toContain(`Reloaded ${file}: 1 operation`)
  },
)

test.concurrent('a change of what the file is, and not of what it says, does nothing', async () => {
  const { folder, file, server, log } = await opened()
  await utimes(file, new Date(), new Date())
  await saved(file, contract('one'))
  await writeFile(join(folder, 'other.yaml'), 'x')
  await delay(400)
  expect(log.filter(({ message }) => message.startsWith('Reloaded'))).toEqual([])
  expect(await answers(server, 'one')).toBe('one')
})

test.concurrent('a broken save is told once with its place, the next good one heals', async () => {
  const { file, server, log } = await opened()
  await writeFile(file, `${contract('two')}x: [\n`)
  while (errorsIn(log).length === 0) await delay(20)
  expect((await ask(server, 'GET /pets')).text).toBe('one')
  await utimes(file, new Date(), new Date())
  await delay(200)
  expect(errorsIn(log)).toMatchObject([{ place: { file, line: expect.any(Number) as number } }])
  await writeFile(file, contract('three'))
  expect(await answers(server, 'three')).toBe('three')
  expect(log.some(({ message }) => message.includes('which can be used again'))).toBe(true)
})

test.concurrent('a file that goes away and comes back, with its folder', async () => {
  const { folder, file, server, log } = await opened()
  await rm(file)
  while (errorsIn(log).length === 0) await delay(20)
  expect((await ask(server, 'GET /pets')).text).toBe('one')
  await writeFile(file, contract('two'))
  expect(await answers(server, 'two')).toBe('two')
  await rm(folder, { recursive: true })
  while (errorsIn(log).length === 1) await delay(20)
  await mkdir(folder)
  await writeFile(file, contract('three'))
  expect(await answers(server, 'three')).toBe('three')
})

test.concurrent(
  'a file behind links that are swapped, as Kubernetes does with a ConfigMap',
  async () => {
    const folder = await temporaryFolder()
    const version = async (name: string, text: string) => {
      await mkdir(join(folder, name))
      await writeFile(join(folder, name, 'pets.yaml'), contract(text))
      await symlink(name, join(folder, '..data_tmp'))
      await rename(join(folder, '..data_tmp'), join(folder, '..data'))
    }
    await version('..1', 'one')
    await symlink('..data/pets.yaml', join(folder, 'pets.yaml'))
    const { server } = await open(join(folder, 'pets.yaml'))
    await version('..2', 'two')
    await rm(join(folder, '..1'), { recursive: true })
    expect(await answers(server, 'two')).toBe('two')
    await writeFile(join(folder, '..2', 'pets.yaml'), contract('three'))
    expect(await answers(server, 'three')).toBe('three')
  },
)

test.concurrent('a change that the system tells nothing of is found by looking again', async () => {
  const [folder, between, real] = await Promise.all([1, 2, 3].map(temporaryFolder))
  const version = (name: string) => join(real ?? '', name)
  await writeFile(version('1'), contract('one'))
  await writeFile(version('2'), contract('two'))
  await symlink(version('1'), join(between ?? '', 'link'))
  const file = join(folder ?? '', 'pets.yaml')
  await symlink(join(between ?? '', 'link'), file)
  const { server } = await open(file)
  // The first look is over.
  await delay(400)
  await symlink(version('2'), join(between ?? '', 'new'))
  await rename(join(between ?? '', 'new'), join(between ?? '', 'link'))
  expect(await answers(server, 'two')).toBe('two')
})

test.concurrent(
  'the system tells of changes in a folder, also in one that has come back',
  async () => {
    const folder = join(await temporaryFolder(), 'contracts')
    const file = join(folder, 'pets.yaml')
    let events = 0
    const watch = createFolderWatch(() => (events += 1))
    const told = async (): Promise<boolean> => {
      events = 0
      await writeFile(file, contract('one'))
      for (let tries = 0; tries < 100 && events === 0; tries++) await delay(20)
      return events > 0
    }
    for (let times = 0; times < 2; times++) {
      await watch.refresh([file])
      await mkdir(folder)
      await watch.refresh([file])
      expect(await told()).toBe(true)
      await rm(folder, { recursive: true })
    }
    await mkdir(folder)
    await watch.refresh([file])
    watch.close()
    events = 0
    await writeFile(file, contract('two'))
    await delay(100)
    expect(events).toBe(0)
  },
)

test.concurrent('of several files those that changed are told, missing ones too', async () => {
  const folder = await temporaryFolder()
  const [a, b, c] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [string, string, string]
  await writeFile(a, 'one')
  const told: (readonly string[])[] = []
  const watch = new FileWatch()
  await watch.follow([a, b])
  watch.start((files) => Promise.resolve(told.push(files)))
  const next = async (work: () => Promise<unknown>) => {
    const count = told.length
    await work()
    for (let tries = 0; tries < 150 && told.length === count; tries++) await delay(20)
    return told.slice(count)
  }
  expect(await next(() => writeFile(b, 'made'))).toEqual([[b]])
  expect(await next(() => Promise.all([writeFile(a, 'two'), writeFile(b, 'two')]))).toEqual([
    [a, b],
  ])
  await writeFile(c, 'one')
  await watch.follow([b, c])
  await writeFile(a, 'three')
  expect(await next(() => writeFile(c, 'two'))).toEqual([[c]])
  await watch.close()
})

test.concurrent('nothing is watched unless it is asked for, nor after close', async () => {
  const { file, server, log } = await opened()
  const still = await open(file, false)
  await server.close()
  await writeFile(file, contract('two'))
  await delay(300)
  expect((await ask(still.server, 'GET /pets')).text).toBe('one')
  expect(log.filter(({ message }) => message.startsWith('Reloaded'))).toEqual([])
})
