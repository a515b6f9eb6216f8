import { type Server } from '../../src/index.js'
import { inProcess } from './support/call.js'
import { openServer, temporaryFolder } from './support/open-server.js'

const v1 = '/_sandbox/v1'
const user = (id: number) => ({
  ...{ id, email: `a${id}@x.org`, firstName: 'Ann', lastName: 'Lee', role: 'ADMIN' },
})
const at = (server: Server, name: string) => (request: string, body?: unknown) =>
  inProcess(server)(request.replace(' ', ` /@${name}${v1}/`), { body })
type At = ReturnType<typeof at>

const ids = async (call: At) => {
  const { body } = await call('GET state/users')
  return (body as { records: { id: number }[] }).records.map(({ id }) => id)
}

test('records stay in order of insertion after a restart, a restore and a fork', async () => {
  const data = await temporaryFolder()
  const first = await openServer({ data })
  const before = at(first, 'kept')
  await before('PUT seed', { seed: { users: [] } })
  await before('PUT state/users', { records: [user(503), user(501), user(502)] })
  await before('POST snapshots', { name: 'three' })
  await before('PUT state/users', { records: [user(7)] })
  await first.close()
  const second = await openServer({ data })
  const after = at(second, 'kept')
  expect(await ids(after)).toEqual([503, 501, 502, 7])
  await after('POST sandboxes', { name: 'fork', from: { sandbox: 'kept' } })
  expect(await ids(at(second, 'fork'))).toEqual([503, 501, 502, 7])
  await after('POST snapshots/three/restore')
  expect(await ids(after)).toEqual([503, 501, 502])
})

test('of a seed and of what is imported, whole numbers come by number', async () => {
  const server = await openServer()
  const call = at(server, 'seeded')
  const seed = { users: [3, 1, 2].map((id) => ({ ...user(id), password: 'password123' })) }
  await call('PUT seed', { seed })
  expect(await ids(call)).toEqual([1, 2, 3])
  await call('PUT state/users', { records: [user(9), user(8)] })
  await call('POST snapshots', { name: 'out' })
  const { body } = await call('GET snapshots/out')
  await call('PUT snapshots/in', body)
  await call('POST snapshots/in/restore')
  expect(await ids(call)).toEqual([1, 2, 3, 8, 9])
})
