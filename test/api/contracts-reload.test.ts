import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ask } from '../mock/ask.js'
import { openLoggedServer, openServer, temporaryFolder } from './support/open-server.js'

const contract = (text: string, more = ''): string => `openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {200: {description: OK, content: {text/plain: {example: ${text}}}}}
    post:
      operationId: addPet
      requestBody: {content: {text/plain: {}}}
      responses: {200: {description: OK, content: {text/plain: {example: ${text} added}}}}
${more}`

const cats = `  /cats:
    get:
      operationId: listCats
      responses: {200: {description: OK, content: {text/plain: {example: cats}}}}
`

const written = async (text = contract('one'), name = 'pets.yaml') => {
  const file = join(await temporaryFolder(), name)
  await writeFile(file, text)
  return file
}

test('reload() serves the new contract everywhere', async () => {
  const file = await written()
  const server = await openServer({ contract: file })
  await writeFile(file, contract('two', cats))
  expect((await ask(server, 'GET /pets')).text).toBe('one')
  expect(await server.reload()).toEqual(['pets'])
  for (const path of ['/pets', '/_mock/pets/pets'])
    expect((await ask(server, `GET ${path}`)).text).toBe('two')
  expect((await ask(server, 'GET /cats')).text).toBe('cats')
  const listed = await server.surfaces()
  expect(listed[0]?.operations.map(({ id }) => id)).toEqual(['listPets', 'addPet', 'listCats'])
  expect((await ask(server, 'GET /')).text).toContain('/_mock/pets/cats')
  expect((await ask(server, 'GET /_sandbox/v1/health')).json).toMatchObject({
    contracts: [{ slug: 'pets', operations: 3 }],
  })
  server.sandbox().use('listCats', () => ({
    status: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: 'mine',
  }))
  expect((await ask(server, 'GET /cats')).text).toBe('mine')
})

test('sessions, records and replaced handlers stay', async () => {
  const original = await readFile(join(__dirname, '../../spec/openapi.yaml'), 'utf8')
  const file = await written(original, 'heydonto.yaml')
  const server = await openServer({ contract: file })
  const token = await server.token('user@example.com')
  const authorization = `Bearer ${token}`
  await ask(server, 'POST /auth/forgot-password', { body: { email: 'user@example.com' } })
  const mails = await server.sandbox().outbox()
  server.sandbox('other').use('AuthController_logout', () => ({
    status: 200,
    body: { message: 'replaced' },
  }))
  await writeFile(file, original.replace(/^ {2}title: .*$/m, '  title: Edited'))
  await server.reload()
  expect((await ask(server, 'GET /')).text).toContain('Edited')
  const user = await ask(server, 'GET /auth/user', { headers: { authorization } })
  expect([user.status, user.json]).toEqual([
    200,
    expect.objectContaining({ email: 'user@example.com' }),
  ])
  expect(await server.sandbox().outbox()).toEqual(mails)
  const other = await server.token('user@example.com', 'other')
  const logout = await ask(server, 'POST /auth/logout', {
    headers: { authorization: `Bearer ${other}`, 'x-sandbox': 'other' },
  })
  expect(logout.json).toEqual({ message: 'replaced' })
})

test('a request that has begun ends on the contract that it began with', async () => {
  const file = await written()
  const server = await openServer({ contract: file })
  let body: ReadableStreamDefaultController<Uint8Array> | undefined
  const answer = server.fetch(
    new Request('http://localhost/pets', {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: new ReadableStream({ start: (controller) => void (body = controller) }),
      duplex: 'half',
    } as RequestInit),
  )
  await writeFile(file, contract('two').replace(/ {4}post:[^]*/, ''))
  await server.reload()
  expect((await ask(server, 'POST /pets')).status).toBe(405)
  body?.enqueue(new TextEncoder().encode('a cat'))
  body?.close()
  expect(await (await answer).text()).toBe('one added')
})

