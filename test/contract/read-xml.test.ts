import fc from 'fast-check'
import { compileContract } from '../../src/contract/compile.js'
import type { Operation } from '../../src/contract/contract.js'
import { readRequest } from '../../src/contract/read-request.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { Problem } from '../../src/errors.js'
import { isObject } from '../../src/lib/json-object.js'
import { bytesOf } from '../../src/lib/text-bytes.js'
import { generateValue } from '../../src/generate/generate-value.js'
import { xmlBody } from '../../src/generate/xml-body.js'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const list = (items: object, xml?: object) => ({ type: 'array', items, ...(xml && { xml }) })
const text = { type: 'string' }
const attribute = (more: object = text) => ({ ...more, xml: { attribute: true } })

const schemas = {
  Tag: {
    type: 'object',
    xml: { name: 'tag' },
    properties: { id: attribute({ type: 'integer' }), name: text },
  },
  Pet: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'urls'],
    xml: { name: 'pet', namespace: 'urn:pets', prefix: 'p' },
    properties: {
      id: attribute({ type: 'integer', format: 'int64' }),
      name: { type: 'string', maxLength: 12 },
      urls: list({ ...text, xml: { name: 'url' } }),
      tags: list(ref('Tag'), { wrapped: true, name: 'labels' }),
      weight: { type: 'number', xml: { name: 'kilos', prefix: 'm' } },
      isTame: { type: 'boolean' },
      born: { type: 'string', format: 'date' },
      owner: { type: 'object', properties: { email: { type: 'string', format: 'email' } } },
      mother: ref('Pet'),
      number: { ...attribute(), readOnly: true },
      seen: { type: 'string', readOnly: true, xml: { name: 'last' } },
      nick: { type: 'string', nullable: true, minLength: 1 },
    },
  },
  Open: { type: 'object', additionalProperties: { type: 'integer' } },
  Dog: {
    allOf: [
      { type: 'object', xml: { name: 'dog' }, properties: { kind: attribute() } },
      {
        required: ['bark'],
        properties: { bark: { type: 'boolean' }, sizes: list({ type: 'integer' }) },
      },
    ],
  },
  Either: {
    anyOf: [
      ref('Tag'),
      { type: 'object', required: ['code'], properties: { code: { type: 'integer' } } },
    ],
  },
  Pair: { type: 'object', properties: { first: ref('Tag'), second: ref('Tag') } },
  Lists: {
    type: 'object',
    properties: {
      a: list({ ...text, xml: { name: 'item' } }),
      b: list({ type: 'integer', xml: { name: 'item' } }),
    },
  },
  Pets: list(ref('Pet')),
  Named: { ...list(ref('Tag')), xml: { wrapped: true, name: 'tags' } },
  Count: { type: 'integer', maximum: 5 },
  Text: text,
  Any: {},
}
const noted = {
  type: 'object',
  properties: {
    lang: { type: 'string', xml: { nodeType: 'attribute' } },
    text: { type: 'string', xml: { nodeType: 'text' } },
  },
}

let operations: ReadonlyMap<string, Operation>

beforeAll(async () => {
  const compiled = (openapi: string, all: object) => {
    const paths = Object.keys(all).map((name) => {
      const content = { 'application/xml': { schema: ref(name) } }
      return [`/${name}`, { post: { operationId: name, requestBody: { content }, responses: {} } }]
    })
    const document = {
      openapi,
      paths: Object.fromEntries(paths) as object,
      components: { schemas: all },
    }
    return compileContract(sourceDocumentOf(document), 'api').operations
  }
  const all = [...compiled('3.0.3', schemas), ...compiled('3.2.0', { Noted: noted })]
  operations = new Map(all.map((operation) => [operation.id, operation]))
  for (const { body } of all) await body?.xml.load()
})

const read = (name: string, xml: string) =>
  readRequest({
    operation: operations.get(name) as Operation,
    path: {},
    query: '',
    headers: { 'content-type': 'application/xml' },
    bytes: bytesOf(xml),
  })

