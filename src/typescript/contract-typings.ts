import type { Contract, Operation } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import type { Resource, ResourceModel } from '../resources/resource-model.js'
import { handlerMembers, memberName, renderTypes, type TypesLibrary } from './handler-members.js'

/** A contract whose types are written, and what was inferred of its state. */
export interface TypedContract {
  readonly contract: Contract
  readonly model: ResourceModel
  /** What messages call it. */
  readonly name: string
}

const objectAt = (document: JsonObject, pointer: string): Record<string, unknown> | undefined => {
  const found = valueAt(document, pointer)
  return isObject(found) ? (found as Record<string, unknown>) : undefined
}

/** Operations by the id that they have in the types: each has one, and none has that of another. */
const named = (contract: Contract): ReadonlyMap<string, Operation> => {
  const pointers = new Set<string>()
  const ids = new Map<string, Operation>()
  for (const operation of contract.operations) {
    const { id, pointer, fault } = operation
    // A path item that stands at two paths has one object for two operations.
    if (fault || ids.has(id) || pointers.has(pointer)) continue
    pointers.add(pointer)
    ids.set(id, operation)
  }
  return ids
}

/** What openapi-typescript calls an operation. */
const typeName = (id: string): string => JSON.stringify(id.replaceAll('#', '/'))

/** Takes away what would stop openapi-typescript: compositions of a schema that are no lists. */
const mend = (value: unknown, isNamed = false): void => {
  if (Array.isArray(value)) for (const item of value) mend(item)
  if (!isObject(value)) return
  const object = value as Record<string, unknown>
  for (const keyword of isNamed ? [] : ['allOf', 'anyOf', 'oneOf'])
    if (keyword in object && !Array.isArray(object[keyword])) delete object[keyword]
  for (const [name, member] of Object.entries(object)) mend(member, name === 'properties')
}

/** The document with an id for each operation, and without what no handler answers. */
const prepared = (contract: Contract, ids: ReadonlyMap<string, Operation>): JsonObject => {
  const { webhooks: _, ...document } = structuredClone(contract.document) as JsonObject
  for (const { pointer } of contract.operations) {
    const operation = objectAt(document, pointer)
    if (!operation) continue
    delete operation['operationId']
    delete operation['callbacks']
  }
  mend(document)
  for (const [id, { pointer }] of ids) {
    const operation = objectAt(document, pointer)
    if (operation) operation['operationId'] = id
  }
  return document
}

const quoted = (text: string): string => JSON.stringify(text)

/** The type of a record of a resource; undefined where no answer shows one. */
const recordType = (
  { representation }: Resource,
  ids: ReadonlyMap<string, Operation>,
): string | undefined => {
  if (!representation) return undefined
  const { operation, content, at, inItems = false, itemAt = [] } = representation
  const response = operation.responses.find(({ contents }) => contents.includes(content))
  if (!response || ids.get(operation.id) !== operation) return undefined
  const status = /^\d{3}$/.test(response.key) ? response.key : quoted(response.key)
  const body = `operations[${typeName(operation.id)}]["responses"][${status}]["content"][${quoted(content.mediaType)}]`
  const place = JSON.stringify(at)
  if (inItems) return `RecordIn<ItemIn<${body}, ${place}>, ${JSON.stringify(itemAt)}>`
  return at.length === 0 ? body : `RecordIn<${body}, ${place}>`
}

const anyRecord = 'Readonly<Record<string, unknown>>'

const recordMembers = (model: ResourceModel, ids: ReadonlyMap<string, Operation>): string =>
  [...model.resources.values()]
    .map((one) => `  readonly ${memberName(one.name)}: ${recordType(one, ids) ?? anyRecord}`)
    .join('\n')

const render = (library: TypesLibrary, { contract, model, name }: TypedContract): string => {
  const ids = named(contract)
  const types = attempt(() => renderTypes(library, prepared(contract, ids)), name)
  const handlers = handlerMembers(
    [...contract.byId.values()].map(({ id, summary }) => ({
      ...{ id, summary },
      type: ids.has(id)
        ? `ContractHandler<operations[${typeName(id)}], Records>`
        : 'ContractHandler<AnyOperation, Records>',
    })),
  )
  return `${types}
/** What a record of each resource is like, by the name that explain-state prints. */
export interface Records {
${recordMembers(model, ids)}
}

/** The handlers of the contract by operationId; where it has none, by the id that explain-state prints. */
export interface Handlers {
${handlers}
}
`
}

const attempt = (work: () => string, name: string): string => {
  try {
    return work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new SetupError('types-unwritable', `openapi-typescript failed: ${reason}`, { file: name })
  }
}

const pascal = (slug: string): string =>
  slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^(?=\d)/, 'Api')

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ')

/** Each in a namespace of its own; an id means the operation of the first contract that has it. */
const several = (library: TypesLibrary, contracts: readonly TypedContract[]): string => {
  const names = contracts.map(({ contract }) => pascal(contract.slug))
  const spaces = contracts.map(
    (one, index) =>
      `export declare namespace ${names[index]} {\n${indented(render(library, one))}}\n`,
  )
  const all = names.reduceRight(
    (rest, name) =>
      rest === '' ? `${name}.Handlers` : `${name}.Handlers & Omit<${rest}, keyof ${name}.Handlers>`,
    '',
  )
  return `${spaces.join('\n')}
/** The handlers of all contracts by operationId. */
export type Handlers = ${all}
`
}

/**
 * TypeScript with the types of contracts: their schemas and operations as openapi-typescript writes
 * them, the records of their resources, and their handlers.
 * @throws SetupError `types-unwritable` when openapi-typescript cannot write those of a contract.
 */
export const contractTypings = (
  library: TypesLibrary,
  contracts: readonly [TypedContract, ...TypedContract[]],
): string => {
  const [first, ...others] = contracts
  const text = others.length > 0 ? several(library, contracts) : render(library, first)
  const used = ['AnyOperation', 'ContractHandler', 'ItemIn', 'RecordIn'].filter((name) =>
    new RegExp(`\\b${name}<|\\b${name}\\b(?=,)`).test(text),
  )
  const names = contracts.map(({ name }) => name).join(' and ')
  const imports =
    used.length > 0 ? `import type { ${used.join(', ')} } from 'openapi-sandbox'\n\n` : ''
  return `// made by openapi-sandbox types from ${names}; make it again when the contract changes\n${imports}${text}`
}
