import type { Collection, InitialContents, Store, Transaction } from '../../src/store/store.js'
import { UniqueError } from '../../src/store/store.js'

export interface User {
  readonly id: string
  readonly email: string
  readonly role?: string
  readonly n?: number
}

export const users: Collection<User> = {
  name: 'users',
  key: (user) => user.id,
  unique: { email: (user) => user.email },
  index: { role: (user) => user.role },
}

/** Two users and a counter that begins at 123. */
export const contents = (): ReturnType<InitialContents> => ({
  collections: {
    users: {
      a: { id: 'a', email: 'a@example.com', role: 'USER', n: 0 },
      b: { id: 'b', email: 'b@example.com', role: 'USER', n: 0 },
    },
  },
  counters: { users: 123 },
})

export type OpenStore = (initial: InitialContents, maxRecords?: number) => Promise<Store>

export const user = (id: string, more: Partial<User> = {}): User => ({
  id,
  email: `${id}@example.com`,
  ...more,
})

/** Lets everybody else go on for a few steps. */
export const others = async (steps = 5): Promise<void> => {
  for (let step = 0; step < steps; step++) await Promise.resolve()
}

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new TypeError('expected a record')
  return value
}

const add = (id: string, by: number) => async (state: Transaction) => {
  const before = must(await state.get(users, id))
  await others()
  state.put(users, { ...before, n: (before.n ?? 0) + by })
}

/** What every implementation of Store must do. */
export function describeStore(name: string, open: OpenStore): void {
  describe(name, () => {
    let store: Store
    const run = <T>(work: (state: Transaction) => Promise<T>) => store.transaction('w', work)
    const list = async () => (await run((state) => state.list(users))).map(({ id }) => id)
    const n = async (id: string) => (await run((state) => state.get(users, id)))?.n
    const openWith = async (initial: InitialContents) => {
      store = await open(initial)
    }
    beforeEach(() => openWith(contents))
    afterEach(() => store.close())
    it('runs work that is done at once as any other', async () => {
      await store.open('w')
      const look = () => store.transaction('w', (state) => state.getAtOnce(users, 'c'))
      const written = await store.transaction('w', (state) => {
        state.put(users, user('c'))
        return state.getAtOnce(users, 'c')
      })
      expect(written).toEqual(user('c'))
      expect(await look()).toEqual(user('c'))
      const dropped = await store.transaction('w', (state) => {
        state.reset()
        return state.getAtOnce(users, 'c')
      })
      expect([dropped, await look()]).toEqual([undefined, undefined])
    })

    const suite = { run, list, n, openWith, store: () => store }

    describe('one transaction', () => describeOne(suite))
    describe('unique keys', () => describeUnique(suite))
    describe('order of insertion', () => describeOrder(suite))
    describe('isolation', () => describeIsolation(suite))
    describe('progress', () => describeProgress(suite))
    describe('reset', () => describeReset(suite))
    describe('records cannot be changed from outside', () => describeMutation(suite))
    describe('worlds', () => describeWorlds(suite))
  })
}

interface Suite {
  readonly run: <T>(work: (state: Transaction) => Promise<T>) => Promise<T>
  readonly list: () => Promise<string[]>
  readonly n: (id: string) => Promise<number | undefined>
  readonly openWith: (initial: InitialContents) => Promise<void>
  readonly store: () => Store
}

