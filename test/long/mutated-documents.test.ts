import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load as parse } from 'js-yaml'
import { createServer, type LogEntry } from '../../src/index.js'
import { SetupError } from '../../src/errors.js'
import { seededRandom } from '../../src/lib/seeded-random.js'
import { museum } from '../mock/museum.js'
import { oneOperation } from '../mock/one-operation.js'
import { oddContract } from './odd-contract.js'
import { root } from './project.js'

type Json = Record<string, unknown>
type Chance = ReturnType<typeof seededRandom>

const heydonto = parse(readFileSync(join(root, 'spec/openapi.yaml'), 'utf8')) as Json

/** Under other names, so that no handler of the sandbox takes them for those it was written for. */
const renamed = JSON.parse(
  JSON.stringify(heydonto).replace(/"operationId":"/g, '"operationId":"other'),
) as Json

const documents: readonly Json[] = [
  renamed,
  museum,
  oddContract,
  oneOperation({ content: { 'application/json': { schema: { type: 'object' } } } }),
]
const mutations = 500

const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '',
  'x',
  '(',
  '#/nowhere',
  [],
  {},
  [[]],
  { $ref: '#/nowhere' },
  { $ref: '#' },
  { type: 'nonsense' },
  '__proto__',
  'a'.repeat(5000),
  [null],
  { allOf: 1 },
]

const pick = <T>(chance: Chance, list: readonly T[]): T => list[chance.int(0, list.length - 1)] as T

/** Every object or list of a document, with one of its keys. */
const placesIn = (document: Json): readonly (readonly [holder: Json, key: string])[] => {
  const found: (readonly [Json, string])[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, part] of Object.entries(value)) {
      found.push([value as Json, key])
      visit(part)
    }
  }
  visit(document)
  return found
}

const mutate = (document: Json, chance: Chance): void => {
  const places = placesIn(document)
  const [holder, key] = pick(chance, places)
  const kind = chance.int(0, 3)
  if (kind === 0) delete holder[key]
  else if (kind === 1) holder[key] = structuredClone(pick(chance, odd))
  else if (kind === 2) {
    const [other, name] = pick(chance, places)
    holder[key] = structuredClone(other[name])
  } else if (!Array.isArray(holder)) {
    holder[`${key}x`] = holder[key]
    delete holder[key]
  }
}

const requestsTo = (document: Json): readonly Request[] => {
  const paths = Object.keys((document['paths'] ?? {}) as Json).slice(0, 6)
  return paths
    .filter((path) => path.startsWith('/'))
    .flatMap((path) => {
      const url = `http://localhost${path.replace(/\{[^}]*\}/g, '1').replace(/[^ -~]|[{}]/g, '')}`
      return [
        new Request(url, { headers: { authorization: 'Bearer x' } }),
        new Request(url, {
          method: 'POST',
          headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
          body: '{"a":1}',
        }),
      ]
    })
}

const serve = async (document: Json): Promise<'served' | 'refused'> => {
  try {
    const log: LogEntry[] = []
    const server = await createServer({ contract: document, log: (entry) => log.push(entry) })
    for (const request of requestsTo(document)) {
      const answer = await server.fetch(request)
      const text = await answer.text()
      // 501 says what is wrong with the document at this operation, and where.
      if (answer.status === 501) expect(text).toMatch(/"place":\{"?/)
      else if (answer.status === 500)
        expect([request.method, request.url, log.find(({ error }) => error)]).toEqual([])
    }
    await server.close()
    return 'served'
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    expect(error.message).not.toMatch(/\n\s+at |TypeError|undefined/)
    expect(error.place).toBeDefined()
    return 'refused'
  }
}

test('documents with a random fault are served, or refused with a place', async () => {
  const chance = seededRandom(20261122)
  const seen = { served: 0, refused: 0 }
  for (let count = 0; count < mutations; count++) {
    const document = structuredClone(pick(chance, documents))
    const times = chance.int(1, 3)
    for (let time = 0; time < times; time++) mutate(document, chance)
    const started = performance.now()
    try {
      seen[await serve(document)]++
    } catch (error) {
      throw new Error(`mutation ${count}: ${JSON.stringify(document).slice(0, 3000)}`, {
        cause: error,
      })
    }
    expect(performance.now() - started).toBeLessThan(10_000)
  }
  expect(seen.served).toBeGreaterThan(mutations / 2)
}, 600_000)

test('the document without a fault is served', async () => {
  expect(await serve(documents[3] as Json)).toBe('served')
})
