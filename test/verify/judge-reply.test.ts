import type { Expectation } from '../../src/verify/case.js'
import type { Fault } from '../../src/verify/finding.js'
import { judgeReply } from '../../src/verify/judge/judge-reply.js'
import type { RuleId } from '../../src/verify/rules.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { replyOf } from './support/reply-of.js'

const user = {
  type: 'object',
  required: ['id', 'password'],
  properties: {
    id: { type: 'integer', format: 'int64' },
    name: { type: 'string', maxLength: 5 },
    password: { type: 'string', writeOnly: true },
    count: { type: 'number' },
    pets: { type: 'array', items: { oneOf: [{ type: 'integer' }, { required: ['tag'] }] } },
  },
}

const json = (schema: object) => ({ 'application/json': { schema } })

const contract = contractOf(
  {
    '/users': {
      get: {
        operationId: 'list',
        responses: {
          200: {
            description: '',
            headers: {
              'X-Total': { required: true, schema: { type: 'integer' } },
              'X-Page': {
                schema: { type: 'object', properties: { size: { type: 'integer' } } },
              },
              'Set-Cookie': { schema: { type: 'string', pattern: '^never$' } },
            },
            content: json({ $ref: '#/components/schemas/User' }),
          },
          400: { description: '', content: json({ type: 'object', required: ['code'] }) },
          '5XX': { description: 'documented all the same' },
        },
      },
      post: {
        operationId: 'create',
        responses: {
          201: { description: '', content: json({ type: 'object', required: ['id'] }) },
          204: { description: '' },
          default: { description: '', content: { 'application/problem+json': {} } },
        },
      },
      head: {
        operationId: 'head',
        responses: { 200: { description: '', content: json({ type: 'object' }) } },
      },
      put: {
        operationId: 'texts',
        responses: {
          200: {
            description: '',
            content: {
              'text/plain': { schema: { type: 'string', enum: ['ok'] } },
              'text/csv': { schema: { type: 'string' } },
              'text/x-count': { schema: { type: 'integer', maximum: 9 } },
              'application/xml': {
                schema: { type: 'object', properties: { n: { type: 'integer' } } },
              },
              'application/octet-stream': { schema: { type: 'string', maxLength: 1 } },
              'application/x-ndjson': { itemSchema: { type: 'object', required: ['n'] } },
              'application/json-seq': { itemSchema: { type: 'integer' } },
              'text/event-stream': {
                itemSchema: { required: ['data'], properties: { data: { maxLength: 3 } } },
              },
            },
          },
          202: { description: '' },
          203: { description: '', content: json({ type: 'string', format: 'binary' }) },
        },
      },
      patch: { operationId: 'nothing', responses: {} },
      delete: { operationId: 'fails', responses: { 503: { description: '' } } },
      options: { operationId: 'interim', responses: { 103: { description: '' } } },
    },
  },
  { components: { schemas: { User: user } } },
)

const judge = (id: string, reply: ReturnType<typeof replyOf>, kind?: Expectation['kind']) =>
  judgeReply(operationOf(contract, id), reply, kind && { kind, rule: 'V110' })

/** `V104 /name maxLength`, with a `?` behind what is secondary. */
const told = ({ rule, dataPointer, keyword, secondary }: Fault): string =>
  [rule, dataPointer, keyword].filter(Boolean).join(' ') + (secondary ? ' ?' : '')

const type = (mediaType: string): string[] => ['Content-Type', mediaType]
const total = [...type('application/json; charset=utf-8'), 'X-Total', '1']

describe('a broken connection or a 5xx is V100 and nothing else', () => {
  test.each([500, 501, 503])('%d', (status) =>
    expect(judge('list', replyOf(status)).map(told)).toEqual(['V100']),
  )
  test('501 says that a method is not known', () => {
    expect(judge('list', replyOf(501), 'not-allowed')).toEqual([])
    expect(judge('list', replyOf(501), 'refused').map(told)).toEqual(['V100'])
  })
  test('no reply', () => {
    const fault = judgeReply(operationOf(contract, 'list'), { failure: 'reset', milliseconds: 1 })
    expect(fault).toEqual([{ rule: 'V100', message: 'No answer could be read: reset.' }])
  })
})

