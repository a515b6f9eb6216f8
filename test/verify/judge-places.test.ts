import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contract } from '../../src/contract/contract.js'
import { loadContracts } from '../../src/server/serve-contract.js'
import { findingOf } from '../../src/verify/finding-of.js'
import type { Finding } from '../../src/verify/finding.js'
import { judgeReply } from '../../src/verify/judge/judge-reply.js'
import { operationOf } from './support/contract-of.js'
import { replyOf } from './support/reply-of.js'

const api = `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get:
      operationId: pets
      responses:
        '200': { $ref: '#/components/responses/Pets' }
components:
  responses:
    Pets:
      description: All.
      headers:
        X-Total:
          required: true
          schema: { type: integer }
      content:
        application/json:
          schema:
            type: object
            properties:
              items: { type: array, items: { $ref: 'pet.yaml#/Pet' } }
              byName:
                type: object
                additionalProperties: { $ref: 'pet.yaml#/Pet' }
`
const pet = `Pet:
  allOf:
    - $ref: '#/Named'
    - type: object
      properties:
        age:
          type: integer
          minimum: 0
Named:
  type: object
  required: [name]
  properties:
    name: { type: string }
`

let folder: string
let contract: Contract
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'places-'))
  await writeFile(join(folder, 'api.yaml'), api)
  await writeFile(join(folder, 'pet.yaml'), pet)
  const [served] = await loadContracts(join(folder, 'api.yaml'), {})
  contract = served!.contract
})
afterAll(() => rm(folder, { recursive: true }))

const findings = (reply: ReturnType<typeof replyOf>): readonly Finding[] => {
  const operation = operationOf(contract, 'pets')
  return judgeReply(operation, reply).map((fault) =>
    findingOf(contract, operation, fault, { answer: reply }),
  )
}

const json = ['Content-Type', 'application/json', 'X-Total', '1']

const media = '/components/responses/Pets/content/application~1json'

/** A reply, and for each finding the rule, the file, the line and the pointer. */
const rows: readonly (readonly [ReturnType<typeof replyOf>, string])[] = [
  [
    replyOf(404),
    "V101 api.yaml '200': { $ref: '#/components/responses/Pets' } | /paths/~1pets/get/responses",
  ],
  [
    replyOf(200, ['Content-Type', 'text/html', 'X-Total', '1'], 'x'),
    'V102 api.yaml application/json: | /components/responses/Pets/content',
  ],
  [
    replyOf(200, json.slice(0, 2), '{}'),
    'V103 api.yaml required: true | /components/responses/Pets/headers/X-Total',
  ],
  [replyOf(200, json), 'V104 api.yaml application/json: | /components/responses/Pets/content'],
  [replyOf(200, json, '{'), 'V104 api.yaml application/json: | /components/responses/Pets/content'],
  [replyOf(200, json, '[]'), `V104 api.yaml type: object | ${media}/schema/type`],
  [
    replyOf(200, json, '{"items":1}'),
    `V104 api.yaml items: { type: array, items: { $ref: 'pet.yaml#/Pet' } } | ${media}/schema/properties/items/type`,
  ],
  [replyOf(200, json, '{"items":[{}]}'), 'V104 pet.yaml required: [name] | /Named/required'],
  [
    replyOf(200, json, '{"items":[{"name":"a","age":-1}]}'),
    'V104 pet.yaml minimum: 0 | /Pet/allOf/1/properties/age/minimum',
  ],
  [
    replyOf(200, json, '{"byName":{"a":{"name":"a","age":""}}}'),
    'V104 pet.yaml type: integer | /Pet/allOf/1/properties/age/type',
  ],
  [
    replyOf(200, json, '{"items":[{"name":"a","age":1,"x":1}]}'),
    'V105 pet.yaml name: { type: string } | /Named/properties',
  ],
]
test.each(rows)('%j: %s', (reply, wanted) => {
  const lines = { 'api.yaml': api.split('\n'), 'pet.yaml': pet.split('\n') }
  const told = findings(reply).map(({ rule, place: { file = '', line = 0, pointer = '' } }) => {
    const name = file.replace(/^.*\//, '') as keyof typeof lines
    return `${rule} ${name} ${lines[name][line - 1]?.trim()} | ${pointer}`
  })
  expect(told).toEqual([wanted])
})

test('a fingerprint has no ids: neither indices nor the keys of a map', () => {
  const print = (body: string): string[] =>
    findings(replyOf(200, json, body)).map(({ fingerprint }) => fingerprint)
  const [first] = print('{"items":[{"name":"a"},{"name":1}]}')
  expect(print('{"items":[{"name":2}]}')).toEqual([first])
  const [inMap] = print('{"byName":{"rex":{"name":1}}}')
  expect(print('{"byName":{"bello":{"name":1}}}')).toEqual([inMap])
  expect(inMap).not.toBe(first)
  expect(print('{"items":[{"name":"a","age":-1}]}')).not.toEqual([first])
})

test('what follows from another fault is a warning', () => {
  const [status, header] = findings(replyOf(203, json.slice(0, 2), '{}'))
  expect(status).toMatchObject({ rule: 'V101', severity: 'error' })
  expect(header).toMatchObject({ rule: 'V103', severity: 'warning', secondary: true })
})
