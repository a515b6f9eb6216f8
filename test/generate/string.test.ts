import { dynamicValues, staticValue } from './source.js'

const cases: readonly [string, object, unknown][] = [
  ['plain', { type: 'string' }, 'string'],
  ['repeated to the least length', { type: 'string', minLength: 8 }, 'stringst'],
  ['cut to the greatest length', { type: 'string', maxLength: 3 }, 'str'],
  ['empty', { type: 'string', maxLength: 0 }, ''],
  ['email', { type: 'string', format: 'email' }, 'user@example.com'],
  ['date-time', { type: 'string', format: 'date-time' }, '2019-08-24T14:15:22Z'],
  ['date', { type: 'string', format: 'date' }, '2019-08-24'],
  ['time', { type: 'string', format: 'time' }, '14:15:22Z'],
  ['ipv4', { type: 'string', format: 'ipv4' }, '192.168.0.1'],
  ['uri', { type: 'string', format: 'uri' }, 'http://example.com'],
  ['hostname', { type: 'string', format: 'hostname' }, 'example.com'],
  ['unknown format', { type: 'string', format: 'nonesuch' }, 'string'],
  ['short email', { type: 'string', format: 'email', maxLength: 8 }, 'a@b.co'],
  ['long email', { type: 'string', format: 'email', minLength: 20 }, 'useraaaa@example.com'],
  [
    'long date-time',
    { type: 'string', format: 'date-time', minLength: 24 },
    '2019-08-24T14:15:22.000Z',
  ],
  ['by format and pattern', { type: 'string', format: 'date', pattern: '^2019' }, '2019-08-24'],
]

test.each(cases)('%s', (_, schema, expected) => {
  expect(staticValue(schema as never)).toEqual(expected)
})

const formats = (
  'date-time date time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference ' +
  'iri iri-reference uri-template uuid json-pointer relative-json-pointer regex byte binary ' +
  'password char url json-pointer-uri-fragment'
).split(' ')

test.each(formats)('format %s is valid, static and dynamic', (format) => {
  staticValue({ type: 'string', format })
  dynamicValues({ type: 'string', format }, 20)
})

test.each(formats)('format %s takes part in a sensible length', (format) => {
  const text = staticValue({ type: 'string', format }) as string
  staticValue({ type: 'string', format, maxLength: text.length })
  staticValue({ type: 'string', format, minLength: text.length })
})

test('static texts follow the property name', () => {
  const names = ['firstName', 'billing_email', 'phoneNumber', 'cityName', 'avatarUrl', 'createdAt']
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
  expect(staticValue({ type: 'object', properties })).toEqual({
    firstName: 'Jane',
    billing_email: 'user@example.com',
    phoneNumber: '+14155550123',
    cityName: 'string',
    avatarUrl: 'https://example.com/avatar.png',
    createdAt: '2019-08-24T14:15:22Z',
  })
})

test('name depends on what it belongs to', () => {
  const named = { type: 'object', properties: { name: { type: 'string' } } }
  const properties = { owner: named, company: named, thing: named }
  expect(staticValue({ type: 'object', properties })).toEqual({
    owner: { name: 'Jane Doe' },
    company: { name: 'Example Inc.' },
    thing: { name: 'string' },
  })
})

test('lengths count code points', () => {
  staticValue({
    type: 'string',
    pattern: '^\\p{Extended_Pictographic}+$',
    minLength: 3,
    maxLength: 3,
  })
})