function describeOne({ run, list, n }: Suite): void {
  it('sees the first contents by key, by look-up and as a list', async () => {
    await run(async (state) => {
      expect(await state.get(users, 'a')).toEqual(user('a', { role: 'USER', n: 0 }))
      expect(await state.get(users, 'z')).toBeUndefined()
      expect(await state.find(users, 'email', 'b@example.com')).toHaveLength(1)
      expect(await state.find(users, 'role', 'USER')).toHaveLength(2)
      expect(await state.find(users, 'role', 'ADMIN')).toEqual([])
      expect(await state.list(users)).toHaveLength(2)
      expect(await state.next(users)).toBe(123)
    })
  })

  it('sees its own writes, which others see after it', async () => {
    await run(async (state) => {
      state.put(users, user('c', { role: 'ADMIN' }))
      state.put(users, user('a', { role: 'ADMIN', email: 'new@example.com' }))
      state.delete(users, 'b')
      expect(await state.get(users, 'c')).toEqual(user('c', { role: 'ADMIN' }))
      expect(await state.get(users, 'b')).toBeUndefined()
      expect(await state.find(users, 'email', 'a@example.com')).toEqual([])
      expect(await state.find(users, 'email', 'new@example.com')).toHaveLength(1)
      const admins = await state.find(users, 'role', 'ADMIN')
      expect(admins.map(({ id }) => id)).toEqual(['a', 'c'])
      expect((await state.list(users)).map(({ id }) => id)).toEqual(['a', 'c'])
      expect(await state.next(users)).toBe(123)
      expect(await state.next(users)).toBe(124)
    })
    expect(await list()).toEqual(['a', 'c'])
    expect(await run((state) => state.find(users, 'role', 'ADMIN'))).toHaveLength(2)
    expect(await run((state) => state.find(users, 'email', 'a@example.com'))).toEqual([])
    expect(await run((state) => state.next(users))).toBe(125)
  })

  it('writes nothing when the work throws', async () => {
    const failing = run(async (state) => {
      await state.next(users)
      state.put(users, user('c'))
      state.delete(users, 'a')
      throw new RangeError('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await list()).toEqual(['a', 'b'])
    expect(await run((state) => state.next(users))).toBe(123)
  })

  it('refuses a transaction that somebody kept', async () => {
    let kept: Transaction | undefined
    await run(async (state) => {
      kept = state
    })
    const late = must(kept)
    expect(() => late.put(users, user('z'))).toThrow('over')
    expect(() => late.delete(users, 'a')).toThrow('over')
    expect(() => late.reset()).toThrow('over')
    await expect(late.get(users, 'a')).rejects.toThrow('over')
    expect(await list()).toEqual(['a', 'b'])
  })

  it('refuses an unknown look-up and records that are not JSON objects', async () => {
    await expect(run((state) => state.find(users, 'toString', 'x'))).rejects.toThrow(TypeError)
    const tags: Collection<unknown> = { name: 'tags', key: () => 'x' }
    for (const record of [5, null, [], new Date(0), { at: new Date(0) }, { n: NaN }]) {
      await expect(run(async (state) => state.put(tags, record))).rejects.toThrow(TypeError)
    }
    expect(await n('a')).toBe(0)
  })

  it('takes keys and names that objects treat specially', async () => {
    for (const id of ['__proto__', 'constructor', 'toString', '']) {
      await run(async (state) => {
        expect(await state.get(users, id)).toBeUndefined()
        state.put(users, user(id))
      })
      expect(await run((state) => state.get(users, id))).toEqual(user(id))
    }
  })
}

function describeUnique({ run, list }: Suite): void {
  it('refuses a second record with the value, and writes nothing', async () => {
    const second = run(async (state) => {
      state.put(users, user('d'))
      state.put(users, user('c', { email: 'a@example.com' }))
    })
    await expect(second).rejects.toThrow(UniqueError)
    await expect(second).rejects.toMatchObject({ collection: 'users', lookup: 'email' })
    expect(await list()).toEqual(['a', 'b'])
  })

  it('refuses two new records with one value', async () => {
    const both = run(async (state) => {
      state.put(users, user('c', { email: 'x' }))
      state.put(users, user('d', { email: 'x' }))
    })
    await expect(both).rejects.toThrow(UniqueError)
  })

  it('lets two records swap their values, and a value move on', async () => {
    await run(async (state) => {
      state.put(users, user('a', { email: 'b@example.com' }))
      state.put(users, user('b', { email: 'a@example.com' }))
    })
    expect(await run((state) => state.find(users, 'email', 'a@example.com'))).toEqual([
      user('b', { email: 'a@example.com' }),
    ])
    await run(async (state) => {
      state.delete(users, 'b')
      state.put(users, user('c', { email: 'a@example.com' }))
    })
    expect(await list()).toEqual(['a', 'c'])
  })

  it('lets one of 24 concurrent sign-ups through', async () => {
    const signUps = Array.from({ length: 24 }, (_, i) =>
      run(async (state) => state.put(users, user(`n${i}`, { email: 'same' }))),
    )
    const results = await Promise.allSettled(signUps)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await list()).toHaveLength(3)
  })
}

function describeOrder({ run, list }: Suite): void {
  it('stays when a record is replaced, and ends when it is removed and put again', async () => {
    await run(async (state) => state.put(users, user('c')))
    await run(async (state) => state.put(users, user('a', { n: 5 })))
    expect(await list()).toEqual(['a', 'b', 'c'])
    await run(async (state) => {
      state.delete(users, 'a')
      state.put(users, user('d'))
      state.put(users, user('a'))
      expect((await state.list(users)).map(({ id }) => id)).toEqual(['b', 'c', 'd', 'a'])
    })
    expect(await list()).toEqual(['b', 'c', 'd', 'a'])
  })

  it('holds for a record that changes into a look-up', async () => {
    await run(async (state) => state.put(users, user('c', { role: 'ADMIN' })))
    await run(async (state) => state.put(users, user('a', { role: 'ADMIN' })))
    const admins = await run((state) => state.find(users, 'role', 'ADMIN'))
    expect(admins.map(({ id }) => id)).toEqual(['a', 'c'])
  })

  it('holds for keys that look like numbers', async () => {
    for (const id of ['1234', '7', '123']) await run(async (state) => state.put(users, user(id)))
    expect(await list()).toEqual(['a', 'b', '1234', '7', '123'])
  })
}

function describeIsolation({ run, list, n }: Suite): void {
  it('loses no update of 50 at once', async () => {
    await Promise.all(Array.from({ length: 50 }, () => run(add('a', 1))))
    expect(await n('a')).toBe(50)
  })

  it('gives no number twice', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 50 }, () =>
        run(async (state) => {
          const number = await state.next(users)
          await others()
          return number
        }),
      ),
    )
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers.map((_, i) => 123 + i))
  })

  it('has no write skew: two who each need the other do not both go', async () => {
    const leave = (own: string, other: string) =>
      run(async (state) => {
        const remaining = await state.get(users, other)
        await others()
        if (remaining !== undefined) state.delete(users, own)
      })
    await Promise.all([leave('a', 'b'), leave('b', 'a')])
    expect(await list()).toHaveLength(1)
  })

  const unlessThere: Record<string, (state: Transaction) => Promise<readonly User[]>> = {
    'a look-up that found nothing': (state) => state.find(users, 'role', 'OWNER'),
    'a list': async (state) => (await state.list(users)).filter(({ role }) => role === 'OWNER'),
  }
  it.each(Object.entries(unlessThere))('has no phantoms in %s', async (_, owners) => {
    const become = (id: string) =>
      run(async (state) => {
        const found = await owners(state)
        await others()
        if (found.length === 0) state.put(users, user(id, { role: 'OWNER' }))
      })
    await Promise.all(['x', 'y', 'z'].map(become))
    expect(await run(owners)).toHaveLength(1)
  })

  it('notices a record that left a look-up, and a key that came', async () => {
    const count = run(async (state) => {
      const found = await state.find(users, 'role', 'USER')
      await others(50)
      state.put(users, user('count', { n: found.length }))
    })
    await run(async (state) => state.put(users, user('a', { role: 'ADMIN' })))
    await count
    expect(await n('count')).toBe(1)
    const greet = run(async (state) => {
      const found = await state.get(users, 'guest')
      await others(50)
      state.put(users, user('greeting', { n: found === undefined ? 0 : 1 }))
    })
    await run(async (state) => state.put(users, user('guest')))
    await greet
    expect(await n('greeting')).toBe(1)
  })

  it('shows the order that will be, also when a key that is put goes away meanwhile', async () => {
    await run(async (state) => state.put(users, user('c', { role: 'ADMIN' })))
    const admins = run(async (state) => {
      state.put(users, user('a', { role: 'ADMIN' }))
      const found = await state.find(users, 'role', 'ADMIN')
      await others(50)
      return found.map(({ id }) => id)
    })
    await run(async (state) => state.delete(users, 'a'))
    expect(await admins).toEqual(['c', 'a'])
    expect(await list()).toEqual(['b', 'c', 'a'])
  })

  it('shows a reader one state, and its errors come from one state', async () => {
    const sum = (fail: boolean) =>
      run(async (state) => {
        const a = must(await state.get(users, 'a')).n ?? 0
        await others(20)
        const b = must(await state.get(users, 'b')).n ?? 0
        if (fail && a + b !== 0) throw new RangeError(`torn: ${a} ${b}`)
        return a + b
      })
    const move = () =>
      run(async (state) => {
        await add('a', -1)(state)
        await add('b', 1)(state)
      })
    const readers = Array.from({ length: 20 }, (_, i) => sum(i % 2 === 0))
    const writers = Array.from({ length: 20 }, move)
    expect(new Set(await Promise.all(readers))).toEqual(new Set([0]))
    await Promise.all(writers)
    expect(await n('b')).toBe(20)
  })
}

