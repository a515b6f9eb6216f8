import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJsonFileStore } from '../../src/store/json-file-store.js'
import type { Collection } from '../../src/store/store.js'
import { compileSources } from './compile-sources.js'
import { systemError } from './hooked-fs.js'

interface Counted {
  readonly id: string
  readonly n: number
  readonly twin: number
}
const records: Collection<Counted> = { name: 'records', key: (record) => record.id }
const initial = () => ({ collections: {} })

let sources = ''
let directory = ''
beforeAll(async () => {
  sources = await compileSources()
})
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kill-'))
})
afterEach(() => rm(directory, { recursive: true }))
afterAll(() => rm(sources, { recursive: true }))

/** Starts a writer on the folder and waits until it has the store open; `lines` goes on growing. */
async function startWriter(): Promise<{ child: ChildProcess; lines: () => string[] }> {
  const child = spawn(process.execPath, [join(__dirname, 'store-child.mjs'), sources, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  const ended = once(child, 'exit').then(() => {
    if (!output.includes('\n'))
      throw new Error('The writer ended before it was ready; see its output.')
  })
  while (!output.includes('\n')) await Promise.race([once(child.stdout ?? child, 'data'), ended])
  return { child, lines: () => output.split('\n').slice(0, -1) }
}

it('loses no acknowledged write to kill -9, and never fails to start', async () => {
  const acknowledged = new Map<string, number>()
  for (let kill = 0; kill < 10; kill++) {
    const { child, lines } = await startWriter()
    // Every other one is killed in its first write; the rest after it.
    while (kill % 2 === 1 && lines().length < 2) await once(child.stdout ?? child, 'data')
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
    child.kill('SIGKILL')
    await once(child, 'close')
    for (const line of lines().slice(1)) {
      const [id = '', n] = line.split(' ')
      acknowledged.set(id, Number(n))
    }
    const store = await openJsonFileStore({ directory, initial })
    const stored = await store.transaction('w', (state) => state.list(records))
    await store.close()
    for (const [id, n] of acknowledged) {
      const record = stored.find((one) => one.id === id)
      // One write of each client may have been stored without the word getting out.
      expect([n, n + 1]).toContain(record?.n)
      expect(record?.twin).toBe(record?.n)
    }
    // What was seen once has to stay as well.
    for (const { id, n } of stored) acknowledged.set(id, n)
    const files = await readdir(join(directory, 'sandboxes', 'w')).catch(() => [])
    expect(files.filter((name) => name !== 'db.json')).toEqual([])
  }
  expect(acknowledged.get('0')).toBeGreaterThanOrEqual(5)
})

describe('the lock', () => {
  const open = () => openJsonFileStore({ directory, initial })
  const held = (pid: number | undefined) => ({
    code: 'data-unwritable',
    message: expect.stringContaining(`process ${pid}`),
  })

  it('keeps a second process out while the first runs or is stopped, and not after kill -9', async () => {
    const { child } = await startWriter()
    try {
      await expect(open()).rejects.toMatchObject(held(child.pid))
      child.kill('SIGSTOP')
      await expect(open()).rejects.toMatchObject(held(child.pid))
      child.kill('SIGCONT')
      await expect(open()).rejects.toMatchObject(held(child.pid))
    } finally {
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    expect(await readdir(directory)).toContain('lock')
    const store = await open()
    await expect(open()).rejects.toMatchObject(held(process.pid))
    await store.close()
    expect(await readdir(directory)).toEqual(['sandboxes'])
  })

  it('goes to one of many who come at once upon a dead one', async () => {
    for (let round = 0; round < 5; round++) {
      const { child } = await startWriter()
      child.kill('SIGKILL')
      await once(child, 'close')
      const openings = await Promise.allSettled(Array.from({ length: 6 }, open))
      const stores = openings.flatMap((opening) =>
        opening.status === 'fulfilled' ? [opening.value] : [],
      )
      expect(stores).toHaveLength(1)
      for (const store of stores) await store.close()
    }
  })

  it('works in folders that cannot hold sockets', async () => {
    const listen = Server.prototype.listen
    const spy = jest.spyOn(Server.prototype, 'listen').mockImplementation(function (
      this: Server,
      ...[path, ready]: unknown[]
    ) {
      if (!String(path).startsWith(directory)) return Reflect.apply(listen, this, [path, ready])
      process.nextTick(() => this.emit('error', systemError('EOPNOTSUPP', 'listen')))
      return this
    })
    const store = await open()
    await expect(open()).rejects.toMatchObject(held(process.pid))
    await store.close()
    await (await open()).close()
    spy.mockRestore()
    expect(await readdir(directory)).toEqual(['sandboxes'])
  })

  it('works in folders with long names', async () => {
    directory = join(directory, 'x'.repeat(120), 'ä'.repeat(60))
    await mkdir(directory, { recursive: true })
    // Not where other suites keep their folders.
    const temporary = await mkdtemp(join(tmpdir(), 'locks-'))
    const usual = process.env['TMPDIR']
    process.env['TMPDIR'] = temporary
    const { child } = await startWriter()
    await expect(open()).rejects.toMatchObject(held(child.pid))
    child.kill('SIGKILL')
    await once(child, 'close')
    const store = await open()
    await store.close()
    expect(await readdir(temporary)).toEqual([])
    if (usual === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = usual
    await rm(temporary, { recursive: true })
  })
})
