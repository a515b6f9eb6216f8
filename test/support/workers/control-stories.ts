import assert from 'node:assert/strict'
import type { Story } from './heydonto-stories.js'
import type { HeydontoWorker } from './heydonto-worker.js'

const hour = 3_600_000

/** No worker has the time of another. */
const someTime = ({ random }: HeydontoWorker): number =>
  Date.UTC(2030, 0, 1) + random.int(0, 3_000_000) * 1000

const freeze: Story = (worker) => worker.freezeAt(someTime(worker))

const run: Story = async (worker) => {
  const mode = worker.random.pick(['real', 'offset'])
  const wish = mode === 'real' ? { mode } : { mode, offsetMs: worker.random.int(1, 9) * hour }
  assert.equal((await worker.control('PUT /clock', 200, wish)).mode, mode)
  worker.world.frozenAt = undefined
  await worker.refreshAdmin()
}

const expire: Story = async (worker) => {
  await freeze(worker)
  const token = await worker.tokenOf({ email: 'admin@example.com' })
  const answers: number[] = []
  for (const hours of [23, 2]) {
    await worker.control('POST /clock/advance', 200, { seconds: hours * 3600 })
    answers.push((await worker.ask('GET /auth/user', undefined, token)).status)
  }
  assert.deepEqual(answers, [200, 401])
  worker.world.frozenAt = (worker.world.frozenAt ?? 0) + 25 * hour
  await worker.refreshAdmin()
}

const fail: Story = async (worker) => {
  const operationId = 'UsersController_findUsers'
  const rule = { operationId, times: 2, answer: { status: 503 } }
  const { id } = await worker.control('POST /faults', 201, rule)
  const statuses: number[] = []
  for (let count = 0; count < 3; count++)
    statuses.push((await worker.asAdmin('GET /user?userRole=ADMIN')).status)
  assert.deepEqual(statuses, [503, 503, 200])
  assert.ok(typeof id === 'string')
  await worker.control('DELETE /faults', 204)
}

const loseAnswer: Story = async (worker) => {
  const operationId = 'UsersController_createUser'
  const fault = worker.random.pick([{ answer: { status: 500 } }, { connection: 'reset' }])
  await worker.control('PUT /faults/lost', 201, { operationId, status: '2XX', times: 1, ...fault })
  const email = `lost${worker.random.int(1, 4)}@example.com`
  const names = { firstName: worker.name, lastName: 'Lost', role: 'NURSE' }
  const body = { email, ...names, password: 'first-password' }
  const { status } = await worker.asAdmin('POST /user', body)
  const isThere = worker.world.byEmail(email) !== undefined
  assert.equal(status, isThere ? 409 : 'answer' in fault ? 500 : 0)
  if (!isThere) {
    const account = { password: 'first-password', invited: true }
    const user = { email, ...names, isEnabled: true, tosAcceptedAt: null }
    worker.world.send(worker.world.add(user, account), 'invitation')
  }
  await worker.control('DELETE /faults/lost', 204)
}

const breakConnection: Story = async (worker) => {
  const connection = worker.random.pick(['reset', 'empty'])
  const rule = { method: 'POST', path: '/auth/*', connection }
  const { id } = await worker.control('POST /faults', 201, rule)
  const body = { email: 'user@example.com' }
  assert.equal((await worker.ask('POST /auth/forgot-password', body)).status, 0)
  await worker.control(`DELETE /faults/${id}`, 204)
  assert.deepEqual(await worker.control('GET /faults', 200), { faults: [] })
}

const limit: Story = async (worker) => {
  await freeze(worker)
  await worker.control('POST /faults', 201, {
    operationId: 'AuthController_logout',
    rateLimit: { requests: 2, perSeconds: 60 },
  })
  const logout = async () => (await worker.ask('POST /auth/logout')).status
  assert.deepEqual([await logout(), await logout(), await logout()], [200, 200, 429])
  await worker.freezeAt((worker.world.frozenAt ?? 0) + 61_000)
  assert.equal(await logout(), 200)
  await worker.control('DELETE /faults', 204)
}

const script: Story = async (worker) => {
  const place = '/scripts/AuthController_logout'
  const answers = [{ status: 503 }, {}, { answer: { status: 418 } }, { status: 502 }]
  await worker.control(`PUT ${place}`, 200, { answers })
  const statuses: number[] = []
  for (let count = 0; count < 3; count++)
    statuses.push((await worker.ask('POST /auth/logout')).status)
  assert.deepEqual(statuses, [503, 200, 418])
  if (worker.random.int(0, 1) === 0) {
    assert.equal((await worker.ask('POST /auth/logout')).status, 502)
  } else {
    await worker.control(`DELETE ${place}`, 204)
  }
  assert.equal((await worker.ask('POST /auth/logout')).status, 200)
}

const count: Story = async (worker) => {
  const operationId = worker.random.pick(worker.calls)?.operationId
  if (operationId === undefined) return
  const times = worker.calls.filter((call) => call.operationId === operationId).length
  const query = `operationId=${operationId}&timeoutMs=0`
  const { total } = await worker.control(`GET /journal/wait?${query}&atLeast=${times}`, 200)
  assert.equal(total, times)
  await worker.control(`GET /journal/wait?${query}&atLeast=${times + 1}`, 408)
}

const putRecord: Story = async (worker) => {
  const email = `put${worker.random.int(1, 4)}@example.com`
  if (worker.world.byEmail(email)) return
  const user = { email, firstName: worker.name, lastName: 'Put', role: 'NURSE' }
  const record = { ...user, isEnabled: true, tosAcceptedAt: null }
  const wish = { records: [{ ...record, password: 'put-password' }] }
  const { records } = await worker.control('PUT /state/users', 200, wish)
  const account = { password: 'put-password', invited: undefined }
  assert.equal(records[0].id, worker.world.add(record, account).id)
  assert.equal(records[0].password, undefined)
}

const clearOutbox: Story = async (worker) => {
  await worker.control('DELETE /outbox', 204)
  worker.world.mails = []
}

/** What tests do with the control API in between. */
export const controlStories: Readonly<Record<string, Story>> = {
  ...{ freeze, run, expire, fail, loseAnswer, breakConnection, limit, script, count, putRecord },
  clearOutbox,
}
