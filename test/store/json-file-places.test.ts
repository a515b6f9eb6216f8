import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJsonFileStore } from '../../src/store/json-file-store.js'
import { firstImage, type Store } from '../../src/store/store.js'
import { hookedFs, systemError } from './hooked-fs.js'
import { contents, user, users } from './store-suite.js'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'places-'))
})
afterEach(() => rm(directory, { recursive: true }))

const opened = async <T>(look: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openJsonFileStore({ directory, initial: contents })
  try {
    return await look(store)
  } finally {
    await store.close()
  }
}
const put = (store: Store, id: string, world = 'w') =>
  store.transaction(world, async (state) => state.put(users, user(id)))
const list = async (store: Store, world = 'w') =>
  (await store.transaction(world, (state) => state.list(users))).map(({ id }) => id)
const reset = (store: Store) => store.transaction('w', async (state) => state.reset())
const image = { world: 'w', image: 'i' }
const below = (...names: string[]) => join(directory, 'sandboxes', ...names)

describe('an image', () => {
  it('is a file like that of a world, which says when it was saved', async () => {
    await opened(async (store) => {
      await store.replace(image, { collections: { users: { c: { id: 'c' } } } }, '2026-01-02')
    })
    expect(await readFile(below('w', 'images', 'i', 'db.json'), 'utf8')).toBe(`{
  "format": 1,
  "savedAt": "2026-01-02",
  "collections": {
    "users": {
      "c": {
        "id": "c"
      }
    }
  },
  "counters": {}
}
`)
    expect((await stat(below('w', 'images', 'i', 'db.json'))).mode & 0o777).toBe(0o600)
    for (const folder of [below('w'), below('w', 'images'), below('w', 'images', 'i')])
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect(await readdir(below('w'))).toEqual(['images'])
  })

  it('is there after a restart, in order, and can be put back by hand', async () => {
    await opened(async (store) => {
      for (const id of ['1234', '7']) await put(store, id)
      await store.copy({ world: 'w' }, image, '2026-01-02')
      await store.copy({ world: 'w' }, { world: 'w', image: firstImage })
      await put(store, 'late')
    })
    await opened(async (store) => {
      expect(store.worlds()).toEqual(['w'])
      expect(await store.images('w')).toEqual([{ name: 'i', savedAt: '2026-01-02', records: 4 }])
      await store.copy(image, { world: 'fork' })
      expect(await list(store, 'fork')).toEqual(['a', 'b', '1234', '7'])
      await reset(store)
      expect(await list(store)).toEqual(['a', 'b', '1234', '7'])
      await store.remove({ world: 'fork' })
    })
    const text = await readFile(below('w', 'images', 'i', 'db.json'))
    await writeFile(below('w', 'db.json'), text)
    expect(await opened(list)).toEqual(['a', 'b', '1234', '7'])
  })

  it('is durable, with the folders it is in, before it is acknowledged and before it is shown', async () => {
    const syncs: string[] = []
    const before = (call: string) => {
      if (call.startsWith('sync')) syncs.push(call.slice(5))
    }
    const fs = hookedFs({ before })
    const once = async (look: (store: Store) => Promise<unknown>) => {
      const store = await openJsonFileStore({ directory, initial: contents, fs })
      syncs.length = 0
      await look(store)
      await store.close()
      return [...syncs]
    }
    const saved = await once((store) => store.replace(image, { collections: {} }))
    expect(saved).toEqual(['sandboxes', 'w', 'images', 'db.json.tmp', 'i'])
    const shown = await once((store) => store.contents(image))
    expect(shown).toEqual(['sandboxes', 'w', 'images', 'db.json', 'i'])
    expect(await once((store) => store.remove(image))).toEqual(['images'])
  })

  it('that is damaged stops nobody but who wants to read it', async () => {
    await opened(async (store) => {
      await put(store, 'c')
      for (const name of ['i', 'j', firstImage])
        await store.copy({ world: 'w' }, { world: 'w', image: name })
    })
    for (const name of ['i', firstImage])
      await writeFile(below('w', 'images', name, 'db.json'), 'null')
    const damaged = { code: 'store-damaged' }
    await opened(async (store) => {
      await put(store, 'd')
      expect(await list(store)).toEqual(['a', 'b', 'c', 'd'])
      expect(await store.images('w')).toEqual([
        { name: 'i', savedAt: undefined, records: 0, damaged: true },
        { name: 'j', savedAt: undefined, records: 3 },
      ])
      await expect(store.contents(image)).rejects.toMatchObject(damaged)
      await expect(store.copy(image, { world: 'w' })).rejects.toMatchObject(damaged)
      await expect(reset(store)).rejects.toMatchObject(damaged)
      expect(await list(store)).toEqual(['a', 'b', 'c', 'd'])
      await store.copy({ world: 'w' }, image)
      expect(await store.remove({ world: 'w', image: firstImage })).toBe(true)
      await reset(store)
      expect(await list(store)).toEqual(['a', 'b'])
      expect(await store.contents(image)).toMatchObject({ collections: { users: { d: {} } } })
    })
  })
})

