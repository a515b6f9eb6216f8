import { readdirSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJsonFileStore } from '../../src/store/json-file-store.js'
import type { Store } from '../../src/store/store.js'
import { hookedFs, type Hooks, systemError } from './hooked-fs.js'
import { contents, user, users } from './store-suite.js'

const list = async (store: Store) =>
  (await store.transaction('w', (state) => state.list(users))).map(({ id }) => id)

/** What happened in one run: which writes were acknowledged, and which were refused. */
interface Run {
  readonly acknowledged: Set<string>
  readonly refused: string[]
  opened: boolean
  /** True when the world asked for a restart. */
  restart: boolean
}

async function write(store: Store, id: string, run: Run): Promise<void> {
  try {
    await store.transaction('w', async (state) => {
      const all = await state.list(users)
      state.put(users, user(id, { n: all.length }))
    })
    run.acknowledged.add(id)
  } catch (error) {
    expect(error).toHaveProperty('code', expect.stringMatching(/^(store-full|data-unwritable)$/))
    if (/unknown|durable/.test(String(error))) run.restart = true
    run.refused.push(id)
  }
}

/** Writes one by one, then three at a time, then one more; looks after each step. */
async function scenario(directory: string, hooks: Hooks): Promise<Run> {
  const run: Run = { acknowledged: new Set(), refused: [], opened: false, restart: false }
  const fs = hookedFs(hooks)
  for (const batch of [
    [['1'], ['2'], ['3', '4', '5']],
    [['6'], ['7']],
  ]) {
    const store = await openJsonFileStore({ directory, initial: contents, fs }).catch((error) => {
      expect(error).toHaveProperty('code', 'data-unwritable')
    })
    if (store === undefined) continue
    run.opened = true
    for (const ids of batch) {
      await Promise.all(ids.map((id) => write(store, id, run)))
      const seen = await list(store).catch(() => undefined)
      if (seen !== undefined && !run.restart) {
        expect(new Set(seen)).toEqual(new Set(['a', 'b', ...run.acknowledged]))
      }
    }
    await store.close()
  }
  return run
}

async function check(directory: string, run: Run): Promise<void> {
  const store = await openJsonFileStore({ directory, initial: contents })
  const seen = new Set(await list(store))
  for (const id of ['a', 'b', ...run.acknowledged]) expect(seen).toContain(id)
  const appeared = run.refused.filter((id) => seen.has(id))
  // Only a world that says "unknown, restart" may show what it refused: that group, nothing later.
  if (!run.restart) expect(appeared).toEqual([])
  expect(appeared.every((id) => run.refused.indexOf(id) < 3)).toBe(true)
  await store.transaction('w', async (state) => state.put(users, user('after')))
  expect(await list(store)).toContain('after')
  await store.close()
  const files = await readdir(join(directory, 'sandboxes', 'w'))
  expect(files).toEqual(['db.json'])
}

const openFiles = () => readdirSync('/proc/self/fd').length

const faults = [
  ['EIO', 'before'],
  ['EIO', 'after'],
  ['ENOSPC', 'before'],
] as const

/** Fails the n-th call; tells whether there were so many. */
async function failNth(n: number, code: string, when: 'before' | 'after'): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'faults-'))
  let calls = 0
  const hook = (call: string) => {
    calls++
    if (calls === n) throw systemError(code, call.split(' ')[0] ?? '')
  }
  const run = await scenario(directory, { [when]: hook })
  if (calls >= n) expect(run.acknowledged.size).toBeGreaterThanOrEqual(2)
  await check(directory, run)
  await rm(directory, { recursive: true })
  return calls >= n
}

it.each(faults)(
  '%s %s the n-th call, for every n: nothing is lost or garbled',
  async (code, when) => {
    const files = openFiles()
    let failed = 0
    for (let more = true; more;) {
      const next = Array.from({ length: 12 }, (_, i) => failNth(failed + i + 1, code, when))
      const happened = await Promise.all(next)
      failed += happened.filter(Boolean).length
      more = !happened.includes(false)
    }
    expect(failed).toBeGreaterThan(40)
    expect(openFiles()).toBeLessThanOrEqual(files)
  },
)

it('a disk that is full for a while loses nothing and keeps nothing that it refused', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'faults-'))
  let full = false
  const before = (call: string) => {
    if (full && call.startsWith('writeFile')) throw systemError('ENOSPC', 'write')
  }
  const store = await openJsonFileStore({ directory, initial: contents, fs: hookedFs({ before }) })
  const run: Run = { acknowledged: new Set(), refused: [], opened: true, restart: false }
  for (let i = 0; i < 60; i++) {
    full = i % 20 > 9
    await Promise.all([write(store, `x${i}`, run), write(store, `y${i}`, run)])
  }
  expect(run.refused).toHaveLength(60)
  expect(new Set(await list(store))).toEqual(new Set(['a', 'b', ...run.acknowledged]))
  await store.close()
  await check(directory, run)
  await rm(directory, { recursive: true })
})
