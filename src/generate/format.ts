import { seededRandom, type SeededRandom } from '../lib/seeded-random.js'

/** What a format value may be made from. */
export interface FormatWish {
  /** Absent for the one plain documentation value. */
  readonly chance: SeededRandom | undefined
  /** Chance of the place, for formats whose plain value depends on it. */
  readonly seed: number
  /** Wanted length in code points. */
  readonly min: number
  readonly max: number
  readonly now: number
}

const day = 86_400_000

const hex = '0123456789abcdef'

const letters = (chance: SeededRandom, length: number, from: string): string =>
  Array.from({ length }, () => from[chance.int(0, from.length - 1)]).join('')

const word = (chance: SeededRandom, length = chance.int(4, 9)): string =>
  letters(chance, length, 'abcdefghijklmnopqrstuvwxyz')

/** A text of at least that length, by the filler at the mark. */
const padded = (before: string, after: string, wish: FormatWish): string =>
  before +
  'a'.repeat(Math.max(0, Math.min(wish.min, 20_000) - before.length - after.length)) +
  after

/** A UUID of version 4 (RFC 9562 §5.4). */
export const uuidFrom = (chance: SeededRandom): string => {
  const part = (length: number): string => letters(chance, length, hex)
  return `${part(8)}-${part(4)}-4${part(3)}-${chance.pick([...'89ab'])}${part(3)}-${part(12)}`
}

const instant = (wish: FormatWish): string =>
  wish.chance
    ? new Date(wish.now - wish.chance.int(0, 365 * day)).toISOString().replace(/\.\d+/, '')
    : '2019-08-24T14:15:22Z'

const dateTimes = (wish: FormatWish): readonly string[] => {
  const text = instant(wish)
  const bare = text.slice(0, -1)
  return [
    text,
    `${bare}.000Z`,
    `${bare}+00:00`,
    `${bare}.${'0'.repeat(Math.max(3, Math.min(wish.min, 200) - 21))}Z`,
  ]
}

const longHostname = (wish: FormatWish): string => {
  const labels = Array.from({ length: Math.ceil(Math.min(wish.min, 253) / 60) }, () =>
    'a'.repeat(59),
  )
  return `${labels.join('.')}.com`.slice(-Math.min(wish.min, 253)).replace(/^\./, 'a')
}

const emails = (wish: FormatWish): readonly string[] => {
  const name = wish.chance ? `${word(wish.chance)}.${word(wish.chance)}` : 'user'
  return [`${name}@example.com`, padded('user', '@example.com', wish), 'user@a.co', 'a@b.co']
}

const links = (wish: FormatWish): readonly string[] => {
  const path = wish.chance ? `/${word(wish.chance)}` : ''
  const text = wish.chance ? 'https://example.com' : 'http://example.com'
  return [text + path, padded('https://example.com/', '', wish), 'http://a.co', 'a:b']
}

const pointers = (wish: FormatWish): readonly string[] => [
  `/${wish.chance ? word(wish.chance) : 'json/pointer'}`,
  padded('/a', '', wish),
  '',
]

const bytes = (wish: FormatWish): readonly string[] => {
  const plain = wish.chance
    ? letters(
        wish.chance,
        4 * wish.chance.int(2, 6),
        'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh0123456789',
      )
    : 'c3RyaW5n'
  const wanted = Math.ceil(Math.min(wish.min, 20_000) / 4) * 4
  return [plain, 'a'.repeat(wanted), 'YWJj', '']
}

const plainUuid = (wish: FormatWish): readonly string[] => {
  const text = uuidFrom(wish.chance ?? seededRandom(wish.seed))
  return [text, `urn:uuid:${text}`]
}

const plainText =
  (...list: readonly string[]) =>
  (wish: FormatWish): readonly string[] => {
    if (!wish.chance) return list
    const start = wish.chance.int(0, list.length - 1)
    return [...list.slice(start), ...list.slice(0, start)]
  }

const address4 = (wish: FormatWish): readonly string[] => [
  wish.chance ? `192.168.${wish.chance.int(0, 255)}.${wish.chance.int(1, 254)}` : '192.168.0.1',
  '10.0.0.1',
  '1.1.1.1',
  '192.168.100.100',
]

const address6 = (wish: FormatWish): readonly string[] => {
  const text = wish.chance
    ? `2001:db8::${letters(wish.chance, 4, '123456789abcdef')}`
    : '2001:db8::1'
  return [text, '::1', '2001:0db8:85a3:0000:0000:8a2e:0370:7334']
}

const hostnames = (wish: FormatWish): readonly string[] => [
  wish.chance ? `${word(wish.chance)}.example.com` : 'example.com',
  longHostname(wish),
  'a.co',
  'a',
]

const makers = new Map<string, (wish: FormatWish) => readonly string[]>([
  ['date-time', dateTimes],
  ['iso-date-time', dateTimes],
  ['date', (wish) => [instant(wish).slice(0, 10)]],
  ['time', (wish) => dateTimes(wish).map((text) => text.slice(11))],
  ['iso-time', (wish) => dateTimes(wish).map((text) => text.slice(11))],
  ['duration', plainText('P3D', 'PT30M', 'P1Y2M3DT4H5M6S', 'P1W', 'P1D')],
  ['email', emails],
  ['idn-email', emails],
  ['hostname', hostnames],
  ['idn-hostname', hostnames],
  ['ipv4', address4],
  ['ip', address4],
  ['ipv6', address6],
  ['uri', links],
  ['url', links],
  ['iri', links],
  ['uri-reference', (wish) => [...links(wish), padded('/a', '', wish), 'a', '']],
  ['iri-reference', (wish) => [...links(wish), padded('/a', '', wish), 'a', '']],
  ['uri-template', (wish) => ['/users/{id}', padded('/a', '{id}', wish), '{id}', 'a', '']],
  ['uuid', plainUuid],
  ['guid', plainUuid],
  ['json-pointer', pointers],
  ['json-pointer-uri-fragment', (wish) => pointers(wish).map((text) => `#${text}`)],
  ['relative-json-pointer', (wish) => ['1/name', padded('1/a', '', wish), '0']],
  ['regex', (wish) => ['^[a-z]+$', padded('^a', '$', wish), '.', '']],
  ['byte', bytes],
  ['base64url', bytes],
  ['password', (wish) => [wish.chance ? `${word(wish.chance, 8)}-A1` : 'pa$$word']],
  ['char', (wish) => [wish.chance ? word(wish.chance, 1) : 'a']],
  ['ulid', plainText('01ARZ3NDEKTSV4RRFFQ69G5FAV')],
  ['phone', plainText('+14155550123')],
  ['color', plainText('#0000ff', '#336699', '#ffffff')],
])

/** Texts of a format, best first, then shorter and longer ones; undefined for unknown formats. */
export const formatTexts = (format: string, wish: FormatWish): readonly string[] | undefined =>
  makers.get(format)?.(wish)
