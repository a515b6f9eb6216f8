import assert from 'node:assert/strict'
import type { HeydontoWorker } from './heydonto-worker.js'
import type { PlainUser } from './heydonto-world.js'
import type { WorkerAnswer } from './worker-call.js'

/** Something that a test of a user would do, from beginning to end. */
export type Story = (worker: HeydontoWorker) => Promise<void>

const must = (answer: WorkerAnswer, status: number): WorkerAnswer => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer
}

/** All workers use the same few addresses, so that worlds which mix collide. */
const someEmail = ({ random }: HeydontoWorker): string => `person${random.int(1, 12)}@example.com`

const someUser = ({ random, world }: HeydontoWorker): PlainUser => random.pick(world.users)

const isSeeded = ({ id }: PlainUser): boolean => id === 1

const newUser = (worker: HeydontoWorker) => ({
  email: someEmail(worker),
  firstName: worker.name,
  lastName: `Nr ${worker.random.int(1, 999)}`,
  role: worker.random.pick(['ADMIN', 'SITE_USER', 'NURSE']),
})

const noteNewUser = (worker: HeydontoWorker, given: ReturnType<typeof newUser>): PlainUser => {
  const account = { password: 'first-password', invited: true }
  const user = worker.world.add({ ...given, isEnabled: true, tosAcceptedAt: null }, account)
  worker.world.send(user, 'invitation')
  return user
}

const create: Story = async (worker) => {
  const given = newUser(worker)
  const body = { ...given, password: 'first-password' }
  const answer = await worker.asAdmin('POST /user', body)
  if (worker.world.byEmail(given.email)) return void must(answer, 409)
  assert.equal(must(answer, 201).body.id, noteNewUser(worker, given).id)
}

const update: Story = async (worker) => {
  const user = someUser(worker)
  if (isSeeded(user)) return create(worker)
  const wish = { ...newUser(worker), isEnabled: worker.random.int(0, 3) > 0 }
  const answer = await worker.asAdmin(`PUT /user/${user.id}`, { id: user.id, ...wish })
  const holder = worker.world.byEmail(wish.email)
  if (holder && holder.id !== user.id) return void must(answer, 409)
  const { email, firstName, lastName, role, isEnabled } = must(answer, 200).body
  assert.deepEqual({ email, firstName, lastName, role, isEnabled }, wish)
  worker.world.replace({ ...user, ...wish })
}

const remove: Story = async (worker) => {
  const user = someUser(worker)
  if (isSeeded(user)) return create(worker)
  must(await worker.asAdmin(`DELETE /user/${user.id}`), 200)
  worker.world.remove(user.id)
  must(await worker.asAdmin(`DELETE /user/${user.id}`), 404)
}

const find: Story = async (worker) => {
  const { role } = someUser(worker)
  const { body } = must(await worker.asAdmin(`GET /user?userRole=${role}`), 200)
  const expected = worker.world.users.filter((user) => user.role === role)
  assert.deepEqual(body.map(({ id }: PlainUser) => id).sort(), expected.map(({ id }) => id).sort())
}

const login: Story = async (worker) => {
  const user = someUser(worker)
  const password = worker.world.accounts.get(user.id)?.password
  const answer = await worker.ask('POST /auth/login', { email: user.email, password })
  if (!user.isEnabled) return void must(answer, 401)
  const { token } = must(answer, 200).body
  const me = must(await worker.ask('GET /auth/user', undefined, token), 200).body
  assert.deepEqual([me.id, me.firstName], [String(user.id), user.firstName])
  must(await worker.ask('POST /auth/logout', undefined, token), 200)
  must(await worker.ask('GET /auth/user', undefined, token), 401)
}

const accept: Story = async (worker) => {
  const user = someUser(worker)
  if (!user.isEnabled) return
  const token = await worker.tokenOf(user)
  must(await worker.ask('POST /auth/tos-accept', undefined, token), 200)
  worker.world.replace({ ...user, tosAcceptedAt: worker.world.now() })
}

const forget: Story = async (worker) => {
  const user = someUser(worker)
  must(await worker.ask('POST /auth/forgot-password', { email: user.email }), 200)
  const place = `/outbox/wait?to=${user.email}&kind=password-reset`
  if (!user.isEnabled) return
  const { id, createdAt } = worker.world.send(user, 'password-reset')
  const mail = await worker.control(`GET ${place}&timeoutMs=5000`, 200)
  assert.equal(mail.id, id)
  if (createdAt !== undefined) assert.equal(mail.createdAt, createdAt)
  const password = `password-${worker.random.int(1, 999)}`
  must(await worker.ask('POST /auth/set-password', { token: mail.token, password }), 200)
  must(await worker.ask('POST /auth/set-password', { token: mail.token, password }), 401)
  worker.world.replace(user, { password })
  if (isSeeded(user)) await worker.refreshAdmin()
  must(await worker.ask('POST /auth/login', { email: user.email, password }), 200)
}

const waitInVain: Story = async (worker) => {
  await worker.control('GET /outbox/wait?to=nobody@example.com&timeoutMs=0', 408)
}

const invite: Story = async (worker) => {
  const user = someUser(worker)
  const account = worker.world.accounts.get(user.id)
  if (account?.invited === undefined) return
  must(await worker.ask(`POST /auth/regenerate-invitation?email=${user.email}`), 200)
  if (!account.invited || !user.isEnabled) return
  const { id } = worker.world.send(user, 'invitation')
  const mail = await worker.control(`GET /outbox/wait?to=${user.email}&kind=invitation`, 200)
  assert.equal(mail.id, id)
  const password = `invited-${worker.random.int(1, 999)}`
  must(await worker.ask('POST /auth/set-password', { token: mail.token, password }), 200)
  worker.world.replace(user, { password, invited: false })
  if (isSeeded(user)) await worker.refreshAdmin()
}

/** What every worker does, whatever its server keeps. */
export const heydontoStories: Readonly<Record<string, Story>> = {
  ...{ create, another: create, update, remove, find, login, accept, forget, invite, waitInVain },
}
