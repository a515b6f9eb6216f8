// How a story begins: a record is made, or the first one that is there is taken.
import { ImpossibleRequest, isObject, mayName, newBody, trying } from './bodies.mjs'
import { valueAt } from './client.mjs'
import { compare } from './look.mjs'
import { itemsPlace, placeAtPath } from '../../dist/generate/schema-place.js'
import { isName, StoryFailure } from './story-failure.mjs'

/** How often another name is chosen where one is taken. */
const mostTurns = 4

/** Makes a body; a story ends where there is no valid one. */
export const bodyFor = (step, { operation }, make) => {
  try {
    return make()
  } catch (error) {
    const isImpossible =
      error instanceof ImpossibleRequest || String(error.code).startsWith('contract-')
    if (!isImpossible) throw error
    throw new StoryFailure(step, operation, `no valid request exists: ${error.message}`)
  }
}

/** What is sent of a body: nothing where none is documented. */
export const sent = (body) => (body === undefined ? {} : { body })

const otherNames = (value, turn) => {
  if (typeof value === 'number') return [value + 1000 + turn, 40 + turn]
  return isName(value) ? [`${value}-${turn}`, `${value}${turn}`] : []
}

/** A body that names the new record, where nothing will tell of its name. */
const naming = (story, operation, body, at, turn) => {
  const [path, second] = story.resource.identity.properties
  const [name] = path
  const isOpen =
    second === undefined && path.length === 1 && valueAt(body, [...at, name]) === undefined
  if (!isOpen || !mayName(operation, at, name)) return body
  const byNumber = trying(operation, body, [...at, name], 1040 + turn)
  return byNumber === body ? trying(operation, body, [...at, name], `new-${turn}`) : byNumber
}

/** A body with a name in it that nobody has, if it has one. */
export const named = (story, operation, body, at, turn) => {
  const list = story.main('list')
  const taken = new Set((story.before ?? []).map((item) => String(story.identityOf(item, list))))
  return story.resource.identity.properties.reduce((one, path) => {
    for (const other of otherNames(valueAt(one, [...at, ...path]), turn)) {
      const next = trying(operation, one, [...at, ...path], other)
      if (next !== one && !taken.has(String(other))) return next
    }
    return one
  }, body)
}

/** A body in which members that speak of other things name such as there are. */
export const referring = async (story, operation, body, at) => {
  const record = valueAt(body, at)
  if (!isObject(record)) return body
  let next = body
  for (const [name, value] of Object.entries(record)) {
    const found = isName(value) ? await story.world.nameFor(name, story.resource) : undefined
    if (found === undefined) continue
    const typed = typeof value === 'number' ? Number(found) : String(found)
    next = trying(operation, next, [...at, name], typed)
  }
  return next
}

/** A valid body for a new record. */
const freshBody = async (story, inference, turn) => {
  const { operation, request, response } = inference
  const at = request?.at ?? []
  const drawn = bodyFor('create', inference, () => newBody(operation, `new ${turn}`, at))
  const body = await referring(story, operation, drawn, at)
  const { identity } = story.resource
  if (!identity || !isObject(body)) return body
  // Whoever is told nothing of the new record names it where that is allowed.
  const isTold = response?.content !== undefined
  if (!isTold) return named(story, operation, naming(story, operation, body, at, turn), at, turn)
  if (identity.origin === 'client') return named(story, operation, body, at, turn)
  return identity.properties.reduce(
    (one, path) => trying(operation, one, [...at, ...path], undefined),
    body,
  )
}

/** The identity at the end of a Location. */
const located = ({ itemPath, identity }, { headers }) => {
  const location = headers.get('location')
  if (!location || !itemPath || !identity) return undefined
  const segments = new URL(location, 'http://localhost').pathname.split('/').reverse()
  const template = itemPath.split('/').reverse()
  const found = identity.parameters.map((name) => {
    const index = template.indexOf(`{${name}}`)
    return index < 0 || segments[index] === undefined
      ? undefined
      : decodeURIComponent(segments[index])
  })
  return found.every(isName) ? found : undefined
}

