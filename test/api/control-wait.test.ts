import { bystander } from './support/bystander.js'
import { openServer } from './support/open-server.js'

const contract = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: { operationId: 'listPets', responses: { 204: { description: '' } } },
      post: { operationId: 'addPet', responses: { 204: { description: '' } } },
    },
  },
}

const journal = '/_sandbox/v1/journal'
const outbox = '/_sandbox/v1/outbox'

describe('waiting for exchanges', () => {
  test('ends when so many have come, and tells them', async () => {
    const call = bystander(await openServer({ contract }))
    await call('GET /pets')
    const waiting = call(`GET ${journal}/wait?operationId=listPets&atLeast=3&timeoutMs=60000`)
    const other = call(`GET ${journal}/wait?operationId=addPet&timeoutMs=60000`)
    await call('GET /pets')
    await call('POST /pets')
    expect((await other).body).toMatchObject({ total: 1, entries: [{ number: 3 }] })
    await call('GET /pets')
    expect((await waiting).body).toMatchObject({
      total: 3,
      entries: [{ number: 1 }, { number: 2 }, { number: 4 }],
    })
  })

  test('what is there already is told at once; after a number it is not', async () => {
    const call = bystander(await openServer({ contract }))
    await call('GET /pets')
    expect((await call(`GET ${journal}/wait?timeoutMs=60000`)).status).toBe(200)
    expect((await call(`GET ${journal}/wait?after=1&timeoutMs=0`)).status).toBe(408)
  })

  test('in vain it says how many came, and what came instead', async () => {
    const call = bystander(await openServer({ contract }))
    await call('GET /pets')
    await call('GET /pet')
    await call('POST /pets')
    const wait = `GET ${journal}/wait?operationId=listPets&atLeast=2&status=204&timeoutMs=1`
    const answer = await call(wait)
    expect(answer.status).toBe(408)
    expect(answer.body).toMatchObject({
      code: 'waited-in-vain',
      detail:
        '1 of 2 exchanges of listPets with status 204 came within 1 ms; instead came addPet (POST) answered 204.',
    })
  })

  test('what can never come is not waited for', async () => {
    const call = bystander(await openServer({ contract, journal: 2 }))
    expect(await call(`GET ${journal}/wait?atLeast=3`)).toMatchObject({
      status: 422,
      body: { code: 'request-invalid' },
    })
  })

  test('a reset in between takes away what had been counted', async () => {
    const call = bystander(await openServer({ contract }))
    const waiting = call(`GET ${journal}/wait?atLeast=2&timeoutMs=60000`)
    await call('GET /pets')
    await call('POST /_sandbox/v1/reset')
    await call('GET /pets')
    await call('POST /pets')
    expect((await waiting).body).toMatchObject({ entries: [{ number: 2 }, { number: 3 }] })
  })
})

describe('waiting for mails', () => {
  const forgot = (call: ReturnType<typeof bystander>, email: string, sandbox = 'default') =>
    call('POST /auth/forgot-password', { body: { email }, headers: { 'x-sandbox': sandbox } })

  test('ends with the newest that matches, in any letter case', async () => {
    const call = bystander(await openServer())
    const waiting = call(`GET ${outbox}/wait?to=USER@Example.com&timeoutMs=60000`)
    const other = call(`GET ${outbox}/wait?to=user@example.com&after=2&timeoutMs=60000`)
    await forgot(call, 'new@example.com')
    await forgot(call, 'user@example.com')
    const mail = (await waiting).body as { id: string }
    expect(mail).toMatchObject({ to: 'user@example.com', kind: 'password-reset' })
    await forgot(call, 'user@example.com')
    expect(Number(((await other).body as { id: string }).id)).toBeGreaterThanOrEqual(
      Number(mail.id),
    )
    const newest = (await call(`GET ${outbox}/wait?to=user@example.com`)).body as { id: string }
    expect(Number(newest.id)).toBeGreaterThan(Number(mail.id))
  })

  test('nothing of another sandbox ends it', async () => {
    const call = bystander(await openServer())
    const waiting = call(`GET ${outbox}/wait?kind=password-reset&timeoutMs=60000`)
    await forgot(call, 'new@example.com', 'other')
    await forgot(call, 'user@example.com')
    expect((await waiting).body).toMatchObject({ to: 'user@example.com' })
  })

  test('goes on through a reset', async () => {
    const call = bystander(await openServer())
    const waiting = call(`GET ${outbox}/wait?to=user@example.com&timeoutMs=60000`)
    await call('POST /_sandbox/v1/reset')
    await forgot(call, 'user@example.com')
    expect((await waiting).status).toBe(200)
  })

  test('in vain it says which came', async () => {
    const call = bystander(await openServer())
    const answer = await call(`GET ${outbox}/wait?to=usr@example.com&timeoutMs=0`)
    expect(answer.body).toMatchObject({
      status: 408,
      detail:
        '0 of 1 mail to usr@example.com came within 0 ms; instead came: invitation to invited@example.com.',
    })
    const after = await call(`GET ${outbox}/wait?after=x&timeoutMs=0`)
    expect(after).toMatchObject({ status: 422, body: { code: 'request-invalid' } })
  })

  test('lists are narrowed, and emptied without harm to tokens', async () => {
    const server = await openServer()
    const call = bystander(server)
    await forgot(call, 'user@example.com')
    const list = async (query: string) =>
      ((await call(`GET ${outbox}${query}`)).body as { mails: { to: string; token: string }[] })
        .mails
    expect((await list('?to=User@example.com')).map(({ to }) => to)).toEqual(['user@example.com'])
    expect((await list('?kind=invitation')).map(({ to }) => to)).toEqual(['invited@example.com'])
    expect(await list('?to=user@example.com&kind=invitation')).toEqual([])
    const [mail] = await list('?kind=password-reset')
    expect((await call(`DELETE ${outbox}`)).status).toBe(204)
    expect(await list('')).toEqual([])
    const body = { token: mail?.token, password: 'a new password 1' }
    expect((await call('POST /auth/set-password', { body })).status).toBe(200)
  })
})