/** Operation, status, kind of case, and the rule that is broken. */
const statuses: readonly (readonly [string, number, Expectation['kind'] | undefined, RuleId[]])[] =
  [
    ['list', 404, undefined, ['V101']],
    ['list', 404, 'accepted', ['V101']],
    ['list', 404, 'any', ['V101']],
    ['list', 404, 'refused', []],
    ['list', 401, 'unauthorized', []],
    ['list', 405, 'not-allowed', []],
    ['list', 405, 'accepted', []],
    ['list', 404, 'gone', []],
    ['list', 410, 'gone', []],
    ['list', 410, 'refused', ['V101']],
    ['list', 420, 'refused', ['V101']],
    ['list', 302, 'refused', ['V101']],
    ['list', 429, 'accepted', []],
    ['create', 404, undefined, []],
    ['nothing', 200, undefined, []],
    ['fails', 503, 'accepted', []],
    ['fails', 500, 'accepted', ['V100']],
    ['interim', 200, 'accepted', []],
  ]
test.each(statuses)('%s answers %d to a case %s: %j', (id, status, kind, wanted) => {
  const reply = replyOf(status, type('application/problem+json'), '{}')
  const found = judge(id, reply, kind).filter(({ secondary }) => secondary !== true)
  expect(found.map(({ rule }) => rule)).toEqual(wanted)
})

test('412 is what a version gets that is not the last one', () => {
  const list = operationOf(contract, 'list')
  const of = (rule: RuleId): readonly string[] =>
    judgeReply(list, replyOf(412), { kind: 'refused', rule }).flatMap((fault) =>
      fault.secondary ? [] : [fault.rule],
    )
  expect(of('V124')).toEqual([])
  expect(of('V110')).toEqual(['V101'])
})

test('410 of what is gone is a finding where 404 is documented', () => {
  const { byId } = contractOf({
    '/a': {
      get: { operationId: 'a', responses: { 200: { description: '' }, 404: { description: '' } } },
    },
  })
  const operation = byId.get('a')!
  const expect410 = judgeReply(operation, replyOf(410), { kind: 'gone', rule: 'V122' })
  expect(expect410.map(told)).toEqual(['V101 status'])
})

test('an undocumented status is compared with the nearest of its class, as secondary', () => {
  const reply = replyOf(203 - 1, type('application/json'), '{}')
  expect(judge('create', replyOf(202, type('text/html'), 'x')).map(told)).toEqual([
    'V102 content-type',
  ])
  expect(judge('list', reply).map(told)).toEqual([
    'V101 status',
    'V103 /X-Total required ?',
    'V104 /id required ?',
  ])
})

