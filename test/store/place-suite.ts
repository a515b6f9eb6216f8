import { firstImage, type Store, type WorldContents } from '../../src/store/store.js'
import { contents, type OpenStore, others, type User, user, users } from './store-suite.js'

/** Contents with these users, a counter at 7. */
const holding = (...ids: string[]): WorldContents => ({
  collections: { users: Object.fromEntries(ids.map((id) => [id, user(id)])) },
  counters: { users: 7 },
})

/** What every implementation of Store must do with worlds as a whole, and with images of them. */
export function describePlaces(name: string, open: OpenStore): void {
  describe(name, () => {
    let store: Store
    const openWith: OpenStore = async (...given) => (store = await open(...given))
    beforeEach(() => openWith(contents))
    afterEach(() => store.close())
    const suite: Suite = {
      store: () => store,
      openWith,
      list: async (world) =>
        (await store.transaction(world, (state) => state.list(users))).map(({ id }) => id),
      put: (world, id, more) =>
        store.transaction(world, async (state) => state.put(users, user(id, more))),
      next: (world) => store.transaction(world, (state) => state.next(users)),
    }
    describe('worlds by name', () => describeNames(suite))
    describe('peek', () => describePeek(suite))
    describe('copy', () => describeCopy(suite))
    describe('images', () => describeImages(suite))
    describe('replace and contents', () => describeReplace(suite))
    describe('remove', () => describeRemove(suite))
    describe('the first image', () => describeFirst(suite))
    describe('room', () => describeRoom(suite))
    describe('what is under way', () => describeUnderWay(suite))
  })
}

interface Suite {
  readonly store: () => Store
  readonly openWith: OpenStore
  readonly list: (world: string) => Promise<string[]>
  readonly put: (world: string, id: string, more?: Partial<User>) => Promise<void>
  readonly next: (world: string) => Promise<number>
}

function describeNames({ store, put, list, openWith }: Suite): void {
  it('are known from their first use to their removal', async () => {
    expect(store().worlds()).toEqual([])
    expect(store().has('w')).toBe(false)
    await store().open('w')
    await list('b')
    expect(store().worlds()).toEqual(['b', 'w'])
    expect(store().has('w')).toBe(true)
    await store().remove({ world: 'w' })
    expect(store().worlds()).toEqual(['b'])
    expect(store().has('w')).toBe(false)
  })

  it('are not made by questions, nor by failures', async () => {
    expect(await store().contents({ world: 'w' })).toBeUndefined()
    expect(await store().contents({ world: 'w', image: 'i' })).toBeUndefined()
    expect(await store().images('w')).toEqual([])
    expect(await store().remove({ world: 'w' })).toBe(false)
    expect(await store().remove({ world: 'w', image: 'i' })).toBe(false)
    await expect(store().copy({ world: 'w' }, { world: 'x' })).rejects.toThrow('no sandbox w')
    await openWith(() => {
      throw new RangeError('not yet')
    })
    await expect(put('w', 'a')).rejects.toThrow('not yet')
    expect(store().worlds()).toEqual([])
  })

  it('lead nowhere else, nor do those of images', async () => {
    for (const name of ['', '..', '../x', 'A', 'a/b', '_first', 'x'.repeat(64)]) {
      const refused = { code: 'sandbox-name-invalid', status: 422 }
      await expect(store().open(name)).rejects.toMatchObject(refused)
      await expect(store().replace({ world: name }, holding())).rejects.toMatchObject(refused)
      await expect(store().remove({ world: name })).rejects.toMatchObject(refused)
      expect(store().has(name)).toBe(false)
      if (name === firstImage) continue
      const image = { world: 'w', image: name }
      await expect(store().replace(image, holding())).rejects.toMatchObject(refused)
      await expect(store().copy({ world: 'w' }, image)).rejects.toMatchObject(refused)
      expect(await store().remove(image)).toBe(false)
    }
  })
}