/** The value, or what is wrong with it: `rule pointer` for each violation, or the code of a Problem. */
const outcome = (name: string, xml: string): unknown => {
  try {
    const { body, violations } = read(name, xml)
    return violations.length > 0
      ? violations.map(({ rule, pointer }) => `${rule} ${pointer}`)
      : body
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

const pet = (inside: string, attributes = '') =>
  `<pet${attributes}><name>Rex</name><url>a</url>${inside}</pet>`
const rex = { name: 'Rex', urls: ['a'] }

test.each([
  ['a document', 'Pet', pet('', ' id="9007199254740993"'), { ...rex, id: 9007199254740993n }],
  [
    'what is written around it',
    'Pet',
    `\uFEFF<?xml version="1.0"?><!-- c -->\n${pet('\n ')}\n`,
    rex,
  ],
  [
    'a prefix of the client',
    'Pet',
    `<x:pet xmlns:x="urn:pets"><x:name>Rex</x:name><url>a</url></x:pet>`,
    rex,
  ],
  [
    'types',
    'Pet',
    pet('<m:kilos>1.5</m:kilos><isTame> true </isTame>'),
    { ...rex, weight: 1.5, isTame: true },
  ],
  [
    'a wrapped list',
    'Pet',
    pet('<labels><tag id="1"/><tag/></labels>'),
    { ...rex, tags: [{ id: 1 }, {}] },
  ],
  ['an empty wrapped list', 'Pet', pet('<labels/>'), { ...rex, tags: [] }],
  [
    'items by the name of their list',
    'Pet',
    '<pet><name>R</name><urls>a</urls></pet>',
    { name: 'R', urls: ['a'] },
  ],
  ['a required list without items', 'Pet', '<pet><name>R</name></pet>', { name: 'R', urls: [] }],
  ['a property by its type', 'Pet', pet(pet('')), { ...rex, mother: rex }],
  [
    'a property by its name',
    'Pet',
    pet(`<mother><name>A</name></mother>`),
    { ...rex, mother: { name: 'A', urls: [] } },
  ],
  ['null', 'Pet', pet('<nick/>'), { ...rex, nick: null }],
  ['null, said', 'Pet', pet('<nick xsi:nil="true"/>'), { ...rex, nick: null }],
  [
    'entities and CDATA',
    'Pet',
    '<pet><name>&lt;&#65;<![CDATA[<&]]></name></pet>',
    { name: '<A<&', urls: [] },
  ],
  ['text as it is', 'Pet', '<pet><name> R\n</name></pet>', { name: ' R\n', urls: [] }],
  ['another root', 'Pet', pet('').replaceAll('pet', 'cat'), ['xml ']],
  ['the component as root', 'Pet', pet('').replaceAll('pet', 'Pet'), rex],
  [
    'a value of another type',
    'Pet',
    pet('<kilos>heavy</kilos><isTame>1</isTame>'),
    ['type /weight', 'type /isTame'],
  ],
  [
    'keywords',
    'Pet',
    pet('<born>soon</born>').replace('Rex', 'x'.repeat(13)),
    ['maxLength /name', 'format /born'],
  ],
  ['what is missing', 'Pet', '<pet/>', ['required /name']],
  ['an element twice', 'Pet', pet('<name>a</name>'), ['repeated /name']],
  ['an unknown element', 'Pet', pet('<color>red</color>'), ['additionalProperties ']],
  ['an unknown attribute', 'Pet', pet('', ' name="x"'), ['additionalProperties ']],
  [
    'what is read-only',
    'Pet',
    pet('<last>x</last>', ' number="1"'),
    ['readOnly /number', 'readOnly /seen'],
  ],
  ['text between elements', 'Pet', pet('x'), ['additionalProperties ']],
  ['text for an object', 'Pet', pet('<owner>me</owner>'), ['type /owner']],
  ['elements for text', 'Pet', pet('').replace('Rex', '<a/>'), ['type /name']],
  ['an item of another name', 'Pet', pet('<labels><x/></labels>'), ['xml /tags/0']],
  ['a fault deep inside', 'Pet', pet('<labels><tag id="x"/></labels>'), ['type /tags/0/id']],
  ['properties of any name', 'Open', '<o><a>1</a><b>2</b></o>', { a: 1, b: 2 }],
  ['several of them', 'Open', '<o><a>1</a><a>2</a></o>', ['type /a']],
  [
    'allOf',
    'Dog',
    '<dog kind="d"><bark>true</bark><sizes>1</sizes></dog>',
    { kind: 'd', bark: true, sizes: [1] },
  ],
  ['anyOf', 'Either', '<x><code>7</code></x>', { code: 7 }],
  [
    'two properties of one name, in their order',
    'Pair',
    '<Pair><tag id="1"/><tag id="2"/></Pair>',
    { first: { id: 1 }, second: { id: 2 } },
  ],
  [
    'one of them alone',
    'Pair',
    '<Pair><tag id="x"/></Pair>',
    bytesOf('<Pair><tag id="x"/></Pair>'),
  ],
  ['one of them by its own name', 'Pair', '<Pair><second id="1"/></Pair>', { second: { id: 1 } }],
  ['two lists of one name', 'Lists', '<l><item>1</item></l>', bytesOf('<l><item>1</item></l>')],
  ['a list at the root', 'Pets', `<Pets>${pet('')}${pet('')}</Pets>`, [rex, rex]],
  ['a wrapped list at the root', 'Named', '<tags><tag/></tags>', [{}]],
  ['a number at the root', 'Count', '<n> 5 </n>', 5],
  ['a wrong number there', 'Count', '<n>6</n>', ['maximum ']],
  ['text, where text is wanted', 'Text', '<n>6</n>', '<n>6</n>'],
  [
    'no schema to speak of',
    'Any',
    '<n><a>6</a><a/><b c="1"/></n>',
    { a: ['6', ''], b: { '@c': '1' } },
  ],
  ['text beside attributes', 'Noted', '<n lang="en">hi</n>', { lang: 'en', text: 'hi' }],
  ['a forbidden name', 'Any', '<n><a><__proto__/></a></n>', 'body-forbidden-key'],
  ['a forbidden attribute', 'Any', '<n constructor="1"/>', 'body-forbidden-key'],
  ['64 levels', 'Count', `${'<n>'.repeat(64)}${'</n>'.repeat(64)}`, ['type ']],
  ['65 levels', 'Count', '<n>'.repeat(65), 'body-too-deep'],
  ['200,000 levels', 'Any', '<n>'.repeat(200_000), 'body-too-deep'],
  ['an entity', 'Any', '<!DOCTYPE n [<!ENTITY e "x">]><n>&e;</n>', 'body-malformed'],
  ['an unknown entity', 'Any', '<n>&e;</n>', 'body-malformed'],
  ['JSON', 'Any', '{"a":1}', 'body-malformed'],
  ['two roots', 'Any', '<a/><a/>', 'body-malformed'],
  ['an attribute twice', 'Any', '<a b="1" b="2"/>', 'body-malformed'],
])('%s', (_, name, xml, expected) => {
  expect(outcome(name, xml)).toEqual(expected)
})

test('what is malformed has a line and a column', () => {
  expect(() => read('Pet', '<pet>\n  <name>Rex</nome>\n</pet>')).toThrow(
    /well-formed XML: line 2, column 18: unexpected close tag/,
  )
})

test('many elements cost no more each than few', () => {
  const many = `<pet><name>R</name>${'<url>a</url>'.repeat(20_000)}<labels>${'<tag id="1"/>'.repeat(20_000)}</labels></pet>`
  const { body, violations } = read('Pet', many)
  expect(violations).toEqual([])
  expect(body).toMatchObject({ urls: { length: 20_000 }, tags: { length: 20_000 } })
})

/** What XML cannot tell apart: an optional list without items is not there. */
const withoutEmpty = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([, one]) => !Array.isArray(one) || one.length > 0)
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutEmpty(one)]))
}

test('what the mock writes is read as it was', async () => {
  const names = Object.keys(schemas).filter((name) => !['Text', 'Any', 'Open'].includes(name))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.string(), async (name, seed) => {
      const schema = operations.get(name)?.body?.contents[0]?.schema
      if (!schema) return expect(schema).toBeDefined()
      const value = await generateValue(schema, { seed, mode: 'dynamic', name })
      const { body, violations } = read(name, xmlBody(value, schema))
      expect(violations).toEqual([])
      if (body instanceof Uint8Array) expect(['Pair', 'Lists']).toContain(name)
      else expect(withoutEmpty(body)).toEqual(withoutEmpty(value))
    }),
    { numRuns: 150 },
  )
})