test('a broken contract leaves the last good one serving, and is told once', async () => {
  const file = await written()
  const { server, log } = await openLoggedServer({ contract: file })
  const errors = () => log.filter(({ level }) => level === 'error')
  await writeFile(file, `${contract('two')}  /cats: {get: [}\n`)
  for (let times = 0; times < 2; times++)
    await expect(server.reload()).rejects.toMatchObject({ code: 'contract-malformed' })
  expect((await ask(server, 'GET /pets')).text).toBe('one')
  expect(errors()).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(/pets\.yaml cannot be used, and the last good one/) as string,
      place: expect.objectContaining({
        file,
        line: 12,
        column: expect.any(Number) as number,
      }) as object,
    }),
  ])
  await writeFile(file, `- ${contract('two')}`)
  await expect(server.reload()).rejects.toMatchObject({ code: /contract-/ })
  expect(errors()).toHaveLength(2)
  await rm(file)
  await expect(server.reload()).rejects.toMatchObject({ code: 'contract-unreadable' })
  expect(errors()).toHaveLength(3)
  await writeFile(file, contract('three'))
  await server.reload()
  expect(log.at(-1)).toMatchObject({
    level: 'info',
    message: `Reloaded ${file}, which can be used again: 2 operations`,
  })
  expect((await ask(server, 'GET /pets')).text).toBe('three')
  await server.reload()
  expect(log.at(-1)?.message).toBe(`Reloaded ${file}: 2 operations`)
})

test('faults are told when they are new', async () => {
  const first = "  /a: {get: {parameters: [{$ref: '#/none'}]}}\n"
  const second = "  /b: {get: {parameters: [{$ref: '#/none'}]}}\n"
  const file = await written(contract('one', first))
  const { server, log } = await openLoggedServer({ contract: file })
  const places = () =>
    log.filter(({ level }) => level === 'warn').map(({ place }) => place?.pointer)
  expect(places()).toHaveLength(1)
  await writeFile(file, contract('one', cats + first))
  await server.reload()
  expect(places()).toHaveLength(1)
  await writeFile(file, contract('one', first + second))
  await server.reload()
  expect(places().slice(1)).toEqual([expect.stringContaining('/paths/~1b/get')])
})

test('handlers that fit no more make a contract unusable', async () => {
  const file = await written()
  const handlers = { addPet: () => ({ status: 200, body: 'added' }) }
  const { server, log } = await openLoggedServer({ contract: file, handlers })
  await writeFile(file, contract('two').replace('addPet', 'createPet'))
  await expect(server.reload()).rejects.toMatchObject({ code: 'handlers-invalid' })
  expect(log.at(-1)?.message).toContain('The contract has no operation addPet')
  expect((await ask(server, 'GET /pets')).text).toBe('one')
})

test('of several contracts each stands for itself', async () => {
  const [a, b] = [await written(contract('a'), 'a.yaml'), await written(contract('b'), 'b.yaml')]
  const { server, log } = await openLoggedServer({ contract: [a, b] })
  expect(log.filter(({ level }) => level === 'warn')).toHaveLength(2)
  await writeFile(a, contract('new', cats))
  await writeFile(b, 'paths: [')
  await expect(server.reload()).rejects.toMatchObject({ place: { file: b } })
  expect((await ask(server, 'GET /pets')).text).toBe('new')
  expect((await ask(server, 'GET /_mock/b/pets')).text).toBe('b')
  await writeFile(b, contract('b', cats))
  expect(await server.reload()).toEqual(['a', 'b'])
  // A conflict that was told before is not told again.
  const warnings = log.filter(({ level }) => level === 'warn').map(({ message }) => message)
  expect(warnings).toHaveLength(3)
  expect(warnings[2]).toContain('GET /cats')
})

test('what cannot be read again stays as it is', async () => {
  const server = await openServer()
  expect(await server.reload()).toEqual([])
  const parsed = await openServer({ contract: { openapi: '3.0.3', paths: {} } })
  expect(await parsed.reload()).toEqual([])
})