describe('what a crash left', () => {
  it('is no world where nothing was written, and goes where it was removed', async () => {
    await opened((store) => put(store, 'c'))
    for (const folder of ['empty', 'half', join('images-only', 'images', 'i')])
      await mkdir(below(folder), { recursive: true })
    const stray = 'db.json.123e4567-e89b-12d3-a456-426614174000.tmp'
    await writeFile(below('half', stray), '{')
    await mkdir(below('.removed-1', 'images', 'i'), { recursive: true })
    await writeFile(below('.removed-1', 'db.json'), '{')
    await opened(async (store) => {
      expect(store.worlds()).toEqual(['w'])
      expect(store.has('half')).toBe(false)
      expect(await readdir(below())).not.toContain('.removed-1')
      expect(await list(store, 'half')).toEqual(['a', 'b'])
      expect(await readdir(below('half'))).toEqual([])
    })
  })

  it('is one of a hundred worlds that the start does not read, and yet knows', async () => {
    for (let i = 0; i < 120; i++) {
      await mkdir(below(`w${i}`), { recursive: true })
      if (i !== 7) await writeFile(below(`w${i}`, 'db.json'), 'null')
    }
    await opened(async (store) => {
      expect(store.worlds()).toHaveLength(119)
      expect([store.has('w7'), store.has('w8')]).toEqual([false, true])
      expect(await store.remove({ world: 'w8' })).toBe(true)
      expect(store.has('w8')).toBe(false)
      expect(await list(store, 'w8')).toEqual(['a', 'b'])
    })
  })
})

describe('a world whose disk fails', () => {
  const failing = async (wanted: string, fail: () => boolean) =>
    openJsonFileStore({
      directory,
      initial: contents,
      fs: hookedFs({
        before: (call) => {
          if (fail() && call === wanted) throw systemError('EIO', 'fsync')
        },
      }),
    })

  it('is refused until a restart when nobody knows whether it was removed or saved', async () => {
    for (const [wanted, step] of [
      ['sync sandboxes', (store: Store) => store.remove({ world: 'w' })],
      ['sync i', (store: Store) => store.copy({ world: 'w' }, image)],
    ] as const) {
      let isFailing = false
      const store = await failing(wanted, () => isFailing)
      await put(store, 'c')
      isFailing = true
      await expect(step(store)).rejects.toThrow(/unknown/)
      isFailing = false
      for (const later of [list(store), store.images('w'), store.remove({ world: 'w' })])
        await expect(later).rejects.toMatchObject({ code: 'store-full' })
      await list(store, 'other')
      await store.close()
    }
    expect(await opened((store) => store.images('w'))).toHaveLength(1)
  })

  it('keeps what it held when a copy to it cannot be written', async () => {
    let isFailing = false
    const store = await failing('open db.json.tmp wx', () => isFailing)
    await put(store, 'c')
    await put(store, 'd', 'x')
    isFailing = true
    for (const copy of [
      store.copy({ world: 'x' }, { world: 'w' }),
      store.copy({ world: 'x' }, { world: 'new' }),
      store.copy({ world: 'x' }, image),
    ])
      await expect(copy).rejects.toMatchObject({ code: 'store-full', status: 507 })
    isFailing = false
    expect(await list(store)).toEqual(['a', 'b', 'c'])
    expect(store.worlds()).toEqual(['w', 'x'])
    expect(await store.images('w')).toEqual([])
    await store.copy({ world: 'x' }, { world: 'w' })
    expect(await list(store)).toEqual(['a', 'b', 'd'])
    await store.close()
    expect(await opened(list)).toEqual(['a', 'b', 'd'])
  })
})