function describePeek({ store, put }: Suite): void {
  it('shows what is committed, at once, and the same object while nothing changes', async () => {
    expect(store().peek('w', users)).toBeUndefined()
    await store().open('w')
    const before = store().peek('w', users)
    expect(before?.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(store().peek('w', users)).toBe(before)
    await put('w', 'c')
    expect(
      store()
        .peek('w', users)
        ?.map(({ id }) => id),
    ).toEqual(['a', 'b', 'c'])
    expect(store().peek('w', { name: 'none', key: () => '' })).toEqual([])
    await store().remove({ world: 'w' })
    expect(store().peek('w', users)).toBeUndefined()
  })
}

function describeCopy({ store, put, list, next }: Suite): void {
  it('gives both sides the same records, counters and order, and then each its own', async () => {
    for (const id of ['1234', '7', '123']) await put('w', id)
    await put('w', 'a', { role: 'ADMIN' })
    await next('w')
    await store().copy({ world: 'w' }, { world: 'fork' })
    expect(await list('fork')).toEqual(['a', 'b', '1234', '7', '123'])
    await put('w', 'only')
    await put('fork', 'b', { role: 'ADMIN' })
    await store().transaction('fork', async (state) => state.delete(users, '7'))
    expect(await list('w')).toEqual(['a', 'b', '1234', '7', '123', 'only'])
    expect(await list('fork')).toEqual(['a', 'b', '1234', '123'])
    const admins = (world: string) =>
      store().transaction(world, async (state) =>
        (await state.find(users, 'role', 'ADMIN')).map(({ id }) => id),
      )
    expect([await admins('w'), await admins('fork')]).toEqual([['a'], ['a', 'b']])
    expect([await next('w'), await next('fork'), await next('fork')]).toEqual([124, 124, 125])
  })

  it('replaces what was there, and takes a stored world or an image as well', async () => {
    await put('x', 'c')
    await put('y', 'd')
    await store().copy({ world: 'x' }, { world: 'y' })
    expect(await list('y')).toEqual(['a', 'b', 'c'])
    await store().copy({ world: 'x' }, { world: 'y', image: 'i' })
    await store().copy({ world: 'y', image: 'i' }, { world: 'z', image: 'j' })
    await put('y', 'e')
    await store().copy({ world: 'z', image: 'j' }, { world: 'y' })
    expect(await list('y')).toEqual(['a', 'b', 'c'])
  })

  it('takes nothing from where nothing is', async () => {
    await put('y', 'c')
    const unknown = { code: 'snapshot-unknown', status: 404 }
    for (const world of ['x', 'y']) {
      const copy = store().copy({ world, image: 'i' }, { world: 'y' })
      await expect(copy).rejects.toMatchObject(unknown)
    }
    await expect(store().copy({ world: 'x' }, { world: 'y' })).rejects.toMatchObject({
      code: 'sandbox-unknown',
    })
    expect(await list('y')).toEqual(['a', 'b', 'c'])
    expect(store().worlds()).toEqual(['y'])
  })
}

function describeImages({ store, put, list }: Suite): void {
  const save = (image: string, savedAt?: string) =>
    store().copy({ world: 'w' }, { world: 'w', image }, savedAt)

  it('are listed by name with when they were saved and how much they hold', async () => {
    await put('w', 'c')
    await save('two', '2026-01-02T00:00:00.000Z')
    await put('w', 'd')
    await save('one')
    await save(firstImage)
    expect(await store().images('w')).toEqual([
      { name: 'one', savedAt: undefined, records: 4 },
      { name: 'two', savedAt: '2026-01-02T00:00:00.000Z', records: 3 },
    ])
    await save('two', '2026-01-03T00:00:00.000Z')
    expect((await store().images('w'))[1]).toMatchObject({
      savedAt: '2026-01-03T00:00:00.000Z',
      records: 4,
    })
  })

  it('bring back what was, again and again', async () => {
    await put('w', 'c')
    await save('i')
    for (let round = 0; round < 3; round++) {
      await put('w', `x${round}`)
      await store().transaction('w', async (state) => state.delete(users, 'a'))
      await store().copy({ world: 'w', image: 'i' }, { world: 'w' })
      expect(await list('w')).toEqual(['a', 'b', 'c'])
    }
    await store().transaction('w', async (state) => state.reset())
    expect(await list('w')).toEqual(['a', 'b'])
    expect(await store().images('w')).toHaveLength(1)
  })

  it('go one by one', async () => {
    await put('w', 'c')
    await save('i')
    await save('j')
    expect(await store().remove({ world: 'w', image: 'i' })).toBe(true)
    expect(await store().remove({ world: 'w', image: 'i' })).toBe(false)
    expect((await store().images('w')).map(({ name }) => name)).toEqual(['j'])
    expect(await list('w')).toEqual(['a', 'b', 'c'])
  })
}

function describeReplace({ store, put, list, next }: Suite): void {
  it('counts from 1 again after the largest number', async () => {
    const last = Number.MAX_SAFE_INTEGER
    await store().replace({ world: 'w' }, { collections: {}, counters: { users: last } })
    expect([await next('w'), await next('w'), await next('w')]).toEqual([last, 1, 2])
  })

  it('give back what they were given', async () => {
    await put('w', 'c')
    await store().replace({ world: 'w' }, holding('x', 'y'))
    expect(await store().contents({ world: 'w' })).toEqual(holding('x', 'y'))
    expect(await list('w')).toEqual(['x', 'y'])
    expect(await next('w')).toBe(7)
    await store().replace({ world: 'w', image: 'i' }, holding('z'), '2026-01-02T00:00:00.000Z')
    expect(await store().contents({ world: 'w', image: 'i' })).toEqual(holding('z'))
    expect(await store().images('w')).toMatchObject([{ savedAt: '2026-01-02T00:00:00.000Z' }])
    expect(await list('w')).toEqual(['x', 'y'])
    const given = await store().contents({ world: 'w' })
    await put('w', 'later')
    expect(Object.keys(given?.collections['users'] ?? {})).toEqual(['x', 'y'])
    expect(Object.isFrozen(given?.collections['users']?.['x'])).toBe(true)
  })

  it('takes no contents that are none', async () => {
    await put('w', 'c')
    const wrong: unknown[] = [
      { collections: [] },
      { collections: { users: [] } },
      { collections: { users: { a: 5 } } },
      { collections: { users: { a: { n: NaN } } } },
      { collections: {}, counters: { users: '5' } },
      { collections: {}, counters: [] },
      {},
    ]
    for (const value of wrong) {
      const refused = store().replace({ world: 'w' }, value as WorldContents)
      await expect(refused).rejects.toThrow(TypeError)
    }
    expect(await list('w')).toEqual(['a', 'b', 'c'])
  })
}

function describeRemove({ store, put, list }: Suite): void {
  it('takes images and counters along, and leaves the name free', async () => {
    await put('w', 'c')
    await store().copy({ world: 'w' }, { world: 'w', image: 'i' })
    await store().replace({ world: 'w', image: firstImage }, holding('x'))
    expect(await store().remove({ world: 'w' })).toBe(true)
    expect(await store().remove({ world: 'w' })).toBe(false)
    expect(await store().contents({ world: 'w' })).toBeUndefined()
    expect(await store().images('w')).toEqual([])
    expect(await list('w')).toEqual(['a', 'b'])
    expect(await store().images('w')).toEqual([])
  })
}

function describeFirst({ store, put, list, next }: Suite): void {
  it('is what a world begins with, and returns to', async () => {
    await store().replace({ world: 'w', image: firstImage }, holding('x'))
    expect(store().has('w')).toBe(true)
    expect(store().worlds()).toEqual(['w'])
    expect(await list('w')).toEqual(['x'])
    expect(await next('w')).toBe(7)
    await put('w', 'y')
    await store().transaction('w', async (state) => {
      state.reset()
      state.put(users, user('z'))
    })
    expect(await list('w')).toEqual(['x', 'z'])
    await store().transaction('w', async (state) => state.reset())
    expect(await list('w')).toEqual(['x'])
    expect(await store().images('w')).toEqual([])
  })

  it('is what a reset returns to also when it changes while that is under way', async () => {
    await put('w', 'c')
    for (const [change, after] of [
      [() => store().replace({ world: 'w', image: firstImage }, holding('x')), ['x']],
      [() => store().remove({ world: 'w', image: firstImage }), ['a', 'b']],
    ] as const) {
      let go: () => void = () => undefined
      const gate = new Promise<void>((resolve) => (go = resolve))
      const reset = store().transaction('w', async (state) => {
        state.reset()
        await state.list(users)
        await gate
      })
      const before = await list('w')
      await change()
      // Seen after the change, so the reset comes later still.
      expect(await list('w')).toEqual(before)
      go()
      await reset
      expect(await list('w')).toEqual(after)
    }
  })
}

function describeRoom({ store, openWith, put, list }: Suite): void {
  const full = { code: 'sandbox-full', status: 507 }
  beforeEach(() => openWith(contents, 4))

  it('is refused beyond the limit, whole, and found again after deletions', async () => {
    await put('w', 'c')
    const two = store().transaction('w', async (state) => {
      for (const id of ['d', 'e']) state.put(users, user(id))
    })
    await expect(two).rejects.toMatchObject(full)
    expect(await list('w')).toEqual(['a', 'b', 'c'])
    await put('w', 'd')
    await expect(put('w', 'e')).rejects.toMatchObject(full)
    await put('w', 'd', { role: 'ADMIN' })
    await put('other', 'e')
    await store().transaction('w', async (state) => {
      state.delete(users, 'a')
      state.put(users, user('e'))
    })
    expect(await list('w')).toEqual(['b', 'c', 'd', 'e'])
  })

  it('is not needed to become smaller, and what is too much is not let in', async () => {
    const import5 = store().replace({ world: 'w' }, holding('1', '2', '3', '4', '5'))
    await expect(import5).rejects.toMatchObject(full)
    expect(store().has('w')).toBe(false)
    await openWith(() => holding('1', '2', '3', '4', '5', '6'), 4)
    await store().transaction('w', async (state) => state.delete(users, '1'))
    expect(await list('w')).toHaveLength(5)
    await expect(put('w', 'x')).rejects.toMatchObject(full)
  })
}

function describeUnderWay({ store, put, list }: Suite): void {
  /** Reads, lets others go first, writes; says how often. */
  const slow = (world: string, id: string) => {
    let runs = 0
    const done = store().transaction(world, async (state) => {
      runs++
      const { length } = await state.list(users)
      await others(50)
      await new Promise((resolve) => setTimeout(resolve, 2))
      state.put(users, user(id, { n: length }))
    })
    return done.then(() => runs)
  }
  const n = (world: string, id: string) =>
    store().transaction(world, async (state) => (await state.get(users, id))?.n)

  it('runs again on what was copied there, and after a removal on a new world', async () => {
    await put('x', 'c')
    await list('w')
    const copied = slow('w', 'late')
    await store().copy({ world: 'x' }, { world: 'w' })
    expect(await copied).toBe(2)
    expect(await n('w', 'late')).toBe(3)
    const removed = slow('w', 'later')
    await store().remove({ world: 'w' })
    expect(await removed).toBe(2)
    expect(await list('w')).toEqual(['a', 'b', 'later'])
  })

  it('may be copies crosswise, openings, and everything else at once', async () => {
    await Promise.all([put('x', 'c'), put('y', 'd')])
    await Promise.all([
      store().copy({ world: 'x' }, { world: 'y' }),
      store().copy({ world: 'y' }, { world: 'x' }),
      store().copy({ world: 'y' }, { world: 'new' }),
      list('new'),
      store().open('new'),
      store().remove({ world: 'new' }),
      slow('x', 'late'),
      store().copy({ world: 'x' }, { world: 'x', image: 'i' }),
      store().remove({ world: 'x', image: 'i' }),
    ])
    const [x, y] = [await list('x'), await list('y')]
    expect(x.slice(0, 3)).toEqual(y)
    expect(x[3]).toBe('late')
    expect(['c', 'd']).toContain(y[2])
  })

  it('ends before the store is closed; what comes later is refused', async () => {
    await put('w', 'c')
    const copying = store().copy({ world: 'w' }, { world: 'w', image: 'i' })
    const closing = store().close()
    await expect(store().images('w')).rejects.toThrow('closed')
    await Promise.all([copying, closing])
  })
}
