import { inProcess, ways } from './support/call.js'
import { openServer } from './support/open-server.js'

describe.each(ways)('a refused login tells nothing, %s', (_way, reach) => {
  test('wrong password, unknown address and disabled user are one and the same answer', async () => {
    const call = await reach(await openServer())
    const attempts = [
      { email: 'user@example.com', password: 'wrong' },
      { email: 'nobody@example.com', password: 'password123' },
      { email: 'disabled@example.com', password: 'password123' },
      { email: 'disabled@example.com', password: 'wrong' },
    ]
    const seen = []
    for (const body of attempts) {
      const { status, text, headers } = await call('POST /auth/login', { body })
      const told = [...headers].filter(([name]) => !['x-request-id', 'date'].includes(name))
      seen.push({ status, text, headers: told })
    }
    expect(seen[0]).toMatchObject({ status: 401 })
    expect(JSON.parse(seen[0]?.text ?? '')).toMatchObject({
      statusCode: 401,
      error: 'Unauthorized',
    })
    for (const other of seen) expect(other).toEqual(seen[0])
  })
})

test('the letter case of an address makes no difference', async () => {
  const call = inProcess(await openServer())
  const body = { email: 'USER@Example.com', password: 'password123' }
  expect((await call('POST /auth/login', { body })).status).toBe(200)
})

test.each([
  [{}, ['/email', '/password']],
  [{ email: 1, password: null }, ['/email', '/password']],
  [{ email: { $ne: null }, password: 'x' }, ['/email']],
])('%j breaks the contract: 400 with every violation', async (body, pointers) => {
  const call = inProcess(await openServer())
  const answer = await call('POST /auth/login', { body })
  expect(answer.status).toBe(400)
  const { violations } = answer.body as { violations: { pointer: string }[] }
  expect(violations.map(({ pointer }) => pointer)).toEqual(pointers)
})
