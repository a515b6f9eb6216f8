import { createVisitorNames } from '../../src/auth/visitor-names.js'
import { base32 } from '../../src/lib/base32.js'
import { secureRandom } from '../../src/sandbox/random.js'
import { isSandboxName } from '../../src/server/select-sandbox.js'

const key = (fill: number) => new Uint8Array(32).fill(fill)
const names = createVisitorNames(key(1), secureRandom)

test('a fresh name is a sandbox name, no other one, and known again', () => {
  const many = Array.from({ length: 1000 }, () => names.fresh())
  expect(new Set(many).size).toBe(1000)
  for (const name of many) {
    expect(isSandboxName(name)).toBe(true)
    expect(names.isIssued(name)).toBe(true)
  }
})

test('the drawn part holds all 128 bits', () => {
  const drawn = (bytes: Uint8Array) =>
    createVisitorNames(key(1), { bytes: (length) => bytes.subarray(0, length) })
      .fresh()
      .slice(4, 30)
  const seen = new Set([drawn(new Uint8Array(64))])
  for (let bit = 0; bit < 128; bit++) {
    const bytes = new Uint8Array(64)
    bytes[bit >> 3] = 1 << (bit & 7)
    seen.add(drawn(bytes))
  }
  expect(seen.size).toBe(129)
})

test('any other character at any place makes a name that was not given', () => {
  const name = names.fresh()
  for (let at = 0; at < name.length; at++)
    for (const other of 'abcdefghijklmnopqrstuvwxyz234567A=') {
      const changed = name.slice(0, at) + other + name.slice(at + 1)
      expect(names.isIssued(changed)).toBe(changed === name)
    }
})

test.each([
  '',
  'alice',
  'default',
  'try-',
  `try-${'a'.repeat(42)}`,
  `try-${'a'.repeat(41)}`,
  `try-${'é'.repeat(42)}`,
  `try-${'a'.repeat(58)}`,
])('%j was not given', (name) => {
  expect(names.isIssued(name)).toBe(false)
})

test('a name with something before or after it was not given', () => {
  const name = names.fresh()
  for (const other of [`${name}a`, `a${name}`, `${name}\n`, name.toUpperCase(), name.slice(0, -1)])
    expect(names.isIssued(other)).toBe(false)
})

test('servers with the same key agree, others do not', () => {
  const name = names.fresh()
  expect(createVisitorNames(key(1), secureRandom).isIssued(name)).toBe(true)
  expect(createVisitorNames(key(2), secureRandom).isIssued(name)).toBe(false)
})

/** RFC 4648 §10, in lower case and without padding. */
test.each([
  ['', ''],
  ['f', 'my'],
  ['fo', 'mzxq'],
  ['foo', 'mzxw6'],
  ['foob', 'mzxw6yq'],
  ['fooba', 'mzxw6ytb'],
  ['foobar', 'mzxw6ytboi'],
])('base32 of %j is %j', (text, expected) => {
  expect(base32(Buffer.from(text))).toBe(expected)
})
