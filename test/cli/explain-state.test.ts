import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.js'

const trains = join(__dirname, '../fixtures/state-labels/trains.openapi.json')

const ran = (...words: string[]) => runCommand(words)

let folder = ''
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-state-'))))
afterAll(() => rm(folder, { recursive: true }))

const columns = (line: string | undefined): readonly string[] => (line ?? '').split(/ {2,}/)

test('explain-state prints a row for each operation, with the reason, and counts them', async () => {
  const { code, out, err } = await ran('explain-state', trains)
  expect({ code, err }).toEqual({ code: 0, err: [] })
  expect(columns(out[0])).toEqual([
    'OPERATION',
    'ROLE',
    'RESOURCE',
    'IDENTITY',
    'ENVELOPE',
    'PARENT',
    'SURE',
    'REASON',
  ])
  const row = (operation: string) => columns(out.find((line) => line.startsWith(`${operation} `)))
  expect(row('GET /carts/{cartId}/items')).toEqual([
    'GET /carts/{cartId}/items',
    'list',
    'carts/items',
    'sku',
    'items',
    'carts by cartId',
    '0.95',
    'GET beside the path of an item answers the array items',
  ])
  expect(row('POST /bookings/{bookingId}/cancel').slice(1)).toEqual([
    'action',
    'bookings',
    'id',
    '-',
    '-',
    '0.75',
    'cancel sets status to cancelled',
  ])
  expect(row('DELETE /carts/{cartId}/items')[1]).toBe('mock')
  expect(row('GET /trips')[1]).toBe('mock (list?)')
  expect(out.at(-1)).toMatch(/^34 operations: 26 answered by state, 8 by the mock; \d resources\.$/)
})

test('--json prints the same for programs', async () => {
  const { out } = await ran('explain-state', trains, '--json')
  const rows = JSON.parse(out.join('\n')) as readonly Record<string, unknown>[]
  expect(rows).toHaveLength(34)
  expect(rows.find(({ path }) => path === '/bookings/{bookingId}/archive')).toEqual({
    operation: 'post_bookings_bookingid_archive',
    method: 'POST',
    path: '/bookings/{bookingId}/archive',
    answeredBy: 'state',
    role: 'action',
    resource: 'bookings',
    identity: ['id'],
    action: 'archivedAt = now',
    confidence: 0.75,
    reason: 'archive sets archivedAt to the time',
  })
})

test('--state-file corrects; what is wrong in it is told with file and line', async () => {
  const file = join(folder, 'state.yaml')
  await writeFile(file, 'DELETE /bookings/{bookingId}:\n  ignore: true\n')
  const { out } = await ran('explain-state', trains, '--state-file', file)
  expect(out.find((line) => line.startsWith('DELETE /bookings/{'))).toMatch(/ mock /)
  await writeFile(file, 'GET /me:\n  ignore: true\nGET /mee:\n  ignore: true\n')
  const { code, err } = await ran('explain-state', trains, '--state-file', file)
  expect(code).toBe(2)
  expect(err.join('\n')).toContain(`${file}:4`)
  expect(err.join('\n')).toContain('There is no operation GET /mee. Did you mean GET /me?')
  const none = await ran('explain-state', trains, '--state-file', join(folder, 'none.yaml'))
  expect(none).toMatchObject({ code: 2, out: [] })
  expect(none.err[0]).toContain('The corrections cannot be read')
})

test('it takes one contract', async () => {
  expect((await ran('explain-state')).err[0]).toContain('explain-state needs a CONTRACT')
  expect((await ran('explain-state', trains, trains)).code).toBe(2)
})
