// Operations beside the usual ones: actions, and many at once.
import { bodyFor, named, referring } from './beginning.mjs'
import { newBody, trying } from './bodies.mjs'
import { valueAt } from './client.mjs'
import { StoryFailure } from './story-failure.mjs'

/** Does something to the record; it has to succeed. */
export const act = async (story, inference) => {
  await story.step('action', inference)
}

/** Several new records in a body, `most` at most, each with a name that nobody has. */
const manyRecords = async (story, inference, at, most) => {
  const { operation } = inference
  const drawn = bodyFor('bulk-create', inference, () => newBody(operation, `many ${most}`, at))
  const items = valueAt(drawn, at)
  if (!Array.isArray(items) || !story.resource.identity) return drawn
  const few = trying(operation, drawn, at, items.slice(0, most))
  let body = few
  for (const index of valueAt(few, at).keys()) {
    body = await referring(story, operation, body, [...at, index])
    body = named(story, operation, body, [...at, index], story.turns++)
  }
  return body
}

/** Makes several records at once; the list has to have so many more. */
export const createMany = async (story, inference) => {
  const { operation, request } = inference
  const at = request?.at ?? []
  const list = story.main('list')
  const before = list && (await story.items('bulk-create', list)).length
  let body = await manyRecords(story, inference, at, Infinity)
  // What looks unique may be the same in several: then one is made.
  const isTaken = (error) => error instanceof StoryFailure && /^answered 409/.test(error.why)
  await story.step('bulk-create', inference, { body }).catch(async (error) => {
    if (!isTaken(error)) throw error
    body = await manyRecords(story, inference, at, 1)
    await story.step('bulk-create', inference, { body })
  })
  const said = valueAt(body, at)
  if (!list || !Array.isArray(said)) return
  const step = 'bulk-create → list contains'
  const after = (await story.items(step, list)).length
  if (after < before + said.length)
    throw new StoryFailure(step, operation, `${after} items, ${before} before`)
  if (story.count !== undefined) story.count = after
  story.links.push(step)
}
