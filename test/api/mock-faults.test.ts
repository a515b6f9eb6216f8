import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ask } from '../mock/ask.js'
import { openLoggedServer, temporaryFolder } from './support/open-server.js'

const text = `openapi: 3.0.3
paths:
  /list: [1]
  /good: {get: {responses: {200: {description: ok}}}}
  /parameter: {get: {parameters: [{$ref: '#/none'}]}}
  /response: {get: {responses: {200: {description: ok}, 404: {$ref: '#/none'}}}}
  /schema: {get: {responses: {200: {content: {application/json: {schema: {$ref: '#/no'}}}}}}}
  /pattern:
    post: {requestBody: {content: {application/json: {schema: {pattern: '('}}}}}
  /key: {get: {security: [{key: []}]}}
  /either: {get: {security: [{key: []}, {}]}}
`

const open = async () => {
  const folder = join(await temporaryFolder(), 'contracts')
  await mkdir(folder)
  const contract = join(folder, 'api.yaml')
  await writeFile(contract, text)
  return openLoggedServer({ contract })
}

test.each([
  ['GET /good', undefined, 200, ''],
  ['GET /parameter', undefined, 501, '/paths/~1parameter/get/parameters/0'],
  ['POST /list', undefined, 501, '/paths/~1list'],
  ['GET /response', undefined, 200, ''],
  ['GET /response', 'code=404', 501, '/paths/~1response/get/responses/404'],
  ['POST /pattern', undefined, 501, '/requestBody/content/application~1json/schema'],
  ['GET /key', undefined, 501, '/paths/~1key/get'],
  ['GET /either', undefined, 200, ''],
])('%s %s is a %i', async (request, prefer, status, pointer) => {
  const { server } = await open()
  const headers: Record<string, string> = prefer === undefined ? {} : { prefer }
  const body = request.startsWith('POST') ? { body: '"text"' } : {}
  for (const base of ['', '/_mock/api']) {
    const answer = await ask(server, request.replace(' ', ` ${base}`), { headers, ...body })
    expect(answer.status).toBe(status)
    if (status !== 501) continue
    expect(answer.json).toMatchObject({
      code: 'contract-broken',
      detail: expect.stringMatching(/\S/) as string,
      fix: expect.stringMatching(/\S/) as string,
      place: {
        file: expect.stringContaining('api.yaml') as string,
        line: expect.any(Number) as number,
        pointer: expect.stringContaining(pointer) as string,
      },
    })
  }
})

test('faults are logged once each, with their place', async () => {
  const { server, log } = await open()
  const places = () => log.filter(({ level }) => level === 'warn').map(({ place }) => place?.line)
  expect(places()).toEqual([3, 5, 6, 10])
  await ask(server, 'GET /parameter')
  expect(places()).toHaveLength(4)
  expect(log.filter(({ level, request }) => level === 'error' && !request)).toEqual([])
})
