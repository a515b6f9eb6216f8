import type { Contract, Operation } from '../../contract/contract.js'
import { SetupError, type SourcePlace } from '../../errors.js'
import { isObject, objectOrEmpty, own, type JsonObject } from '../../lib/json-object.js'
import { pointer as pointerOf, valueAt } from '../../lib/json-pointer.js'
import { nearest } from '../../lib/nearest.js'
import type { PropertyPath, Role } from '../resource-model.js'

/** What a person says of an operation, against what would be inferred. */
export interface Correction {
  readonly role?: Role
  /** The name of a resource of the model. */
  readonly resource?: string
  /** Where the identity stands, one property for each path parameter of an item. */
  readonly identity?: readonly PropertyPath[]
  /** True: the mock answers. */
  readonly ignore?: boolean
  /** Where it is said. */
  readonly place: SourcePlace
}

/** Corrections by operation id. */
export type Corrections = ReadonlyMap<string, Correction>

const roles: readonly Role[] = [
  'list',
  'create',
  'read',
  'replace',
  'merge',
  'delete',
  'upsert',
  'exists',
  'bulk-create',
  'bulk-delete',
  'action',
]

const members = ['role', 'resource', 'identity', 'ignore'] as const

const hintOf = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known)
  return near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
}

/** A name that is none, with the nearest that is one. */
export const unknownName = (
  what: string,
  word: string,
  known: readonly string[],
  place: SourcePlace,
): SetupError =>
  new SetupError('state-correction', `There is no ${what} ${word}.${hintOf(word, known)}`, place)

const wrong = (what: string, place: SourcePlace): SetupError =>
  new SetupError('state-correction', what, place)

const isRole = (value: unknown): value is Role => (roles as readonly unknown[]).includes(value)

const identityOf = (value: unknown, place: SourcePlace): readonly PropertyPath[] => {
  const texts = [value].flat()
  if (!texts.every((text) => typeof text === 'string' && text !== ''))
    throw wrong(
      'identity is neither the name of a property, such as user.id, nor a list of such',
      place,
    )
  return texts.map((text) => String(text).split('.'))
}

/**
 * Reads what is said of one operation: `{ role, resource, identity, ignore }`.
 * @throws SetupError `state-correction` for a member or a value that there is not.
 */
export const readCorrection = (written: unknown, place: SourcePlace): Correction => {
  if (!isObject(written))
    throw wrong('A correction is an object: { role, resource, identity, ignore }', place)
  const odd = Object.keys(written).find((key) => !(members as readonly string[]).includes(key))
  if (odd !== undefined) throw unknownName('member', odd, members, place)
  const { role, resource, identity, ignore } = written
  if (role !== undefined && !isRole(role)) throw unknownName('role', String(role), roles, place)
  if (resource !== undefined && typeof resource !== 'string')
    throw wrong('resource is no name', place)
  if (ignore !== undefined && typeof ignore !== 'boolean')
    throw wrong('ignore is neither true nor false', place)
  return {
    place,
    ...(role !== undefined && { role }),
    ...(resource !== undefined && { resource }),
    ...(identity !== undefined && { identity: identityOf(identity, place) }),
    ...(ignore !== undefined && { ignore }),
  }
}

const keyword = 'x-sandbox'

/** What is written at the pointer of an operation and at that of its path. */
const placesOf = (
  { document }: Contract,
  { pointer }: Operation,
  pathItems: Map<string, unknown>,
): readonly (readonly [pointer: string, written: unknown])[] => {
  const end = pointer.lastIndexOf('/')
  const above = pointer.slice(0, end)
  if (!pathItems.has(above)) pathItems.set(above, valueAt(document, above))
  const pathItem = pathItems.get(above)
  return [
    [above, pathItem],
    [pointer, valueAt(pathItem, pointer.slice(end))],
  ]
}

/**
 * What the document itself says with `x-sandbox`, at a path item or at an operation, whose own wins.
 * @throws SetupError `state-correction` with the place.
 */
export const documentCorrections = (contract: Contract): Corrections => {
  const found = new Map<string, Correction>()
  const pathItems = new Map<string, unknown>()
  for (const operation of contract.operations) {
    const said = placesOf(contract, operation, pathItems).flatMap(([pointer, at]): Correction[] => {
      const written = own(objectOrEmpty(at), keyword)
      if (written === undefined) return []
      return [readCorrection(written, contract.place(pointer + pointerOf(keyword)))]
    })
    const [first, second] = said
    if (first) found.set(operation.id, { ...first, ...second })
  }
  return found
}

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`

/**
 * What a file says: corrections by operation id or by `METHOD /path`, below `operations` or at the top.
 * @throws SetupError `state-correction`: an operation that there is not, with the nearest that is.
 */
export const fileCorrections = (
  contract: Contract,
  written: JsonObject,
  placeOf: (pointer: string) => SourcePlace,
): Corrections => {
  const inner = own(written, 'operations')
  const [holder, base] = isObject(inner) ? [inner, '/operations'] : [written, '']
  const found = new Map<string, Correction>()
  for (const [name, said] of Object.entries(holder)) {
    const place = placeOf(base + pointerOf(name))
    const operation =
      contract.byId.get(name) ?? contract.operations.find((one) => nameOf(one) === name)
    if (!operation) {
      const known = [...contract.byId.keys(), ...contract.operations.map(nameOf)]
      throw unknownName('operation', name, known, place)
    }
    found.set(operation.id, readCorrection(said, place))
  }
  return found
}
