import { ask } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

const contractWith = (encoding: object) => {
  const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } }
  const content = { 'application/x-www-form-urlencoded': { schema, encoding } }
  return {
    openapi: '3.0.3',
    info: { title: 'Form', version: '1' },
    paths: {
      '/f': { post: { requestBody: { content }, responses: { 204: { description: '' } } } },
    },
  }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

test.each([
  ['a=x/y', { a: { allowReserved: false } }, 422],
  ['b=1&a=:', { a: { allowReserved: false } }, 422],
  ['a=x%2Fy+z*!', { a: { allowReserved: false } }, 204],
  ['b=x/y', { a: { allowReserved: false } }, 204],
  ['a=x/y', { a: { allowReserved: true } }, 204],
  ['a=x/y', {}, 204],
])('%s with %j is a %i', async (body, encoding, status) => {
  const server = await openServer({ contract: contractWith(encoding) })
  const answer = await ask(server, 'POST /f', { body, headers: form })
  expect(answer.status).toBe(status)
  if (status !== 422) return
  expect(answer.json).toMatchObject({
    violations: [{ location: 'body', pointer: '/a', rule: 'allowReserved' }],
    validation: [{ location: ['body', 'a'], severity: 'Error' }],
  })
})

test.each([
  [false, '', 422],
  [false, 'x', 200],
  [true, '', 200],
  [undefined, '', 200],
])(
  'Swagger 2.0, allowEmptyValue: %s: a field of the value %j is a %i',
  async (allow, value, status) => {
    const field = { in: 'formData', name: 'a', type: 'string', allowEmptyValue: allow }
    const contract = {
      swagger: '2.0',
      info: { title: 'Form', version: '1' },
      paths: { '/f': { post: { parameters: [field], responses: { 200: { description: '' } } } } },
    }
    const server = await openServer({ contract })
    const answer = await ask(server, 'POST /f', { body: `a=${value}`, headers: form })
    expect(answer.status).toBe(status)
  },
)
