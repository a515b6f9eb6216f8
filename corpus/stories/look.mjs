// What is there shows: by reading it, and in lists.
import { isDeepStrictEqual } from 'node:util'
import { momentOf } from '../../dist/resources/records/resource-words.js'
import { isValidAt, membersOf, placeAtPath } from '../../dist/generate/schema-place.js'
import { isObject, isScalar, withValue } from './bodies.mjs'
import { valueAt } from './client.mjs'
import { StoryFailure } from './story-failure.mjs'

/** What the server says of a record whatever the client does: its name, its parent, its times, its tag. */
export const isServers = ({ resource: { identity, parent } }, name) => {
  const own = [...(identity?.properties ?? []), ...(identity?.alternatives ?? [])]
  const isName = own.some(([first]) => first === name)
  return (
    isName ||
    parent?.property?.[0] === name ||
    momentOf(name) !== undefined ||
    /^_?etag$/i.test(name)
  )
}

/** Whether the answer would satisfy its schema as well with another value at a path of the record. */
export const couldShow = ({ client }, { operation, response }, reply, name, value) => {
  const next = withValue(reply.body, [...(response.at ?? []), name], value)
  return client.judgeText(operation, reply, JSON.stringify(next)).body === 'valid'
}

/** What was said has to show wherever the representation has a place that can hold it. */
export const compare = (story, step, inference, reply, shown, said = story.said) => {
  const { operation, response } = inference
  const { schema } = response?.content ?? {}
  const place = schema && placeAtPath(schema, response.at ?? [])
  if (!place) return
  const { properties } = membersOf(place)
  for (const [name, value] of Object.entries(said ?? {})) {
    if (!isScalar(value) || !properties.has(name) || isServers(story, name)) continue
    if (isDeepStrictEqual(shown[name], value)) continue
    if (!isValidAt({ schema: properties.get(name), lookup: place.lookup }, value)) continue
    if (!couldShow(story, inference, reply, name, value)) continue
    const [found, wanted] = [shown[name], value].map((one) => JSON.stringify(one))
    throw new StoryFailure(step, operation, `shows ${name}: ${found}, not ${wanted}`)
  }
}

/** Reads the record; it has to be the one that is meant, and show what was said. */
export const read = async (story, after, said = story.said) => {
  for (const inference of story.place ? story.all('read') : []) {
    const step = after ? `${after} → read` : 'read'
    const reply = await story.step(step, inference)
    const shown = valueAt(reply.body, inference.response?.at ?? [])
    story.etag = reply.headers.get('etag') ?? undefined
    if (!isObject(shown)) continue
    story.record = shown
    story.shownBy = { inference, reply }
    const own = story.identityOf(shown, inference)
    if (story.own && own && !story.isMine(shown, inference))
      throw new StoryFailure(step, inference.operation, `shows ${own}, not ${story.own}`)
    if (after) story.links.push(step)
    compare(story, step, inference, reply, shown, said)
  }
}

/** Whether a list is the main one, whose items are counted. */
export const isMain = (story, list) => list === story.main('list')

/** The record has to be in every list; one whose items have no names has to have one item more. */
export const contains = async (story, after) => {
  for (const list of story.all('list')) {
    const step = `${after} → list contains`
    const items = await story.items(step, list)
    const named = items.filter((item) => story.identityOf(item, list))
    if (named.length > 0 && story.own) {
      const mine = named.find((item) => story.isMine(item, list))
      if (!mine) {
        const why = `${items.length} items, none of them ${story.own}`
        throw new StoryFailure(step, list.operation, why)
      }
      story.record ??= mine
    } else if (isMain(story, list) && items.length <= story.before.length) {
      const why = `${items.length} items, ${story.before.length} before`
      throw new StoryFailure(step, list.operation, why)
    }
    if (isMain(story, list)) story.count = items.length
    story.links.push(step)
  }
}

/** The record is read and listed. */
export const look = async (story) => {
  await read(story, story.source)
  if (story.source === 'create' || story.source === 'upsert') await contains(story, story.source)
  for (const exists of story.place ? story.all('exists') : []) await story.step('exists', exists)
}
