import { SetupError } from '../../src/errors.js'
import { createPatientSender } from '../../src/verify/call/create-patient-sender.js'
import { reach } from '../../src/verify/call/reach.js'
import { whyUnsendable } from '../../src/verify/call/why-unsendable.js'
import type { WireAnswer } from '../../src/verify/wire.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { replyOf } from './support/reply-of.js'

const request = { method: 'GET', target: '/', headers: [] } as const

/** A time that passes only while somebody sleeps, and a server with these answers. */
const setUp = (answers: readonly WireAnswer[], perSecond?: number) => {
  let time = 1_000_000
  let sent = 0
  const sleep = (milliseconds: number): Promise<void> => {
    time += milliseconds
    return Promise.resolve()
  }
  const clocks = { sleep, now: () => time, monotonic: () => time }
  const plain = () => Promise.resolve(answers[Math.min(sent++, answers.length - 1)]!)
  const send = createPatientSender(plain, { ...clocks, perSecond })
  return { send, plain, clocks, took: () => time - 1_000_000, sent: () => sent }
}

const after = (text: string) => ['Retry-After', text]
const ok = replyOf(200)

/** Answers, the status that is given in the end, how often it was asked, and how long it took. */
const rows: readonly (readonly [readonly WireAnswer[], number, number, number])[] = [
  [[ok], 200, 1, 0],
  [[replyOf(429, after('3')), ok], 200, 2, 3000],
  [[replyOf(429, after(new Date(1_005_000).toUTCString())), ok], 200, 2, 5000],
  [[replyOf(429), replyOf(429), ok], 200, 3, 3000],
  [[replyOf(429, after('3600'))], 429, 1, 0],
  [[replyOf(429)], 429, 5, 15_000],
  [[replyOf(503, after('2')), ok], 200, 2, 2000],
  [[replyOf(503, after('2'))], 503, 3, 4000],
  [[replyOf(503), ok], 503, 1, 0],
  [[replyOf(500, after('1')), ok], 500, 1, 0],
]
test.each(rows)(
  '%j: %d after %d requests and %d ms',
  async (answers, status, times, milliseconds) => {
    const { send, took, sent } = setUp(answers)
    expect(await send(request)).toMatchObject({ status })
    expect({ times: sent(), milliseconds: took() }).toEqual({ times, milliseconds })
  },
)

test('a server that refuses for ever is not waited for again and again', async () => {
  const { send, took } = setUp([replyOf(429)])
  for (let count = 0; count < 50; count++) await send(request)
  expect(took()).toBeLessThanOrEqual(120_000)
})

test('requests are spaced evenly', async () => {
  const { send, took } = setUp([ok], 50)
  for (let count = 0; count < 11; count++) await send(request)
  expect(took()).toBe(200)
})

test('a server is waited for until it answers anything', async () => {
  const gone: WireAnswer = { failure: 'nothing listens there', milliseconds: 0 }
  const { plain, clocks, took } = setUp([gone, gone, replyOf(404)])
  await reach('http://a', plain, { ...clocks, wait: 60_000 })
  expect(took()).toBe(500)
  const never = setUp([gone])
  const waiting = reach('http://a', never.plain, { ...never.clocks, wait: 2000 })
  await expect(waiting).rejects.toThrow('http://a gave no answer in 2 s: nothing listens there')
  await expect(waiting).rejects.toBeInstanceOf(SetupError)
  const absent = setUp([gone])
  await expect(reach('http://a', absent.plain, { ...absent.clocks, wait: 0 })).rejects.toThrow()
  expect(absent.sent()).toBe(1)
})

describe('what cannot be written', () => {
  const responses = { 200: { description: '' } }
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
  const contract = contractOf({
    '/users/me': { get: { operationId: 'me', responses } },
    '/users/{id}': {
      get: { operationId: 'one', parameters, responses },
      put: { operationId: 'put', parameters, responses },
    },
  })
  const why = (id: string, target: string, header = 'a') =>
    whyUnsendable(contract, operationOf(contract, id), {
      ...{ method: 'GET', target, headers: [['X-A', header]] },
    })

  test('a name that no header can have', () => {
    const wire = { method: 'GET', target: '/users/1', headers: [['X A', 'a']] } as const
    expect(whyUnsendable(contract, operationOf(contract, 'one'), wire)).toContain('called X A')
  })

  /** An operation, a target, a header, and why not. */
  const cases: readonly (readonly [string, string, string, string | undefined])[] = [
    ['one', '/users/1?a=/users/me', 'a b', undefined],
    ['one', '/users/m%65x', 'é', undefined],
    ['me', '/users/me', '', undefined],
    ['one', '/users/me', 'a', 'leads to /users/me'],
    ['put', '/users/me', 'a', 'leads to /users/me'],
    ['one', '/users/', 'a', 'leads to no operation'],
    ['one', '/users/a/b', 'a', 'leads to no operation'],
    ['one', '/users/..', 'a', 'no segment of a path'],
    ['one', '/users/%2E', 'a', 'no segment of a path'],
    ['one', '/users/1', 'a\nb', 'the value of X-A'],
    ['one', '/users/1', ' a', 'the value of X-A'],
    ['one', '/users/1', '€', 'the value of X-A'],
  ]
  test.each(cases)('%s %s %j: %s', (id, target, header, reason) => {
    if (reason === undefined) expect(why(id, target, header)).toBeUndefined()
    else expect(why(id, target, header)).toContain(reason)
  })
})
