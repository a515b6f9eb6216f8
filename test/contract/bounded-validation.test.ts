import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { createSchemaCompiler } from '../../src/contract/schema-compiler.js'
import { budget } from '../support/budget.js'

const at = { location: 'body', pointer: '' } as const

const compiled = (schema: object, schemas: object = {}) => {
  const document = { openapi: '3.1.0', x: schema, components: { schemas } }
  return createSchemaCompiler(sourceDocumentOf(document)).at('/x', 'request')
}

/** The violations, and the milliseconds of processor time that finding them took: whatever else runs only adds. */
const judged = (schema: object, value: unknown, schemas?: object) => {
  const one = compiled(schema, schemas)
  // Compiling is not what is measured.
  one.isValid(undefined)
  const round = () => {
    const before = process.cpuUsage()
    const found = one.validate(value, at)
    const { user, system } = process.cpuUsage(before)
    return { found, took: (user + system) / 1000 }
  }
  const rounds = [round(), round(), round()]
  const { found } = rounds[0] as ReturnType<typeof round>
  return {
    rules: found.map(({ rule, pointer }) => `${rule} ${pointer}`),
    took: Math.min(...rounds.map(({ took }) => took)),
    found,
  }
}

const long = 50_000

test.each([
  ['^(a+)+$', `${'a'.repeat(long)}!`],
  ['(x+x+)+y', 'x'.repeat(long)],
  ['^[^@]+@[^@]+\\.[^@]+$', `a@${'.'.repeat(long)}@`],
  ['^(?=(a|a?)+$).*b', 'a'.repeat(long)],
])('the pattern %s stalls nothing', (pattern, text) => {
  const { rules, took } = judged({ pattern }, text)
  expect(rules).toEqual(['pattern '])
  expect(took).toBeLessThan(budget(100))
  expect(compiled({ patternProperties: { [pattern]: false } }).isValid({ [text]: 1 })).toBe(true)
})

test('a text that is too long anyway is not compared with the pattern', () => {
  const { rules, took } = judged({ maxLength: 10, pattern: '^(a*)*\\1$' }, 'a'.repeat(1_000_000))
  expect(rules).toEqual(['maxLength '])
  expect(took).toBeLessThan(budget(50))
})

test('a pattern that cannot be decided is a violation, also below not', () => {
  for (const schema of [{ pattern: '^(a+)\\1$' }, { not: { pattern: '^(a+)\\1$' } }]) {
    const { found } = judged(schema, 'a'.repeat(2000))
    expect(found.at(-1)).toMatchObject({
      rule: 'pattern',
      expected: expect.stringMatching(/short enough/) as string,
    })
    expect(compiled(schema).isValid('a'.repeat(2000))).toBe(false)
  }
})

test.each([
  ['uri', `http://${'a'.repeat(long)}\0`],
  ['uri', `http://${'a@'.repeat(long)}\0`],
  ['uri-reference', `//${'a:'.repeat(long)}\0`],
  ['uri-template', `${'{a}'.repeat(long)}{`],
  ['url', `http://${'a-'.repeat(long)} `],
  ['url', `http://a/${'a:'.repeat(long)} `],
  ['email', `${'a.'.repeat(long)}@`],
  ['email', `a@${'a.'.repeat(long)}-`],
  ['hostname', 'a.'.repeat(long) + '!'],
  ['ipv6', '1:'.repeat(long)],
  ['date-time', '2026-01-01T00:00:00.' + '0'.repeat(long)],
  ['duration', `P${'1'.repeat(long)}`],
  ['json-pointer', `/~${'/~0'.repeat(long)}`],
  ['json-pointer-uri-fragment', `#${'/a'.repeat(long)}~`],
  ['uuid', 'a'.repeat(long)],
  ['byte', `${'abcd'.repeat(long)}!`],
])('the format %s stalls nothing', (format, text) => {
  const { rules, took } = judged({ format }, text)
  expect(rules.slice(0, 1)).toEqual(['format '])
  expect(took).toBeLessThan(budget(150))
})

const numbers = Array.from({ length: 5000 }, (_, index) => index)

test('uniqueItems: 5,000 objects, and what equal items are', () => {
  const items = numbers.map((id) => ({ id, name: 'x', tags: [id] }))
  const schema = { uniqueItems: true }
  const { rules, took } = judged(schema, items)
  expect(rules).toEqual([])
  expect(took).toBeLessThan(budget(150))
  expect(
    judged(schema, [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ]).rules,
  ).toEqual(['uniqueItems '])
  expect(
    judged(schema, [1, 'a', '1', '"a"', true, 'true', null, 'null', [1], ['1'], {}]).rules,
  ).toEqual([])
  expect(judged(schema, [0, -0]).rules).toEqual(['uniqueItems '])
  expect(judged({ uniqueItems: false }, [1, 1]).rules).toEqual([])
})

test('enum: 10,000 values, objects among them', () => {
  const schema = { items: { enum: [...numbers.map(String), ...numbers, { a: [1], b: null }] } }
  const { took, found } = judged(schema, [...numbers, '1', { b: null, a: [1] }, 'x'])
  expect(found).toMatchObject([{ rule: 'enum', pointer: '/5002' }])
  expect(found[0]?.message.length).toBeLessThan(300)
  expect(took).toBeLessThan(budget(100))
})

test('a long list of wrong items: a hundred violations, and one that says there are more', () => {
  const wrong = Array.from({ length: 300_000 }, () => 'x')
  for (const items of [
    { type: 'integer' },
    { $ref: '#/components/schemas/N' },
    { type: 'integer', enum: [1] },
  ]) {
    const { rules, took } = judged({ type: 'array', items }, wrong, { N: { type: 'integer' } })
    expect(rules.length).toBe(101)
    expect(rules.at(-1)).toBe('limit ')
    expect(took).toBeLessThan(budget(100))
  }
  expect(judged({ items: { type: 'string' } }, wrong).rules).toEqual([])
})

test('an object with many unknown properties', () => {
  const value = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`p${index}`, 1]))
  const { rules } = judged({ type: 'object', additionalProperties: false }, value)
  expect(rules.length).toBe(101)
})

/** Each level tries both of its branches, which are the next level. */
const levels = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, level) => {
      const ref = { $ref: `#/components/schemas/L${level + 1}` }
      return [`L${level}`, level === count - 1 ? { type: 'integer' } : { anyOf: [ref, ref] }]
    }),
  )

test('alternatives nested 16 levels deep are all tried', () => {
  const schema = { $ref: '#/components/schemas/L0' }
  expect(compiled(schema, levels(16)).isValid(1)).toBe(true)
  const { rules, took } = judged(schema, 'x', levels(16))
  expect(rules).toContain('type ')
  expect(took).toBeLessThan(budget(150))
})

test('alternatives nested without reason are given up, and refused', () => {
  const schema = { $ref: '#/components/schemas/L0' }
  const { rules, took } = judged(schema, 'x', levels(30))
  expect(rules.at(-1)).toBe('limit ')
  expect(took).toBeLessThan(budget(150))
  expect(compiled(schema, levels(30)).isValid(1)).toBe(false)
})

test('many errors of one alternative do not hide that another one holds', () => {
  const schema = { anyOf: [{ $ref: '#/components/schemas/N' }, { $ref: '#/components/schemas/S' }] }
  const list = (type: string) => ({ type: 'array', items: { type } })
  const schemas = { N: list('integer'), S: list('string') }
  expect(compiled(schema, schemas).isValid(Array.from({ length: 5000 }, () => 'x'))).toBe(true)
})
