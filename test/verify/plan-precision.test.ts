import { expect, test } from '@jest/globals'
import { contractOf } from './support/contract-of.js'
import { runOn, told } from './support/run-on.js'

const text = { type: 'string' }

test('text in another format than JSON is an example as it is sent', async () => {
  const form = { type: 'object', properties: { file: text }, example: 'file=@report.pdf' }
  const body = (mediaType: string, more: object) => ({
    requestBody: { content: { [mediaType]: { schema: { type: 'object' }, ...more } } },
    responses: { 204: { description: '' } },
  })
  const contract = contractOf({
    '/a': { post: { operationId: 'a', ...body('multipart/form-data', { schema: form }) } },
    '/b': { post: { operationId: 'b', ...body('text/x-form', { example: 'a=1' }) } },
    '/c': { post: { operationId: 'c', ...body('application/json', { example: 'a=1' }) } },
    '/d': {
      post: {
        operationId: 'd',
        ...body('application/json', { schema: { maxLength: 1, ...text, example: 'ab' } }),
      },
    },
  })
  const result = await runOn(contract, () => Promise.resolve(new Response(null, { status: 204 })))
  const found = result.findings.filter(({ rule }) => rule === 'V160')
  expect(found.map(({ operation }) => operation).sort()).toEqual(['c', 'd'])
})

test('whether an example of a path names something, the contract does not say', async () => {
  const parameters = [{ name: 'slug', in: 'path', required: true, schema: text, example: 'x' }]
  const responses = { 200: { description: '' } }
  const contract = contractOf({ '/a/{slug}': { get: { operationId: 'a', parameters, responses } } })
  const answering = (status: number) =>
    runOn(contract, () => Promise.resolve(new Response(null, { status })))
  expect(told(await answering(404))).toEqual([])
  expect(told(await answering(403))).toEqual([
    'V101 a: The status 403 is not documented; documented: 200.',
  ])
})
