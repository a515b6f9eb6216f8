import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load as parse } from 'js-yaml'
import { createServer, type LogEntry } from '../../src/index.js'
import { seededRandom } from '../../src/lib/seeded-random.js'
import { museum } from '../mock/museum.js'
import { oddContract } from './odd-contract.js'
import { root } from './project.js'

type Document = Readonly<Record<string, unknown>>
type Chance = ReturnType<typeof seededRandom>

const heydonto = parse(readFileSync(join(root, 'spec/openapi.yaml'), 'utf8')) as Document
const requestsEach = 3500

const pieces = [
  '',
  'a',
  '1',
  '-0',
  '1e400',
  '9223372036854775808',
  '%',
  '%zz',
  '%00',
  '%2f',
  '%2C',
  ',',
  '|',
  ';x=1',
  '.a',
  '[',
  ']',
  '[a]',
  '[99999999]',
  '__proto__',
  'constructor',
  'true',
  'null',
  '{}',
  '💥',
  '\u0000',
  'x'.repeat(300),
  'a'.repeat(30) + '!',
  '2fa25ab0-8a4c-4d3f-9e5c-000000000000',
  '..',
  '{id}',
]

const pick = <T>(chance: Chance, list: readonly T[]): T => list[chance.int(0, list.length - 1)] as T

const textOf = (chance: Chance): string =>
  Array.from({ length: chance.int(0, 3) }, () => pick(chance, pieces)).join('')

const valueOf = (chance: Chance, names: readonly string[], depth = 0): unknown => {
  const kind = chance.int(0, depth > 3 ? 5 : 8)
  if (kind === 0) return null
  if (kind === 1) return chance.int(-5, 5)
  if (kind === 2) return chance.int(0, 1) === 1
  if (kind === 3) return 1.5e300
  if (kind < 6) return textOf(chance)
  if (kind === 6)
    return Array.from({ length: chance.int(0, 4) }, () => valueOf(chance, names, depth + 1))
  return Object.fromEntries(
    Array.from({ length: chance.int(0, 5) }, () => [
      pick(chance, names),
      valueOf(chance, names, depth + 1),
    ]),
  )
}

/** Every name of a property or a parameter in a document. */
const namesIn = (document: unknown): readonly string[] => {
  const found = new Set(['__proto__', 'constructor', 'toString', 'unknown'])
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, part] of Object.entries(value)) {
      if (key === 'properties' && typeof part === 'object')
        for (const name of Object.keys(part as object)) found.add(name)
      if (key === 'name' && typeof part === 'string') found.add(part)
      visit(part)
    }
  }
  visit(document)
  return [...found]
}

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/x+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/xml',
  'image/png',
  'garbage',
  'application/json\t;x',
  '*/*',
]

const bodyOf = (chance: Chance, type: string, names: readonly string[]): string => {
  if (chance.int(0, 9) === 0) return textOf(chance)
  if (type.startsWith('multipart'))
    return `--x\r\nContent-Disposition: form-data; name="${pick(chance, names)}"\r\n\r\n${textOf(chance)}\r\n--x--\r\n`
  if (type.includes('form'))
    return `${pick(chance, names)}=${encodeURIComponent(textOf(chance))}&${pick(chance, names)}[a]=1`
  return JSON.stringify(valueOf(chance, names)) ?? ''
}

interface Target {
  readonly method: string
  readonly path: string
  readonly statuses: readonly string[]
}

const targetsOf = (document: Document): readonly Target[] =>
  Object.entries(document['paths'] as Record<string, Record<string, Document>>).flatMap(
    ([path, item]) =>
      Object.entries(item)
        .filter(([method]) => /^(get|put|post|delete|patch)$/.test(method))
        .map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          statuses: Object.keys(operation['responses'] as object),
        })),
  )

const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '')

const requestOf = (
  chance: Chance,
  { method, path }: Target,
  base: string,
  names: readonly string[],
): Request => {
  const where = path.replace(/\{[^}]*\}/g, () =>
    encodeURIComponent(pick(chance, ['1', 'a', textOf(chance)])),
  )
  const pairs = Array.from({ length: chance.int(0, 4) }, () => {
    const name = pick(chance, names) + pick(chance, ['', '', '[]', '[a]', '[0][b]'])
    return `${name}=${chance.int(0, 1) === 0 ? encodeURIComponent(textOf(chance)) : headerText(textOf(chance))}`
  })
  const type = pick(chance, types)
  const sent = bodyOf(chance, type, names)
  return new Request(`http://localhost${base}${where}?${pairs.join('&').replace(/#/g, '')}`, {
    method,
    headers: {
      'content-type': type,
      accept: pick(chance, [
        '*/*',
        'application/json',
        'text/html',
        'a;b;c',
        'application/json;q=0',
      ]),
      authorization: pick(chance, ['Bearer x', 'Basic eDp5', '']),
      cookie: headerText(`session=${textOf(chance)}; access_token=${textOf(chance)}`),
      'x-list': headerText(textOf(chance)),
    },
    body: method === 'GET' ? null : sent,
  })
}

const isDocumented = (status: number, statuses: readonly string[]): boolean =>
  statuses.some(
    (key) => key === String(status) || key === `${Math.floor(status / 100)}XX` || key === 'default',
  )

const contracts: Readonly<Record<string, readonly [Document | undefined, Document, string]>> = {
  heydonto: [undefined, heydonto, '/_mock/apis/authentication/openapi'],
  museum: [museum, museum, '/_mock/museum'],
  odd: [oddContract, oddContract, '/_mock/odd'],
}

test.each(Object.entries(contracts))(
  '%s: thousands of requests, none is our fault',
  async (_, [contract, document, base]) => {
    const log: LogEntry[] = []
    const server = await createServer({
      ...(contract && { contract }),
      log: (entry) => log.push(entry),
    })
    const targets = targetsOf(document)
    const names = namesIn(document)
    const chance = seededRandom(20261122)
    const seen = new Map<number, number>()
    for (let count = 0; count < requestsEach; count++) {
      const target = pick(chance, targets)
      const request = requestOf(chance, target, base, names)
      const answer = await server.fetch(request)
      const about = [count, request.method, request.url, answer.status, await answer.text()]
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
      if (answer.status >= 500) expect(about).toEqual([])
      const isProblem = answer.headers.get('content-type') === 'application/problem+json'
      if (!isDocumented(answer.status, target.statuses) && !(answer.status >= 400 && isProblem))
        expect(about).toEqual([])
    }
    // All of it would mean nothing if everything were refused for one reason.
    expect(seen.size).toBeGreaterThan(3)
    expect([...seen].some(([status]) => status < 300)).toBe(true)
    expect(log.filter(({ level }) => level === 'error')).toEqual([])
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
    await server.close()
  },
  300_000,
)