function describeProgress({ run, n }: Suite): void {
  it('lets a slow transaction through among quick ones, after at most five runs', async () => {
    let runs = 0
    let done = false
    const slow = run(async (state) => {
      runs++
      const { n: before = 0 } = must(await state.get(users, 'a'))
      await new Promise((resolve) => setTimeout(resolve, 5))
      state.put(users, user('a', { n: before + 1000 }))
    }).finally(() => (done = true))
    let quick = 0
    for (const end = Date.now() + 2000; !done && Date.now() < end;) {
      await run(add('a', 1))
      quick++
      await new Promise((resolve) => setImmediate(resolve))
    }
    await slow
    expect(runs).toBeLessThanOrEqual(5)
    expect(runs).toBeGreaterThan(1)
    expect(await n('a')).toBe(1000 + quick)
  })

  it('goes on after work that throws while it has the world to itself', async () => {
    let runs = 0
    let done = false
    const failing = run(async (state) => {
      runs++
      await state.get(users, 'a')
      await new Promise((resolve) => setTimeout(resolve, 5))
      state.put(users, user('never'))
      throw new RangeError('no')
    }).finally(() => (done = true))
    const failed = expect(failing).rejects.toThrow('no')
    for (const end = Date.now() + 2000; !done && Date.now() < end;) {
      await run(add('a', 1))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await failed
    expect(runs).toBeGreaterThan(1)
    await run(add('b', 1))
    expect(await n('never')).toBeUndefined()
  })
}

function describeReset({ run, list, n, openWith }: Suite): void {
  it('puts the world back, drops what was put before, keeps what is put after', async () => {
    await run(async (state) => state.put(users, user('c')))
    await run(async (state) => {
      await state.next(users)
      state.put(users, user('dropped'))
      state.reset()
      expect(await state.get(users, 'c')).toBeUndefined()
      expect(await state.get(users, 'dropped')).toBeUndefined()
      expect(await state.next(users)).toBe(123)
      state.put(users, user('kept'))
      expect(await state.list(users)).toHaveLength(3)
    })
    expect(await list()).toEqual(['a', 'b', 'kept'])
    expect(await run((state) => state.next(users))).toBe(124)
    await run(async (state) => state.reset())
    expect(await list()).toEqual(['a', 'b'])
    expect(await run((state) => state.next(users))).toBe(123)
  })

  it('conflicts with writers at work: nothing that was read before it comes back', async () => {
    await run(async (state) => state.put(users, user('old', { n: 1 })))
    const seen: (number | undefined)[] = []
    const writers = Array.from({ length: 16 }, (_, i) =>
      run(async (state) => {
        const old = await state.get(users, 'old')
        await others(i * 3)
        seen[i] = old?.n
        state.put(users, old === undefined ? user(`late${i}`) : { ...old, n: 2 })
      }),
    )
    await others(8)
    let resolved = false
    const reset = run(async (state) => state.reset()).then(() => (resolved = true))
    const watch = (async () => {
      while (!resolved) await new Promise((resolve) => setImmediate(resolve))
      return run((state) => state.get(users, 'old'))
    })()
    await Promise.all([...writers, reset])
    expect(await watch).toBeUndefined()
    expect(await n('old')).toBeUndefined()
  })

  it('conflicts with a writer that read nothing, and with a reader', async () => {
    let runs = 0
    const blind = run(async (state) => {
      runs++
      await others(50)
      state.put(users, user('blind'))
    })
    const reader = run(async (state) => {
      const before = await state.list(users)
      await others(50)
      return [...before, ...(await state.list(users))].length
    })
    await run(async (state) => {
      state.put(users, user('gone'))
      state.reset()
    })
    await blind
    expect([4, 6]).toContain(await reader)
    expect(runs).toBe(2)
    expect(await list()).toEqual(['a', 'b', 'blind'])
  })

  it('is not done when its reading or its contents fail', async () => {
    let fail = false
    await openWith((world) => {
      if (fail) throw new RangeError(`no contents for ${world}`)
      return contents()
    })
    await run(async (state) => state.put(users, user('c')))
    fail = true
    await expect(run(async (state) => state.reset())).rejects.toThrow('no contents for w')
    await expect(
      run(async (state) => {
        state.reset()
        throw new RangeError('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    fail = false
    expect(await list()).toEqual(['a', 'b', 'c'])
  })
}

function describeMutation({ run, n }: Suite): void {
  interface Deep {
    id: string
    list: string[]
    inner: { n: number }
  }
  const things: Collection<Deep> = { name: 'things', key: (thing) => thing.id }

  it('freezes what it hands out, first contents included', async () => {
    const first = must(await run((state) => state.get(users, 'a')))
    expect(() => Object.assign(first, { n: 9 })).toThrow(TypeError)
    const all = await run((state) => state.list(users))
    expect(() => (all as User[]).pop()).toThrow(TypeError)
    const found = await run((state) => state.find(users, 'role', 'USER'))
    expect(() => (found as User[]).reverse()).toThrow(TypeError)
    expect(await n('a')).toBe(0)
  })

  it('copies what it takes in', async () => {
    const thing: Deep = { id: 't', list: ['x'], inner: { n: 1 } }
    await run(async (state) => {
      state.put(things, thing)
      thing.list.push('y')
      thing.inner.n = 2
    })
    thing.inner.n = 3
    const stored = must(await run((state) => state.get(things, 't')))
    expect(stored).toEqual({ id: 't', list: ['x'], inner: { n: 1 } })
    expect(() => stored.list.push('z')).toThrow(TypeError)
    expect(() => (stored.inner.n = 4)).toThrow(TypeError)
  })

  it('keeps what JSON keeps', async () => {
    const record = {
      id: 'x',
      a: undefined,
      b: [undefined, null, -0],
      c: '\ud800',
      ['__proto__']: 1,
    }
    const plain: Collection<Record<string, unknown>> = { name: 'plain', key: () => 'x' }
    await run(async (state) => state.put(plain, JSON.parse('{"__proto__":{"n":1}}')))
    expect(JSON.stringify(await run((state) => state.get(plain, 'x')))).toBe(
      '{"__proto__":{"n":1}}',
    )
    await run(async (state) => state.put(plain, record))
    const stored = must(await run((state) => state.get(plain, 'x')))
    expect(Object.keys(stored)).not.toContain('a')
    expect(stored).toEqual(JSON.parse(JSON.stringify(record)))
  })
}

function describeWorlds({ run, n, openWith, store }: Suite): void {
  it('are apart, also when they are made from the same object', async () => {
    const shared = await contents()
    await openWith(() => shared)
    const find = (world: string, email: string) =>
      store().transaction(world, (state) => state.find(users, 'email', email))
    for (const world of ['w', 'other']) expect(await find(world, 'a@example.com')).toHaveLength(1)
    await run(async (state) => state.put(users, user('a', { n: 7, email: 'new' })))
    expect(await find('w', 'a@example.com')).toEqual([])
    expect(await find('other', 'a@example.com')).toHaveLength(1)
    expect(await find('other', 'new')).toEqual([])
    const other = await store().transaction('other', (state) => state.get(users, 'a'))
    expect(other?.n).toBe(0)
    expect(await n('a')).toBe(7)
    expect(await store().transaction('third', (state) => state.next(users))).toBe(123)
    expect(await store().transaction('other', (state) => state.next(users))).toBe(123)
  })

  it('are made once, at first use, and again when that failed', async () => {
    const made: string[] = []
    let fail = true
    await openWith(async (world) => {
      made.push(world)
      await others()
      if (fail) throw new RangeError('not yet')
      return contents()
    })
    const both = await Promise.allSettled([n('a'), n('a')])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fail = false
    expect(await Promise.all([n('a'), n('b'), run(add('a', 1))])).toBeDefined()
    expect(made).toEqual(['w', 'w'])
  })

  it('have names that lead nowhere else', async () => {
    for (const name of ['', '.', '..', '../x', 'A', 'a/b', 'a\0b', '-a', 'x'.repeat(64)]) {
      const refused = store().transaction(name, (state) => state.get(users, 'a'))
      await expect(refused).rejects.toMatchObject({ code: 'sandbox-name-invalid', status: 422 })
    }
  })

  it('end with the store: what was accepted ends, what comes later is refused', async () => {
    const ended: string[] = []
    const accepted = run(async (state) => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      await add('a', 1)(state)
    }).then(() => ended.push('accepted'))
    const closed = store()
      .close()
      .then(() => ended.push('closed'))
    await expect(n('a')).rejects.toThrow('closed')
    await Promise.all([accepted, closed])
    expect(ended).toEqual(['accepted', 'closed'])
    await store().close()
  })
}
