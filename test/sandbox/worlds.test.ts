import { noCookie } from '../../src/auth/session-cookie.js'
import type { Auth } from '../../src/auth/auth.js'
import { secureRandom } from '../../src/sandbox/random.js'
import { createSandboxRegistry } from '../../src/sandbox/sandbox-registry.js'
import { turnsByName } from '../../src/sandbox/turns-by-name.js'
import { Worlds } from '../../src/sandbox/worlds.js'
import { createMemoryStore } from '../../src/store/memory-store.js'

const limits = { records: 100, snapshots: 5, journal: 10 }

/** Sandboxes at a time that the test says. */
const open = (idleSeconds: number | undefined) => {
  const time = { now: 1_000_000 }
  const clock = { now: () => time.now }
  const store = createMemoryStore(() => ({ collections: {} }))
  const registry = createSandboxRegistry<never>({
    ...{ store, clock, random: secureRandom, auth: {} as Auth },
    settings: { authorization: 'any', appUrl: '' },
  })
  const parts = { store, registry, clock, limits, turnsOf: turnsByName() }
  const worlds = new Worlds({ ...parts, idleSeconds, maxSandboxes: 10 })
  const use = (name: string) => registry.run(name, noCookie, async () => undefined)
  return { time, store, registry, worlds, use }
}

describe('sandboxes that nobody uses', () => {
  test('expire after the time of the server, or their own; the default one never', async () => {
    const { time, store, worlds, use } = open(60)
    await Promise.all([use('default'), use('used'), use('idle')])
    await worlds.create({ name: 'patient', idleSeconds: 600 })
    await worlds.create({ name: 'hasty', idleSeconds: 1 })
    expect(await worlds.sweep()).toBe(1_000)
    time.now += 30_000
    await use('used')
    expect(await worlds.sweep()).toBe(30_000)
    expect(store.worlds()).toEqual(['default', 'idle', 'patient', 'used'])
    time.now += 30_000
    expect(await worlds.sweep()).toBe(30_000)
    expect(store.worlds()).toEqual(['default', 'patient', 'used'])
    time.now += 30_000
    await worlds.sweep()
    expect(store.worlds()).toEqual(['default', 'patient'])
    time.now += 600_000
    expect(await worlds.sweep()).toBeUndefined()
    expect(store.worlds()).toEqual(['default'])
  })

  test('stay as long as a request is under way, and their time begins when it ends', async () => {
    const { time, store, registry, worlds, use } = open(60)
    await use('waiting')
    const end = registry.uses.begin('waiting')
    time.now += 600_000
    await worlds.sweep()
    expect(store.worlds()).toEqual(['waiting'])
    end()
    time.now += 59_000
    await worlds.sweep()
    expect(store.worlds()).toEqual(['waiting'])
    time.now += 1_000
    await worlds.sweep()
    expect(store.worlds()).toEqual([])
  })

  test('stay for ever where no time is said', async () => {
    const { time, store, worlds, use } = open(undefined)
    await use('kept')
    time.now += 1e12
    expect(await worlds.sweep()).toBeUndefined()
    expect(store.worlds()).toEqual(['kept'])
    expect((await worlds.find('kept'))?.expiresAt).toBeUndefined()
  })

  test('uses of names that stand for no sandbox are not remembered', () => {
    const { registry } = open(60)
    const end = registry.uses.begin('nobody')
    expect(registry.uses.isActive('nobody')).toBe(true)
    end()
    expect(registry.uses.lastAt('nobody')).toBeUndefined()
  })
})
