import assert from 'node:assert/strict'
import type { Story } from './heydonto-stories.js'
import { HeydontoWorker } from './heydonto-worker.js'
import { workerCall } from './worker-call.js'

const save: Story = async (worker) => {
  const name = `saved-${worker.random.int(1, 3)}`
  await worker.control('POST /snapshots', 201, { name })
  worker.snapshots.set(name, worker.world.clone())
}

const someSnapshot = ({ random, snapshots }: HeydontoWorker): string | undefined =>
  snapshots.size === 0 ? undefined : random.pick([...snapshots.keys()])

const restore: Story = async (worker) => {
  const name = someSnapshot(worker)
  const saved = name === undefined ? undefined : worker.snapshots.get(name)
  if (!saved) return save(worker)
  await worker.control(`POST /snapshots/${name}/restore`, 204)
  worker.world = saved.clone()
  await worker.refreshAdmin()
  await worker.checkUsers()
}

const compare: Story = async (worker) => {
  const name = someSnapshot(worker)
  const saved = name === undefined ? undefined : worker.snapshots.get(name)
  if (!saved) return save(worker)
  const { changes } = (await worker.control(`GET /snapshots/${name}/diff`, 200)) as {
    readonly changes: readonly { collection: string; id: string; change: string }[]
  }
  const told = changes.filter(({ collection }) => collection === 'users')
  const before = new Set(saved.users.map(({ id }) => String(id)))
  const now = new Set(worker.world.users.map(({ id }) => String(id)))
  const ids = (change: string) =>
    told
      .filter((one) => one.change === change)
      .map(({ id }) => id)
      .sort()
  assert.deepEqual(ids('added'), [...now].filter((id) => !before.has(id)).sort())
  assert.deepEqual(ids('removed'), [...before].filter((id) => !now.has(id)).sort())
}

const reset: Story = async (worker) => {
  await worker.control('POST /reset', 204)
  worker.world.begin()
  await worker.control('DELETE /faults', 204)
  await worker.emptyJournal()
  await worker.freezeAt(Date.UTC(2031, 0, 1) + worker.random.int(0, 1_000_000) * 1000)
}

/** A fork lives beside its origin: it begins as that is, changes alone, and returns to where it began. */
const forkFrom =
  (url: string): Story =>
  async (worker) => {
    const name = `${worker.name}-fork-${worker.random.int(1, 1_000_000)}`
    await worker.control('POST /sandboxes', 201, { name, from: { sandbox: worker.name } })
    const fork = new HeydontoWorker(name, worker.random, workerCall(url, name))
    fork.world = worker.world.clone()
    await fork.check()
    await fork.control('PUT /state/users', 200, {
      records: [
        { email: 'fork@example.com', firstName: name, lastName: 'Fork', role: 'F', password: 'p' },
      ],
    })
    await worker.checkUsers()
    await fork.control('POST /reset', 204)
    await fork.checkUsers()
    await worker.control(`DELETE /sandboxes/${name}`, 204)
  }

/** What puts a world back, and goes on from it. */
export const snapshotStories = (url: string): Readonly<Record<string, Story>> => ({
  ...{ save, restore, again: restore, compare, reset, fork: forkFrom(url) },
})
