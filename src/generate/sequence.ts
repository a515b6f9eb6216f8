import type { CompiledSchema } from '../contract/contract.js'
import { shapeOf } from '../contract/shape.js'
import { isObject, objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import { isJson } from '../lib/media-type.js'
import type { MakeValue } from './static-value.js'

/** How many items a sequence has that nothing bounds. */
const length = 3

/** A schema inside of another, of which nothing is validated. */
const partOf = (schema: CompiledSchema['schema'], { lookup }: CompiledSchema): CompiledSchema => ({
  schema,
  lookup,
  shape: shapeOf(schema, lookup),
  isWide: false,
  isSlow: false,
  validate: () => [],
  isValid: () => true,
})

/** The properties of an item whose text is JSON of its own (`contentSchema`), by name. */
const embeddedIn = (source: CompiledSchema): readonly (readonly [string, CompiledSchema])[] => {
  const written = objectOrEmpty(source.schema)
  const ref = stringOr(own(written, '$ref'))
  const target = ref === undefined ? written : objectOrEmpty(source.lookup(ref))
  return Object.entries(objectOrEmpty(own(target, 'properties'))).flatMap(([name, property]) => {
    const { contentMediaType, contentSchema } = objectOrEmpty(property)
    return isObject(contentSchema) && isJson(stringOr(contentMediaType) ?? '')
      ? [[name, partOf(contentSchema, source)] as const]
      : []
  })
}

const itemOf = async (schema: CompiledSchema, seed: string, make: MakeValue): Promise<unknown> => {
  const item = await make(schema, '', seed)
  if (!isObject(item)) return item
  let filled = item
  for (const [name, embedded] of embeddedIn(schema)) {
    const text = JSON.stringify(await make(embedded, name, seed))
    const next = { ...filled, [name]: text }
    if (Object.hasOwn(item, name) && schema.isValid(next)) filled = next
  }
  return filled
}

/** Some items of a sequence, each of which the schema describes (`itemSchema`). */
export const sequenceOf = async (
  itemSchema: CompiledSchema,
  seed: string,
  make: MakeValue,
): Promise<readonly unknown[]> => {
  const items: unknown[] = []
  for (let index = 0; index < length; index++)
    items.push(await itemOf(itemSchema, `${seed} ${index}`, make))
  return items
}
