// Operations beside the usual ones: actions, and many at once.
import { bodyFor, named } from './state-beginning.mjs'
import { newBody } from './state-bodies.mjs'
import { valueAt } from './state-client.mjs'
import { StoryFailure } from './story-failure.mjs'

/** Does something to the record; it has to succeed. */
export const act = async (story, inference) => {
  await story.step('action', inference)
}

/** Makes several records at once; the list has to have so many more. */
export const createMany = async (story, inference) => {
  const { operation, request } = inference
  const at = request?.at ?? []
  const list = story.main('list')
  const before = list && (await story.items('bulk-create', list)).length
  const body = bodyFor('bulk-create', inference, () => {
    const drawn = newBody(operation, 'many', at)
    const items = valueAt(drawn, at)
    if (!Array.isArray(items) || !story.resource.identity) return drawn
    const rename = (one, _, index) => named(story, operation, one, [...at, index], 90 + index)
    return items.reduce(rename, drawn)
  })
  await story.step('bulk-create', inference, { body })
  const said = valueAt(body, at)
  if (!list || !Array.isArray(said)) return
  const step = 'bulk-create → list contains'
  const after = (await story.items(step, list)).length
  if (after < before + said.length)
    throw new StoryFailure(step, operation, `${after} items, ${before} before`)
  if (story.count !== undefined) story.count = after
  story.links.push(step)
}