/** Operation, reply, and what is wrong. */
const messages: readonly (readonly [string, ReturnType<typeof replyOf>, readonly string[]])[] = [
  ['list', replyOf(200, total, '{"id":1}'), []],
  ['list', replyOf(200, type('application/json'), '{"id":1}'), ['V103 /X-Total required']],
  ['list', replyOf(200, [...total, 'Set-Cookie', 'x'], '{"id":1}'), []],
  [
    'list',
    replyOf(200, [...type('application/json'), 'x-total', 'many'], '{"id":1}'),
    ['V103 /X-Total type'],
  ],
  // Objects and lists are JSON as well as `style: simple`.
  ['list', replyOf(200, [...total, 'X-Page', '{"size":2}'], '{"id":1}'), []],
  ['list', replyOf(200, [...total, 'X-Page', 'size,2'], '{"id":1}'), []],
  ['list', replyOf(200, [...total, 'X-Page', '{"size":"b"}'], '{"id":1}'), ['V103 /X-Page style']],
  ['list', replyOf(200, ['X-Total', '1'], '{"id":1}'), ['V102 content-type']],
  ['list', replyOf(200, ['X-Total', '1', ...type('text/html')], '{"id":1}'), ['V102 content-type']],
  ['list', replyOf(200, ['X-Total', '1', ...type('application/vnd.a+json')], '{"id":1}'), []],
  ['list', replyOf(400, type('application/problem+json'), '{"code":1}'), []],
  ['create', replyOf(400, type('application/json'), '{}'), ['V102 content-type']],
  ['list', replyOf(200, total), ['V104 body']],
  ['list', replyOf(200, total, '{"id":1'), ['V104 syntax']],
  ['list', replyOf(200, total, Uint8Array.of(0x22, 0xff, 0x22)), ['V104 syntax']],
  ['list', replyOf(200, total, '\uFEFF{"id":1}'), []],
  ['list', replyOf(200, total, '{"id":9223372036854775807}'), []],
  ['list', replyOf(200, total, '{"id":9223372036854775808}'), ['V104 /id format']],
  ['list', replyOf(200, total, '{"id":1,"count":123456789012345678901234567890}'), []],
  ['list', replyOf(200, total, '{"id":1,"password":"x"}'), ['V104 /password writeOnly']],
  ['list', replyOf(200, total, '{"id":1,"name":"longer"}'), ['V104 /name maxLength']],
  ['list', replyOf(200, total, '{"id":1,"pets":[{},1,{}]}'), ['V104 /pets/0 oneOf']],
  ['list', replyOf(200, total, '{"id":1,"extra":1}'), ['V105 /extra properties']],
  ['list', replyOf(400, type('application/json'), '{"code":1,"extra":1}'), []],
  ['create', replyOf(204), []],
  ['create', replyOf(204, ['Content-Length', '3']), ['V104 no-body']],
  ['create', replyOf(204, ['Content-Length', '0']), []],
  ['head', replyOf(200, type('text/html')), []],
  ['texts', replyOf(202, type('text/html'), 'x'), ['V105 content']],
  ['texts', replyOf(202), []],
  ['texts', replyOf(203, type('application/json'), '{"a":1}'), []],
  ['texts', replyOf(200, type('text/plain'), 'ok\n'), []],
  ['texts', replyOf(200, type('text/plain'), 'no'), ['V104 enum']],
  ['texts', replyOf(200, type('text/plain')), []],
  ['texts', replyOf(200, type('application/xml')), ['V104 body']],
  ['texts', replyOf(200, type('text/csv; charset=iso-8859-1'), Uint8Array.of(0xe9)), []],
  ['texts', replyOf(200, type('text/csv'), Uint8Array.of(0xe9)), ['V104 syntax']],
  ['texts', replyOf(200, type('text/csv; charset=klingon'), Uint8Array.of(0xe9)), []],
  ['texts', replyOf(200, type('text/x-count'), '10'), ['V104 maximum']],
  ['texts', replyOf(200, type('application/xml'), '<a><n>1</n></a>'), []],
  ['texts', replyOf(200, type('application/xml'), '<a><n>x</n></a>'), ['V104 /n type']],
  ['texts', replyOf(200, type('application/xml'), '<a>'), ['V104 syntax']],
  ['texts', replyOf(200, type('application/octet-stream'), 'long'), []],
  [
    'texts',
    replyOf(200, type('application/x-ndjson'), '{"n":1}\n{"m":1}\n{}\n'),
    ['V104 /1/n required'],
  ],
  ['texts', replyOf(200, type('application/x-ndjson'), '{"n":1}\n{'), ['V104 syntax']],
  ['texts', replyOf(200, type('application/json-seq'), '\x1e1\n\x1e"a"\n'), ['V104 /1 type']],
  [
    'texts',
    replyOf(200, type('text/event-stream'), ': hi\n\ndata: a\ndata: b\n\nevent: x\n\n'),
    ['V104 /1/data required'],
  ],
  [
    'texts',
    replyOf(200, type('text/event-stream'), 'data: long\r\n\r\n'),
    ['V104 /0/data maxLength'],
  ],
]
test.each(messages)('%s %j: %j', (id, reply, wanted) =>
  expect(judge(id, reply).map(told)).toEqual(wanted),
)

test('a choice of schemas says which branch came furthest', () => {
  const [fault] = judge('list', replyOf(200, total, '{"id":1,"pets":[{}]}'))
  expect(fault?.message).toContain('in one of them: response /pets/0/tag: is required')
})

test('a value that nobody can judge in bounded time is no fault', () => {
  const schema = { type: 'string', pattern: '^(a+)\\1$' }
  const { byId } = contractOf({
    '/a': {
      get: { operationId: 'a', responses: { 200: { description: '', content: json(schema) } } },
    },
  })
  const reply = replyOf(200, type('application/json'), JSON.stringify('a'.repeat(2000)))
  expect(judgeReply(byId.get('a')!, reply)).toEqual([])
})