/** The identity of what a list has that it had not. */
const added = async (story) => {
  const list = story.main('list')
  if (!list || !story.before) return undefined
  const nameOf = (item) => story.identityOf(item, list)
  const known = new Set(story.before.map((item) => String(nameOf(item))))
  const items = await story.items('create → list contains', list)
  return items.map(nameOf).find((own) => own && !known.has(String(own)))
}

/** What a new record is called: by the answer, its Location, what the list has more, or the request. */
const learn = async (story, inference, reply, said) => {
  const { response } = inference
  const shown = response?.at && valueAt(reply.body, response.at)
  const { resource } = story
  const own =
    story.identityOf(shown, inference) ??
    located(resource, reply) ??
    (await added(story)) ??
    story.identityOf(said)
  if (own) story.meet(own, isObject(shown) ? shown : undefined)
  else story.record = shown
}

/** Makes a record; whoever is told that a name is taken chooses another one. */
const create = async (story, inference) => {
  const { operation, request, response } = inference
  for (let turn = 0; turn < mostTurns; turn++) {
    const body = await freshBody(story, inference, turn)
    const reply = await story.step('create', inference, sent(body)).catch((error) => {
      const isTaken = error instanceof StoryFailure && /^answered 409/.test(error.why)
      if (!isTaken || turn === mostTurns - 1) throw error
    })
    if (!reply) continue
    const said = valueAt(body, request?.at ?? [])
    story.said = isObject(said) ? said : {}
    story.source = 'create'
    await learn(story, inference, reply, said)
    const shown = response?.at && valueAt(reply.body, response.at)
    if (isObject(shown)) compare(story, 'create', inference, reply, shown)
    break
  }
  const isAddressed = ['read', 'delete', 'merge', 'replace'].some((role) => story.roles.has(role))
  if (!story.own && story.resource.identity && isAddressed)
    throw new StoryFailure('create', operation, 'nothing says what the new record is called')
}

/** What the records of a resource may be called. */
const placeOfName = ({ identity, representation }, index) => {
  if (!representation?.content.schema) return undefined
  const { content, at, inItems, itemAt = [] } = representation
  const found = placeAtPath(content.schema, at)
  const record = found && inItems ? itemsPlace(found) : found
  return placeAtPath(record, [...itemAt, ...identity.properties[index]])
}

/** PUT where nothing was yet. */
const choose = async (story, inference) => {
  const { operation, request, response } = inference
  const { identity = { parameters: [], properties: [] } } = story.resource
  const at = request?.at ?? []
  for (let turn = 0; turn < mostTurns; turn++) {
    const own = identity.parameters.map((name, index) => {
      const place = placeOfName(story.resource, index)
      return story.world.sample(operation, name, `new ${turn} ${index}`, place)
    })
    const drawn = bodyFor('upsert', inference, () => newBody(operation, `new ${turn}`, at))
    const body = identity.properties.reduce(
      (one, path, index) =>
        isObject(one) ? trying(operation, one, [...at, ...path], own[index]) : one,
      drawn,
    )
    story.meet(own)
    const isNamed = own.length > 0
    if (isNamed && story.before?.some((item) => story.isMine(item, story.main('list')))) continue
    const reply = await story.step('upsert', inference, sent(body))
    const said = valueAt(body, at)
    story.said = isObject(said) ? said : {}
    story.source = 'upsert'
    const shown = response?.at && valueAt(reply.body, response.at)
    if (isObject(shown)) story.record = shown
    return
  }
}

/** The first record that is listed. */
const takeFirst = (story, list) => {
  const { operation } = list
  const first = story.before.find((item) => story.identityOf(item, list))
  if (first) {
    story.meet(story.identityOf(first, list), first)
    story.source = 'list'
    return
  }
  if (story.before.length === 0)
    throw new StoryFailure('first record', operation, 'the list is empty')
  const isAddressed = ['read', 'delete', 'merge', 'replace'].some((role) => story.roles.has(role))
  if (isAddressed) throw new StoryFailure('first record', operation, 'no item has an identity')
}

/** Begins a story. */
export const begin = async (story) => {
  const [make, put, list] = ['create', 'upsert', 'list'].map((role) => story.main(role))
  if (story.resource.isSingleton) return put && (await choose(story, put))
  if (make) await create(story, make)
  else if (put) await choose(story, put)
  else if (list) takeFirst(story, list)
}
