import { judgeReply } from '../../src/verify/judge/judge-reply.js'
import { contractOf } from './support/contract-of.js'
import { replyOf } from './support/reply-of.js'

const named = { type: 'object', properties: { name: { type: 'string' } } }
const components = {
  schemas: {
    Named: named,
    Tree: {
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
    },
    Kind: { ...named, discriminator: { propertyName: 'name' } },
  },
}
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const notes = (schema: object, value: unknown): readonly (string | undefined)[] => {
  const content = { 'application/json': { schema } }
  const responses = { 200: { description: '', content } }
  const { operations } = contractOf({ '/a': { get: { responses } } }, { components })
  const reply = replyOf(200, ['Content-Type', 'application/json'], JSON.stringify(value))
  return judgeReply(operations[0]!, reply).map(({ rule, dataPointer }) => `${rule} ${dataPointer}`)
}

/** A schema, a body, and the members that nothing describes. */
const rows: readonly (readonly [object, unknown, readonly string[]])[] = [
  [named, { name: 'a', 'x/y': 1 }, ['V105 /x~1y']],
  [ref('Named'), { other: 1 }, ['V105 /other']],
  [{ type: 'array', items: named }, [{ a: 1 }, { a: 2, b: 3 }], ['V105 /0/a', 'V105 /1/b']],
  [{ type: 'array', prefixItems: [named] }, [{ a: 1 }], ['V105 /0/a']],
  [
    { allOf: [ref('Named'), { properties: { age: {} } }] },
    { name: 'a', age: 1, x: 1 },
    ['V105 /x'],
  ],
  [{ oneOf: [ref('Named'), { type: 'integer' }] }, { x: 1 }, ['V105 /x']],
  [{ anyOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }, { a: 1, b: 1 }, []],
  [{ ...named, then: { properties: { x: {} } }, if: true }, { x: 1 }, []],
  [{ ...named, additionalProperties: true }, { x: 1 }, []],
  [{ ...named, additionalProperties: named }, { x: { y: 1 } }, ['V105 /x/y']],
  [{ ...named, patternProperties: { '^x': {} } }, { x: 1, y: 1 }, []],
  [{ ...named, additionalProperties: false }, { x: 1 }, ['V104 ']],
  [{ ...named, unevaluatedProperties: false }, { x: 1 }, ['V104 ']],
  [{ type: 'object' }, { x: 1 }, []],
  [{}, { x: { y: 1 } }, []],
  [ref('Kind'), { name: 'Dog', bark: 1 }, []],
  [ref('Tree'), { children: [{ children: [{ x: 1 }] }] }, ['V105 /children/0/children/0/x']],
  [{ properties: { a: named } }, { a: { b: 1 } }, ['V105 /a/b']],
]
test.each(rows)('%j %j: %j', (schema, value, wanted) =>
  expect(notes(schema, value)).toEqual(wanted),
)

test('a value that never ends is looked at to some depth, and told in few notes', () => {
  const deep = Array.from({ length: 100 }).reduce<object>((inner) => ({ children: [inner] }), {
    x: 1,
  })
  expect(notes(ref('Tree'), deep)).toEqual([])
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]))
  expect(notes(named, wide)).toHaveLength(20)
})
