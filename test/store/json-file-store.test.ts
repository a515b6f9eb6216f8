import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJsonFileStore } from '../../src/store/json-file-store.js'
import type { Store } from '../../src/store/store.js'
import { hookedFs, type Hooks, systemError } from './hooked-fs.js'
import { describeModel } from './store-model.js'
import { describePlaceModel } from './place-model.js'
import { describePlaces } from './place-suite.js'
import { contents, describeStore, type OpenStore, user, users } from './store-suite.js'

const folders: string[] = []
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'))
  folders.push(folder)
  return folder
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

const openNew: OpenStore = async (initial, maxRecords) =>
  openJsonFileStore({ directory: await newFolder(), initial, maxRecords })
const fileOf = (directory: string, world = 'w') => join(directory, 'sandboxes', world, 'db.json')
const put = (store: Store, id: string, n = 0) =>
  store.transaction('w', async (state) => state.put(users, user(id, { n })))
const list = async (store: Store) =>
  (await store.transaction('w', (state) => state.list(users))).map(({ id }) => id)
const reopened = async <T>(directory: string, look: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openJsonFileStore({ directory, initial: contents })
  try {
    return await look(store)
  } finally {
    await store.close()
  }
}

describeStore('the JSON file store', openNew)
describePlaces('the JSON file store', openNew)
describePlaceModel('the JSON file store', openNew, 40)
describeModel('the JSON file store', openNew, 60)

