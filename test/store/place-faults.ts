import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJsonFileStore } from '../../src/store/json-file-store.js'
import { firstImage, type Store, type WorldContents } from '../../src/store/store.js'
import { hookedFs, systemError } from './hooked-fs.js'
import { contents, user, users } from './store-suite.js'

/** What should be there: for each place its ids, as text. */
type Places = Readonly<Record<string, string>>

const first = 'a,b'

/** Without worlds that hold their first contents: one that was only read is as good as none. */
const changed = (places: Places): Places =>
  Object.fromEntries(
    Object.entries(places).filter(([name, ids]) => name.includes('/') || ids !== first),
  )

/** A step on the store, and what it makes of the places. */
interface Step {
  readonly run: (store: Store) => Promise<unknown>
  readonly makes: (places: Places) => Places
}

const place = (text: string) => {
  const [world = '', image] = text.split('/')
  return image === undefined ? { world } : { world, image }
}

const put = (world: string, id: string): Step => ({
  run: (store) => store.transaction(world, async (state) => state.put(users, user(id))),
  makes: (places) => ({ ...places, [world]: `${places[world] ?? first},${id}` }),
})

const copy = (from: string, to: string): Step => ({
  run: (store) => store.copy(place(from), place(to), '2026-01-02T00:00:00.000Z'),
  makes: (places) => changed({ ...places, [to]: places[from] ?? first }),
})

const replace = (to: string, id: string): Step => ({
  run: (store) => store.replace(place(to), { collections: { users: { [id]: user(id) } } }),
  makes: (places) => ({ ...places, [to]: id }),
})

const remove = (from: string): Step => ({
  run: (store) => store.remove(place(from)),
  makes: (places) =>
    Object.fromEntries(
      Object.entries(places).filter(([name]) => name !== from && !name.startsWith(`${from}/`)),
    ),
})

const steps: readonly Step[] = [
  put('w', 'c'),
  copy('w', 'w/i'),
  put('w', 'd'),
  copy('w', 'v'),
  copy('v', 'v/j'),
  copy('w/i', 'w'),
  replace(`u/${firstImage}`, 'x'),
  replace('v/j', 'y'),
  remove('w/i'),
  remove('v'),
  put('v', 'e'),
  copy('w', 'v/k'),
]

const idsOf = (held: WorldContents | undefined) =>
  held && Object.keys(held.collections['users'] ?? {}).join()

const everywhere = ['w', 'w/i', 'v', 'v/j', 'v/k', `u/${firstImage}`]

async function look(store: Store): Promise<Places> {
  const places: Record<string, string> = {}
  for (const name of everywhere) {
    const ids = idsOf(await store.contents(place(name)))
    if (ids !== undefined) places[name] = ids
  }
  return changed(places)
}

const unknown = (error: unknown) => /unknown|durable/.test(String(error))

/** Takes all steps; a world that asks for a restart gets one. Returns what is there for sure, or may be. */
async function scenario(directory: string, fs: ReturnType<typeof hookedFs>): Promise<void> {
  const open = () => openJsonFileStore({ directory, initial: contents, fs })
  let store = await open().catch(open)
  let places: Places = {}
  for (const step of steps) {
    const next = step.makes(places)
    const error: unknown = await step.run(store).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (error === undefined) places = next
    else
      expect(error).toHaveProperty(
        'code',
        expect.stringMatching(/^(store-full|snapshot-unknown|sandbox-unknown|data-unwritable)$/),
      )
    if (error !== undefined && unknown(error)) {
      await store.close()
      store = await open()
      const seen = await look(store)
      expect([places, next]).toContainEqual(seen)
      places = seen
    } else {
      expect(await look(store).catch(() => look(store))).toEqual(places)
    }
  }
  await store.close()
  const reopened = await openJsonFileStore({ directory, initial: contents })
  expect(await look(reopened)).toEqual(places)
  for (const world of ['u', 'v', 'w']) await reopened.open(world)
  await reopened.close()
  await expectTidy(directory)
}

/** No temporary file, nothing half removed. */
async function expectTidy(directory: string): Promise<void> {
  const names = await readdir(join(directory, 'sandboxes'), { recursive: true })
  expect(names.filter((name) => !/^[uvw](\/images(\/\w+)?)?(\/db\.json)?$/.test(name))).toEqual([])
}

/** Fails the n-th call; tells whether there were so many. */
async function failNth(n: number, code: string, when: 'before' | 'after'): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'place-faults-'))
  let calls = 0
  const hook = (call: string) => {
    if (++calls === n) throw systemError(code, call.split(' ')[0] ?? '')
  }
  try {
    await scenario(directory, hookedFs({ [when]: hook }))
  } catch (error) {
    throw new Error(`the ${n}th call fails ${when} it was made`, { cause: error })
  }
  await rm(directory, { recursive: true })
  return calls >= n
}

function signal(): [Promise<void>, () => void] {
  let give: () => void = () => undefined
  const given = new Promise<void>((resolve) => (give = resolve))
  return [given, give]
}

/** Ends all life at the n-th call: whoever starts next finds the old contents or the new; tells whether there were so many. */
async function endNth(n: number): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'place-ends-'))
  let calls = 0
  const [over, isOver] = signal()
  const [buried, bury] = signal()
  const before = async (call: string) => {
    if (++calls < n) return
    isOver()
    await buried
    throw systemError('EIO', call.split(' ')[0] ?? '')
  }
  let places: readonly Places[] = [{}]
  const live = async () => {
    const store = await openJsonFileStore({
      directory,
      initial: contents,
      fs: hookedFs({ before }),
    })
    try {
      for (const step of steps) {
        const [now = {}] = places
        places = [now, step.makes(now)]
        await step.run(store)
        places = places.slice(1)
      }
    } finally {
      await store.close()
    }
  }
  const life = live().catch(() => undefined)
  await Promise.race([over, life])
  const possible = places
  const after = `${directory}-after`
  await cp(join(directory, 'sandboxes'), join(after, 'sandboxes'), { recursive: true }).catch(
    // It had not come to that.
    (error: unknown) => expect(error).toHaveProperty('code', 'ENOENT'),
  )
  const store = await openJsonFileStore({ directory: after, initial: contents })
  expect(possible).toContainEqual(await look(store))
  for (const world of ['u', 'v', 'w']) await store.open(world)
  await store.close()
  await expectTidy(after)
  // Only now what the dead one held open is closed.
  bury()
  await life
  for (const folder of [directory, after]) await rm(folder, { recursive: true })
  return calls >= n
}

/** Takes 1, 1 + every, ... until there were not so many calls. */
async function forEach(every: number, take: (n: number) => Promise<boolean>): Promise<void> {
  let n = 1
  for (let more = true; more; n += 8 * every) {
    const next = Array.from({ length: 8 }, (_, i) => take(n + i * every))
    more = !(await Promise.all(next)).includes(false)
  }
  expect(n).toBeGreaterThan(160)
}

/** Fails each n-th call, and ends at it; for every n, or only for each of so many. */
export function describePlaceFaults(every: number): void {
  it.each(['before', 'after'] as const)(
    'a fault %s a call: a copy, a replacement or a removal is made or not made',
    (when) => forEach(every, (n) => failNth(n, 'EIO', when)),
  )

  it('the end of the process at a call leaves what was or what will be', () =>
    forEach(every, endNth))
}
