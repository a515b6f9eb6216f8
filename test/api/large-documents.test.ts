import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { holds } from '../../src/generate/satisfies.js'
import { ask } from '../mock/ask.js'
import { openLoggedServer, openServer } from './support/open-server.js'

const thing = {
  type: 'object',
  required: ['id', 'parts'],
  properties: {
    id: { type: 'integer' },
    parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
  },
}

const operationAt = (index: number) => ({
  operationId: `get${index}`,
  parameters:
    index === 900
      ? [{ $ref: '#/components/parameters/none' }]
      : [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
  responses: {
    '200': {
      description: 'It',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
    },
    '404': {
      description: 'No',
      content: {
        'application/json': {
          schema: { type: 'object', required: ['why'], properties: { why: { type: 'string' } } },
        },
      },
    },
  },
})

/** A document of so many operations, one of which has a fault when there are enough. */
const documentOf = (count: number) => ({
  openapi: '3.1.0',
  info: { title: 'Large', version: '1' },
  paths: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `/things-${index}/{id}`,
      { get: operationAt(index) },
    ]),
  ),
  components: { schemas: { Thing: thing } },
})

const compile = (count: number) => compileContract(sourceDocumentOf(documentOf(count)), 'large')

const compiledIn = ({ operations }: ReturnType<typeof compile>) =>
  operations.filter(({ isCompiled }) => isCompiled).map(({ id }) => id)

test('of a large document only the operation that is called is compiled', () => {
  const contract = compile(1500)
  expect(contract.operations).toHaveLength(1500)
  expect(compiledIn(contract)).toEqual([])
  const operation = contract.routes.match('/things-7/1')?.entry.methods.get('GET')
  expect(operation?.parameters).toHaveLength(1)
  expect(contract.byId.get('get8')?.summary).toBeUndefined()
  expect(compiledIn(contract)).toEqual(['get7'])
})

test('a small document is compiled as a whole, so that its faults are known at the start', () => {
  const contract = compile(200)
  expect(compiledIn(contract)).toHaveLength(200)
})

test('the fault of an operation that nobody calls is found by the diagnosis, step by step', () => {
  const contract = compile(1500)
  expect(contract.faults).toEqual([])
  const steps = contract.diagnose({ holds, isThorough: false })
  let count = 0
  while (!steps.next().done) count++
  expect(count).toBeGreaterThan(1500)
  expect(contract.faults.map(({ code, operationId }) => [code, operationId])).toEqual([
    ['contract-reference', 'get900'],
  ])
})

test('a large document is served as any other', async () => {
  const { server, log } = await openLoggedServer({ contract: documentOf(1500) })
  expect(await ask(server, 'GET /things-1499/5')).toMatchObject({ status: 200, json: { id: 5 } })
  expect((await ask(server, 'GET /things-1499/x')).json).toMatchObject({ code: 'request-invalid' })
  expect((await ask(server, 'GET /things-900/5')).status).toBe(501)
  // Its usual shape of errors is found where none is documented.
  const forced = await ask(server, 'GET /things-3/5', { headers: { prefer: 'code=500' } })
  expect(forced.json).toHaveProperty('why')
  expect(log.filter(({ level, request }) => level === 'warn' && !request)).toHaveLength(1)
})

test('the list of what is served can be cut short', async () => {
  const server = await openServer({ contract: documentOf(300) })
  const short = await server.surfaces(5)
  expect(short.map(({ count, operations }) => [count, operations.length])).toEqual([
    [300, 5],
    [expect.any(Number), 5],
    [300, 5],
  ])
  const whole = await server.surfaces()
  expect(whole.at(-1)?.operations).toHaveLength(300)
})