describe('what is kept', () => {
  it('is a file that a person can read, with the layout and modes documented', async () => {
    const directory = join(await newFolder(), 'new', 'data')
    const initial = () => ({ collections: { users: { a: user('a', { n: 1 }) }, none: {} } })
    const store = await openJsonFileStore({ directory, initial })
    await store.transaction('w', (state) => state.next(users))
    await store.close()
    expect(await readFile(fileOf(directory), 'utf8')).toBe(`{
  "format": 1,
  "collections": {
    "users": {
      "a": {
        "id": "a",
        "email": "a@example.com",
        "n": 1
      }
    }
  },
  "counters": {
    "users": 2
  }
}
`)
    expect((await stat(fileOf(directory))).mode & 0o777).toBe(0o600)
    for (const folder of [
      directory,
      join(directory, 'sandboxes'),
      join(directory, 'sandboxes', 'w'),
    ])
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect(await readdir(directory)).toEqual(['sandboxes'])
    expect(await readdir(join(directory, 'sandboxes', 'w'))).toEqual(['db.json'])
  })

  it('is there after a restart, in the same order, with the counters', async () => {
    const directory = await newFolder()
    const ids = ['1234', '7', '__proto__', 'x"\\\n{[,:', '123']
    await reopened(directory, async (store) => {
      for (const id of ids) await put(store, id)
      await store.transaction('w', (state) => state.next(users))
    })
    await reopened(directory, async (store) => {
      expect(await list(store)).toEqual(['a', 'b', ...ids])
      expect(await store.transaction('w', (state) => state.next(users))).toBe(124)
      await store.transaction('w', async (state) => state.reset())
    })
    expect(await reopened(directory, list)).toEqual(['a', 'b'])
  })

  it('begins with the first change, not with the first read', async () => {
    const directory = await newFolder()
    await reopened(directory, async (store) => {
      await list(store)
      await store.transaction('w', async (state) => state.delete(users, 'unknown'))
      await expect(
        store.transaction('w', async (state) => {
          state.put(users, user('c'))
          throw new RangeError()
        }),
      ).rejects.toThrow(RangeError)
      expect(await readdir(join(directory, 'sandboxes'))).toEqual([])
      await store.transaction('w', async (state) => state.reset())
      expect(await readdir(join(directory, 'sandboxes'))).toEqual(['w'])
    })
  })

  it('may be edited while the server is stopped, and have a byte order mark', async () => {
    const directory = await newFolder()
    await reopened(directory, (store) => put(store, 'c'))
    const text = await readFile(fileOf(directory), 'utf8')
    await writeFile(fileOf(directory), `\ufeff${text.replace('c@example.com', 'edited')}`)
    await reopened(directory, async (store) => {
      const found = await store.transaction('w', (state) => state.find(users, 'email', 'edited'))
      expect(found).toHaveLength(1)
      await put(store, 'd')
    })
    expect(await reopened(directory, list)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('is freed of temporary files that a killed writer left, and of nothing else', async () => {
    const directory = await newFolder()
    await reopened(directory, (store) => put(store, 'c'))
    const folder = join(directory, 'sandboxes', 'w')
    const stray = 'db.json.123e4567-e89b-12d3-a456-426614174000.tmp'
    for (const name of [stray, 'db.json.old', 'notes.tmp']) await writeFile(join(folder, name), '')
    await reopened(directory, list)
    expect((await readdir(folder)).sort()).toEqual(['db.json', 'db.json.old', 'notes.tmp'])
  })
})

describe('a file that is not a stored world', () => {
  const good = '{ "format": 1, "collections": { "users": { "a": { "id": "a" } } } }'
  const table: Record<string, [content: string | Buffer, reason: RegExp]> = {
    'of 0 bytes': ['', /empty/],
    'of blanks': [' \n', /empty/],
    truncated: [good.slice(0, -9), /well-formed/],
    'of NULs': [Buffer.alloc(64), /NUL/],
    'with a NUL': [good.replace('a', '\0'), /NUL/],
    'that is not UTF-8': [Buffer.from([0x7b, 0xff, 0x7d]), /UTF-8/],
    null: ['null', /not a JSON object/],
    false: ['false', /not a JSON object/],
    '[]': ['[]', /not a JSON object/],
    '42': ['42', /not a JSON object/],
    '{}': ['{}', /format/],
    'of two documents': [`${good}\n${good}`, /well-formed/],
    'without collections': ['{ "format": 1 }', /collections/],
    'with an array of records': ['{ "format": 1, "collections": { "users": [] } }', /"users"/],
    'with a scalar record': ['{ "format": 1, "collections": { "users": { "a": 5 } } }', /"a"/],
    'with a null record': ['{ "format": 1, "collections": { "users": { "a": null } } }', /"a"/],
    'with a broken counter': [`${good.slice(0, -1)}, "counters": { "users": "5" } }`, /counter/],
    'with broken counters': [`${good.slice(0, -1)}, "counters": 5 }`, /counters/],
    'with an unknown member': [`${good.slice(0, -1)}, "collection": {} }`, /"collection"/],
    'of a newer format': [good.replace('1', '2'), /newer/],
    'of a format that never was': [good.replace('1', '0'), /format/],
    'with a key twice': [good.replace('} }', '}, "a": { "id": "b" } }'), /twice/],
    'with a number too large': [good.replace('"a" }', '1e999 }'), /too large/],
    'nested beyond reason': [
      good.replace('"a" }', '['.repeat(1e5) + ']'.repeat(1e5) + '}'),
      /deep/,
    ],
  }

  it.each(Object.entries(table))(
    '%s stops the start and is left alone',
    async (_, [content, reason]) => {
      const directory = await newFolder()
      await reopened(directory, (store) => put(store, 'c'))
      await writeFile(fileOf(directory), content)
      const before = await readFile(fileOf(directory))
      const opening = openJsonFileStore({ directory, initial: contents })
      await expect(opening).rejects.toMatchObject({
        code: 'store-damaged',
        exitCode: 3,
        place: { file: fileOf(directory) },
      })
      await expect(opening).rejects.toThrow(reason)
      expect(await readFile(fileOf(directory))).toEqual(before)
      // The lock is free again: the same refusal, not another one.
      await expect(openJsonFileStore({ directory, initial: contents })).rejects.toThrow(reason)
    },
  )

  it('tells the line', async () => {
    const directory = await newFolder()
    await mkdir(join(directory, 'sandboxes', 'w'), { recursive: true })
    await writeFile(fileOf(directory), '{\n  "format": 1,\n  oops\n}')
    const opening = openJsonFileStore({ directory, initial: contents })
    await expect(opening).rejects.toMatchObject({ place: { line: 3 } })
  })

  it('stops the first use instead, when there are more than a hundred', async () => {
    const directory = await newFolder()
    for (let i = 0; i < 101; i++) {
      await mkdir(join(directory, 'sandboxes', `w${i}`), { recursive: true })
      await writeFile(fileOf(directory, `w${i}`), i === 50 ? 'null' : good)
    }
    await reopened(directory, async (store) => {
      await store.transaction('w0', (state) => state.list(users))
      const write = () => store.transaction('w50', async (state) => state.put(users, user('z')))
      await expect(write()).rejects.toMatchObject({ code: 'store-damaged' })
      await expect(write()).rejects.toMatchObject({ code: 'store-damaged' })
    })
    expect(await readFile(fileOf(directory, 'w50'), 'utf8')).toBe('null')
  })
})

describe('a folder that cannot be used', () => {
  it('stops the start', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'file'), '')
    for (const directory of [
      join(folder, 'file'),
      join(folder, 'file', 'below'),
      '/proc/none/data',
    ]) {
      const opening = openJsonFileStore({ directory, initial: contents })
      await expect(opening).rejects.toMatchObject({ code: 'data-unwritable', exitCode: 2 })
    }
    const refused = hookedFs({
      before: (call) => {
        if (call === 'mkdir sandboxes') throw systemError('EROFS', 'mkdir')
      },
    })
    const opening = openJsonFileStore({ directory: folder, initial: contents, fs: refused })
    await expect(opening).rejects.toMatchObject({
      code: 'data-unwritable',
      place: { file: folder },
    })
    await reopened(folder, list)
  })
})

