import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { ask, askMock } from '../mock/ask.js'
import { museum } from '../mock/museum.js'
import { openServer } from './support/open-server.js'

const painting = 'GET /_mock/museum/paintings/1'

const seeded = async (prefer: string) =>
  (await ask(await openServer({ contract: museum }), painting, { headers: { prefer } })).text

test('a seed gives the same body in every server, another seed another', async () => {
  const first = await seeded('seed=7')
  expect(await seeded('seed=7')).toBe(first)
  expect(await seeded('dynamic=true, seed=7')).toBe(first)
  expect(await seeded('seed=8')).not.toBe(first)
  expect(await seeded('seed=07')).not.toBe(first)
})

test('a seed leaks into no other answer', async () => {
  const server = await openServer({ contract: museum })
  const plain = (await ask(server, painting)).text
  const dynamic = await ask(server, painting, { headers: { prefer: 'dynamic=true' } })
  await ask(server, painting, { headers: { prefer: 'seed=7' } })
  expect((await ask(server, painting)).text).toBe(plain)
  const again = await ask(server, painting, { headers: { prefer: 'dynamic=true' } })
  expect(again.text).toBe(dynamic.text)
})

test('dynamic=true is made from the schema, dynamic=false is the example', async () => {
  const server = await openServer({ contract: museum })
  const dynamic = await ask(server, painting, { headers: { prefer: 'dynamic=true' } })
  expect(dynamic.json).not.toMatchObject({ name: 'Mona Lisa' })
  const plain = await ask(server, painting, { headers: { prefer: 'dynamic=false' } })
  expect(plain.json).toMatchObject({ name: 'Mona Lisa' })
  expect((await ask(server, `${painting}?__dynamic=true`)).text).toBe(dynamic.text)
  expect((await ask(server, `${painting}?__seed=7`)).text).toBe(await seeded('seed=7'))
})

test('without a schema the example stays', async () => {
  const contract = structuredClone(museum)
  const { content } = contract.paths['/paintings/{id}'].get.responses['200']
  Reflect.deleteProperty(content['application/json'], 'schema')
  const server = await openServer({ contract })
  const answer = await ask(server, painting, { headers: { prefer: 'dynamic=true' } })
  expect(answer).toMatchObject({ status: 200, json: { name: 'Mona Lisa' } })
})

test('an example that is asked for wins', async () => {
  const text = await seeded('dynamic=true, seed=7, example=scream')
  expect(JSON.parse(text)).toMatchObject({ name: 'The Scream' })
})

describe('dynamic bodies satisfy their schema', () => {
  const ajv = new Ajv({ strict: false })
  addFormats.default(ajv)
  const isPainting = ajv.compile(museum.components.schemas.Painting)

  test.each(Array.from({ length: 25 }, (_, seed) => seed))('seed %i', async (seed) => {
    const body: unknown = JSON.parse(await seeded(`seed=${seed}`))
    expect([isPainting(body), body]).toEqual([true, body])
    expect(body).not.toHaveProperty('secret')
  })

  test.each(['GET /user?userRole=x', 'DELETE /user/1', 'GET /auth/user', 'POST /auth/logout'])(
    '%s',
    async (request) => {
      const server = await openServer()
      for (const seed of ['a', 'b', 'c']) {
        const answer = await askMock(server, request, { headers: { prefer: `seed=${seed}` } })
        expect(answer.status).toBe(200)
        expect(typeof answer.json).toBe('object')
      }
    },
  )

  test('of errors too', async () => {
    const server = await openServer()
    const headers = { prefer: 'code=401, dynamic=true' }
    const answer = await askMock(server, 'GET /auth/user', { headers })
    expect(answer.json).toEqual({
      statusCode: expect.any(Number) as number,
      message: expect.any(String) as string,
      error: expect.any(String) as string,
    })
  })
})
