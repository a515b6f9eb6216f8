// How a client reaches the resources of a contract: which records there are above them.
import { generateValue } from '../dist/generate/generate-value.js'
import { isValid } from './request.mjs'
import { itemPlace, namesIn, placeAt, valuesFor } from './state-places.mjs'
import { Story } from './state-story.mjs'
import { StoryFailure } from './story-failure.mjs'

const isUsable = (value) =>
  typeof value === 'number' ||
  (typeof value === 'string' && /^[^/]+$/.test(value) && !/^\.\.?$/.test(value))

/** A value for a parameter of a path. */
const sample = (operation, name, seed) => {
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name)
  if (!parameter) return 'value'
  for (let turn = 0; turn < 10; turn++) {
    const value = generateValue(parameter.schema, {
      seed: `${seed} ${turn}`,
      mode: 'dynamic',
      name,
    })
    if (isUsable(value) && isValid(parameter.schema, value)) return value
  }
  return parameter.example
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

/** The world of one client: `scopeOf` makes or finds what a resource lies below. */
export const createWorld = ({ client, model, roles }) => {
  const known = new Map()
  const anyOperation = (name) => [...roles.get(name).values()][0][0].operation
  const scopeOf = async (resource) => {
    const template = pathAbove(resource)
    const names = namesIn(template)
    if (names.length === 0) return undefined
    const parent = model.resources.get(resource.parent?.resource)
    const above = parent && parent !== resource ? await placeOf(parent) : undefined
    const values = above ? valuesFor(template, [above]) : new Map()
    const operation = anyOperation(resource.name)
    return placeAt(
      template,
      names.map((name) => values.get(name) ?? sample(operation, name, name)),
    )
  }
  const find = async (resource) => {
    if (resource.isSingleton) return itemPlace(resource, await scopeOf(resource), [])
    const story = new Story({ client, resource, roles: roles.get(resource.name), world })
    try {
      const place = await story.anyPlace()
      if (place) return place
    } catch (error) {
      if (error instanceof StoryFailure)
        error.step = `parent: ${error.step.replace('parent: ', '')}`
      throw error
    }
    return undefined
  }
  const placeOf = (resource) => {
    if (!known.has(resource.name)) known.set(resource.name, find(resource))
    return known.get(resource.name)
  }
  const world = { scopeOf, sample }
  return world
}
