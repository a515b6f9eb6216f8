// Measures what sandboxes cost: making a thousand of them, what each keeps in memory above the seed that they
// share, and the fork of one with 10,000 users. A program of its own, so that nothing else is in its memory.
// usage: node --expose-gc bench/sandboxes.mjs; bench.mjs runs it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from '../dist/index.js'
import { openJsonFileStore } from '../dist/store/json-file-store.js'
import { createMemoryStore } from '../dist/store/memory-store.js'

const COUNT = 1000
const USERS = 10_000
const FORKS = 21

const usedBytes = () => {
  for (let round = 0; round < 4; round++) globalThis.gc()
  return process.memoryUsage().heapUsed
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** First uses of sandboxes by name, in process. */
const measureCreation = async () => {
  const server = await createServer()
  const use = async (name) => {
    const request = new Request('http://localhost/_sandbox/v1/outbox', {
      headers: { 'x-sandbox': name },
    })
    const response = await server.fetch(request)
    if (response.status !== 200) throw new Error(`${name}: ${response.status}`)
    await response.arrayBuffer()
  }
  for (let i = 0; i < 200; i++) await use('first')
  const before = usedBytes()
  const start = performance.now()
  for (let i = 0; i < COUNT; i++) await use(`bench-${i}`)
  const milliseconds = performance.now() - start
  const kilobytes = (usedBytes() - before) / COUNT / 1000
  await server.close()
  return { milliseconds, kilobytes }
}

const users = {
  name: 'users',
  key: (user) => user.id,
  unique: { email: (user) => user.email },
  index: { role: (user) => user.role },
}
const userOf = (i) => ({
  ...{ id: `u${i}`, email: `user${i}@example.com`, role: i % 5 === 0 ? 'ADMIN' : 'SITE_USER' },
  ...{ firstName: 'Ada', lastName: `Number ${i}`, isEnabled: true, organizationIds: ['1', '2'] },
})
const contents = {
  collections: {
    users: Object.fromEntries(
      Array.from({ length: USERS }, (_, i) => userOf(i)).map((user) => [user.id, user]),
    ),
  },
}

/** Forks of a sandbox that goes on being written: milliseconds of the median fork, bytes of each. */
const measureForks = async (store) => {
  await store.replace({ world: 'origin' }, contents)
  const fork = async (i) => {
    await store.transaction('origin', async (state) => {
      const [user] = await state.find(users, 'email', `user${i}@example.com`)
      state.put(users, { ...user, lastName: 'Changed' })
    })
    const start = performance.now()
    await store.copy({ world: 'origin' }, { world: `fork-${i}` })
    return performance.now() - start
  }
  // Look-ups are made at the first write.
  await fork(FORKS)
  const before = usedBytes()
  const times = []
  for (let i = 0; i < FORKS; i++) times.push(await fork(i))
  const kilobytes = (usedBytes() - before) / FORKS / 1000
  await store.close()
  return { milliseconds: median(times), kilobytes }
}

const created = await measureCreation()
const inMemory = await measureForks(createMemoryStore(() => contents))
const directory = await mkdtemp(join(tmpdir(), 'bench-'))
const inFiles = await measureForks(await openJsonFileStore({ directory, initial: () => contents }))
await rm(directory, { recursive: true })
const rounded = (number) => Number(number.toPrecision(3))
const rows = [
  ['creation of 1,000 sandboxes', 'ms', created.milliseconds],
  ['idle sandbox, above the shared seed', 'kB', created.kilobytes, 20],
  ['fork of 10,000 users, in memory', 'ms', inMemory.milliseconds, 5],
  ['fork of 10,000 users, memory it takes', 'kB', inMemory.kilobytes],
  ['fork of 10,000 users, in files', 'ms', inFiles.milliseconds],
]
console.log(
  JSON.stringify(
    rows.map(([name, unit, value, bar]) => ({ name, unit, value: rounded(value), bar })),
  ),
)