describe('durability', () => {
  const gated = async (extra: Hooks = {}) => {
    let open: (() => void) | undefined
    let gate: Promise<void> | undefined
    const calls: string[] = []
    const before = async (call: string) => {
      calls.push(call)
      if (call === 'sync db.json.tmp') await gate
      await extra.before?.(call)
    }
    const directory = await newFolder()
    const store = await openJsonFileStore({
      directory,
      initial: contents,
      fs: hookedFs({ before }),
    })
    const shut = () => (gate = new Promise((resolve) => (open = resolve)))
    return { store, directory, calls, shut, open: () => open?.() }
  }
  const pause = () => new Promise((resolve) => setTimeout(resolve, 40))
  const settledOf = (promises: readonly Promise<unknown>[]) => {
    const settled: number[] = []
    promises.forEach((promise, i) => {
      const note = () => settled.push(i)
      promise.then(note, note)
    })
    return settled
  }

  it('comes from file, fsync, rename, fsync of the folder, in that order', async () => {
    const { store, calls } = await gated()
    await list(store)
    calls.length = 0
    await put(store, 'c')
    expect(calls).toEqual([
      'mkdir w',
      'open sandboxes r',
      'sync sandboxes',
      'close sandboxes',
      'open w r',
      'open db.json.tmp wx',
      'writeFile db.json.tmp',
      'sync db.json.tmp',
      'close db.json.tmp',
      'rename db.json.tmp db.json',
      'sync w',
      'close w',
    ])
    await store.close()
  })

  it('is made sure of before a stored world is first shown', async () => {
    const { store, directory } = await gated()
    await put(store, 'c')
    await store.close()
    const calls: string[] = []
    const fs = hookedFs({ before: (call) => void calls.push(call) })
    const next = await openJsonFileStore({ directory, initial: contents, fs })
    await list(next)
    const syncs = calls.filter((call) => call.startsWith('sync'))
    expect(syncs).toEqual(['sync sandboxes', 'sync db.json', 'sync w'])
    await next.close()
  })

  it('is waited for by the writer, by who saw the write, and by who failed because of it', async () => {
    const { store, shut, open, directory } = await gated()
    await list(store)
    shut()
    const writer = put(store, 'c')
    await pause()
    const reader = list(store)
    const readAtOnce = store.transaction('w', (state) => state.getAtOnce(users, 'c'))
    expect(readAtOnce).toBeInstanceOf(Promise)
    const refused = store.transaction('w', async (state) => {
      if (await state.get(users, 'c')) throw new RangeError('taken')
    })
    const taken = store.transaction('w', async (state) => {
      state.put(users, user('d', { email: 'c@example.com' }))
    })
    const settled = settledOf([writer, reader, refused, taken])
    const elsewhere = store.transaction('other', (state) => state.list(users))
    await expect(elsewhere).resolves.toHaveLength(2)
    await pause()
    expect(settled).toEqual([])
    expect(await readdir(join(directory, 'sandboxes', 'w'))).not.toContain('db.json')
    open()
    await writer
    expect(await reader).toEqual(['a', 'b', 'c'])
    expect(await readAtOnce).toMatchObject({ id: 'c' })
    await expect(refused).rejects.toThrow('taken')
    await expect(taken).rejects.toMatchObject({ name: 'UniqueError' })
    await store.close()
  })

  it('fails: who wrote gets a 507, who only saw it looks again', async () => {
    let fail = true
    const { store, shut, open, directory } = await gated({
      before: (call) => {
        if (fail && call === 'sync db.json.tmp') throw systemError('ENOSPC', 'fsync')
      },
    })
    await list(store)
    shut()
    const first = put(store, 'c')
    await pause()
    const reader = list(store)
    const second = put(store, 'd')
    const refused = store.transaction('w', async (state) => {
      if (await state.get(users, 'c')) throw new RangeError('taken')
    })
    const reset = store.transaction('w', async (state) => state.reset())
    for (const failing of [first, second, reset]) failing.catch(() => undefined)
    await pause()
    open()
    for (const failing of [first, second, reset]) {
      await expect(failing).rejects.toMatchObject({ code: 'store-full', status: 507 })
      await expect(failing).rejects.toMatchObject({ cause: { code: 'ENOSPC' } })
    }
    expect(await reader).toEqual(['a', 'b'])
    await expect(refused).resolves.toBeUndefined()
    fail = false
    await put(store, 'e')
    expect(await list(store)).toEqual(['a', 'b', 'e'])
    await store.close()
    expect(await reopened(directory, list)).toEqual(['a', 'b', 'e'])
  })

  it('fails: everything is undone, the last change first, and the temporary file goes', async () => {
    let fail = false
    const { store, shut, open, directory } = await gated({
      before: (call) => {
        if (fail && call === 'sync db.json.tmp') throw systemError('EIO', 'fsync')
      },
    })
    await put(store, 'c', 1)
    fail = true
    shut()
    const next = () => store.transaction('w', (state) => state.next(users))
    const n = async () => (await store.transaction('w', (state) => state.get(users, 'c')))?.n
    const failing = [next(), put(store, 'c', 2)]
    await pause()
    failing.push(put(store, 'c', 3), put(store, 'd'), next())
    await pause()
    // It read what is undone before it commits: it runs again.
    const copy = store.transaction('w', async (state) => {
      const seen = await state.get(users, 'c')
      await pause()
      fail = false
      state.put(users, user('copy', { n: seen?.n }))
    })
    open()
    for (const result of await Promise.allSettled(failing)) expect(result.status).toBe('rejected')
    expect(await n()).toBe(1)
    expect(await readdir(join(directory, 'sandboxes', 'w'))).toEqual(['db.json'])
    await copy
    expect(await list(store)).toEqual(['a', 'b', 'c', 'copy'])
    expect(await store.transaction('w', (state) => state.get(users, 'copy'))).toMatchObject({
      n: 1,
    })
    expect(await next()).toBe(123)
    await store.close()
    expect(await reopened(directory, list)).toEqual(['a', 'b', 'c', 'copy'])
  })

  it('fails for a reset: the world is as before', async () => {
    let fail = false
    const { store, directory } = await gated({
      before: (call) => {
        if (fail && call.startsWith('open db.json.tmp')) throw systemError('EDQUOT', 'open')
      },
    })
    await put(store, 'c')
    fail = true
    const reset = store.transaction('w', async (state) => {
      state.reset()
      state.put(users, user('d'))
    })
    await expect(reset).rejects.toMatchObject({ code: 'store-full' })
    await expect(reset).rejects.toThrow('EDQUOT in open')
    expect(await list(store)).toEqual(['a', 'b', 'c'])
    fail = false
    await put(store, 'e')
    await store.close()
    expect(await reopened(directory, list)).toEqual(['a', 'b', 'c', 'e'])
  })

  it('is reached by groups: fifty at once need two writes', async () => {
    const { store, calls } = await gated()
    await Promise.all(Array.from({ length: 50 }, (_, i) => put(store, `g${i}`)))
    expect(calls.filter((call) => call.startsWith('rename'))).toHaveLength(2)
    expect(await list(store)).toHaveLength(52)
    await store.close()
  })

  it('is unknown when the fsync of the folder fails: the world waits for a restart', async () => {
    let fail = true
    const { store, directory } = await gated({
      before: (call) => {
        if (fail && call === 'sync w') throw systemError('EIO', 'fsync')
      },
    })
    await expect(put(store, 'c')).rejects.toThrow(/unknown/)
    fail = false
    for (const later of [() => put(store, 'd'), () => list(store)]) {
      await expect(later()).rejects.toMatchObject({ code: 'store-full' })
      await expect(later()).rejects.toMatchObject({
        details: { fix: expect.stringMatching(/restart/) },
      })
    }
    await expect(store.transaction('other', (state) => state.list(users))).resolves.toHaveLength(2)
    await store.close()
    expect(await reopened(directory, list)).toEqual(['a', 'b', 'c'])
  })

  it('is not asked for twice when a stored world fails while it is opened', async () => {
    const directory = await newFolder()
    await reopened(directory, (store) => put(store, 'c'))
    let failures = 0
    const before = (call: string) => {
      if (call === 'sync db.json' && failures++ === 0) throw systemError('EIO', 'fsync')
    }
    const store = await openJsonFileStore({
      directory,
      initial: contents,
      fs: hookedFs({ before }),
    })
    for (let i = 0; i < 2; i++) {
      await expect(list(store)).rejects.toMatchObject({ code: 'data-unwritable' })
    }
    expect(failures).toBe(1)
    await store.close()
  })

  it('needs no fsync of folders where the file system has none', async () => {
    const { store, directory } = await gated({
      before: (call) => {
        if (/^sync (w|sandboxes)$/.test(call)) throw systemError('EINVAL', 'fsync')
      },
    })
    await put(store, 'c')
    await store.close()
    expect(await reopened(directory, list)).toEqual(['a', 'b', 'c'])
  })
})
