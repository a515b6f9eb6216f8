import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileContract } from '../../src/contract/compile.js'
import type { Contract } from '../../src/contract/contract.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { JsonObject } from '../../src/lib/json-object.js'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import type { Inference, Resource, ResourceModel } from '../../src/resources/resource-model.js'

const folder = join(__dirname, '../fixtures/state-labels')
const documents = readdirSync(folder).filter((file) => file.endsWith('.openapi.json'))
const contractOf = (file: string): Contract => {
  const document = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject
  return compileContract(sourceDocumentOf(document), file)
}

const told = ({ name, identity, parent, collectionPath, itemPath }: Resource) => [
  ...[name, identity, parent, collectionPath, itemPath],
]
const said = (inference: Inference | undefined) =>
  inference && {
    role: inference.role,
    resource: told(inference.resource),
    confidence: inference.confidence,
    reason: inference.reason,
  }
const around = (model: ResourceModel, resource: Resource) => ({
  below: model.below(resource).map(({ name }) => name),
  on: model.inferencesOn(resource).map(({ operation }) => operation.id),
})

/** The same in another order, the same each time. */
const shuffled = <T>(items: readonly T[]): readonly T[] =>
  items
    .map((item, index) => ({ item, at: (index * 7919) % 104_729 }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)

describe('a model that is asked for parts says what one says that is asked for all', () => {
  test.each(documents)('%s', (file) => {
    const contract = contractOf(file)
    const whole = inferResources(contract)
    expect(whole.resources.size).toBeGreaterThan(0)
    const all = whole.inferences
    const part = inferResources(contract)
    for (const { id } of shuffled(contract.operations))
      expect({ id, inference: said(part.inferenceOf(id)) }).toEqual({
        id,
        inference: said(all.get(id)),
      })
    const fresh = inferResources(contract)
    for (const [name, resource] of shuffled([...whole.resources])) {
      const lazily = fresh.resource(name) as Resource
      expect(told(lazily)).toEqual(told(resource))
      expect(around(fresh, lazily)).toEqual(around(whole, resource))
    }
    expect(fresh.resource('no/such/thing')).toBeUndefined()
  })
})

describe('what lies below a resource, and what ends in a literal, are all that there are', () => {
  test.each(documents)('%s', (file) => {
    const model = inferResources(contractOf(file))
    const resources = [...model.resources.values()]
    for (const resource of resources) {
      const below = resources.filter(({ parent }) => parent?.resource === resource.name)
      expect(model.below(resource)).toEqual(below)
      expect([...model.literals].flatMap((literal) => model.endingIn(literal))).toContain(resource)
    }
  })
})

/** A document of things of many kinds, which notes whose schemas are looked at. */
const watched = (kinds: readonly string[]) => {
  const looked = new Set<string>()
  const schemaOf = (kind: string): JsonObject => ({
    type: 'object',
    get properties() {
      looked.add(kind)
      return { id: { type: 'integer' }, name: { type: 'string' } }
    },
  })
  const ok = (schema: JsonObject) => ({
    200: { description: 'OK', content: { 'application/json': { schema } } },
  })
  const paths = Object.fromEntries(
    kinds.flatMap((kind) => {
      const item = { $ref: `#/components/schemas/${kind}` }
      const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
      return [
        [`/${kind}`, { get: { responses: ok({ type: 'array', items: item }) } }],
        [`/${kind}/{id}`, { parameters: [id], get: { responses: ok(item) } }],
      ]
    }),
  )
  const schemas = Object.fromEntries(kinds.map((kind) => [kind, schemaOf(kind)]))
  const info = { title: 'T', version: '1' }
  return { looked, document: { openapi: '3.1.0', info, paths, components: { schemas } } }
}

test('only the schemas of what is asked for are looked at', () => {
  const { looked, document } = watched(['cats', 'dogs', 'birds', 'snakes'])
  const contract = compileContract(sourceDocumentOf(document), 'watched')
  const id = (path: string) => contract.operations.find((one) => one.path === path)?.id ?? ''
  looked.clear()
  const model = inferResources(contract)
  expect([...looked]).toEqual([])
  expect(model.isEmpty).toBe(false)
  expect([...looked]).toEqual(['cats'])
  expect(model.inferenceOf(id('/birds/{id}'))).toMatchObject({ role: 'read' })
  expect([...looked]).toEqual(['cats', 'birds'])
  expect([...model.resources.keys()]).toEqual(['cats', 'dogs', 'birds', 'snakes'])
  expect(looked.size).toBe(4)
})

test('a document without resources keeps nothing', () => {
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: {} }
  const model = inferResources(compileContract(sourceDocumentOf(document), 't'))
  expect(model.isEmpty).toBe(true)
  expect(model.inferenceOf('nothing')).toBeUndefined()
})
