// How a client reaches the resources of a contract: which records there are above them.
import { generateValue } from '../../dist/generate/generate-value.js'
import { plainName, singularName } from '../../dist/lib/plain-name.js'
import { isValidAt } from '../../dist/generate/schema-place.js'
import { isValid } from '../request.mjs'
import { itemPlace, namesIn, placeAt, valuesFor } from './places.mjs'
import { Story } from './story.mjs'
import { StoryFailure } from './story-failure.mjs'

const isUsable = (value) =>
  typeof value === 'number' ||
  (typeof value === 'string' && /^[^/]+$/.test(value) && !/^\.\.?$/.test(value))

const draw = (source, name, seed) =>
  Array.from({ length: 10 }, (_, turn) =>
    generateValue(source, { seed: `${seed} ${turn}`, mode: 'dynamic', name }),
  )

/** A value for a parameter of a path; where `place` is said, one that it allows as well. */
const sample = (operation, name, seed, place) => {
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name)
  if (!parameter) return 'value'
  const { schema } = parameter
  const source = place && { ...place, isValid: (value) => isValidAt(place, value) }
  const drawn = [schema, ...(source ? [source] : [])].flatMap((one) => draw(one, name, seed))
  const possible = drawn.filter((value) => isUsable(value) && isValid(schema, value))
  return (
    possible.find((value) => !source || source.isValid(value)) ?? possible[0] ?? parameter.example
  )
}

/** The roles of resources that are sure enough to be answered from state, by name and role. */
export const rolesByResource = (model) => {
  const found = new Map([...model.resources.keys()].map((name) => [name, new Map()]))
  for (const inference of model.inferences.values()) {
    const roles = found.get(inference.resource.name)
    if (inference.confidence < 0.5 || !roles) continue
    roles.set(inference.role, [...(roles.get(inference.role) ?? []), inference])
  }
  return found
}

const pathAbove = ({ collectionPath, itemPath = '', identity, isSingleton }) =>
  collectionPath ??
  (isSingleton
    ? itemPath
    : itemPath
        .split('/')
        .slice(0, -(identity?.parameters.length ?? 1))
        .join('/'))

/** What parameters are called that name a record: as in its own path, or after what it is. */
const namesOf = ({ collectionPath = '', identity }) => {
  if (identity?.parameters.length !== 1) return []
  const noun = singularName(collectionPath.split('/').findLast((text) => !/[{}]/.test(text)) ?? '')
  const own = plainName(identity.parameters[0])
  return [...(own.length > 3 ? [own] : []), ...(noun ? [noun, `${noun}id`, `${noun}key`] : [])]
}

const asParent = (error) => {
  if (error instanceof StoryFailure) error.step = `parent: ${error.step.replace('parent: ', '')}`
  throw error
}

/** Who is asked for while it is looked for leads in a circle: nothing is found. */
const once = (find) => {
  const known = new Map()
  const pending = new Set()
  return async (key) => {
    if (pending.has(key)) return undefined
    if (known.has(key)) return known.get(key)
    pending.add(key)
    const found = find(key).finally(() => pending.delete(key))
    known.set(key, found)
    return found
  }
}

/** The world of one client: `scopeOf` makes or finds what a resource lies below. */
export const createWorld = ({ client, model: { resources }, roles }) => {
  const byName = new Map()
  for (const one of resources.values())
    for (const name of namesOf(one)) if (!byName.has(name)) byName.set(name, one)
  const anyOperation = (name) => [...roles.get(name).values()][0][0].operation
  const scopeOf = async (resource) => {
    const template = pathAbove(resource)
    const names = namesIn(template)
    if (names.length === 0) return undefined
    const parent = resources.get(resource.parent?.resource)
    const above = parent && (await placeOf(parent))
    const values = above ? valuesFor(template, [above]) : new Map()
    const operation = anyOperation(resource.name)
    const valueOf = (name) => values.get(name) ?? sample(operation, name, name)
    return placeAt(template, names.map(valueOf))
  }
  const placeOf = once(async (resource) => {
    if (resource.isSingleton) return itemPlace(resource, await scopeOf(resource), [])
    const story = new Story({ client, resource, roles: roles.get(resource.name), world })
    return story.anyPlace().catch(asParent)
  })
  /** The identity of a record that a parameter speaks of; undefined where nothing says of what it speaks. */
  const nameFor = async (parameter, asker) => {
    const target = byName.get(plainName(parameter))
    if (target === asker) return undefined
    const place = target && (await placeOf(target).catch(() => undefined))
    return place?.values.at(-1)
  }
  const world = { scopeOf, sample, nameFor }
  return world
}
