// What is changed shows.
import { bodyFor, referring, sent } from './beginning.mjs'
import { isObject, newBody, patchFor, stepsAt, trying } from './bodies.mjs'
import { valueAt } from './client.mjs'
import { compare, contains, couldShow, isServers, read } from './look.mjs'

/** A JSON patch of a text that may be another one. */
const patchBody = (story, operation, at) => {
  const { inference, reply } = story.shownBy ?? {}
  const isFixed = (name, value) =>
    isServers(story, name) || !inference || !couldShow(story, inference, reply, name, value)
  return patchFor(operation, at, story.record, isFixed)
}

/** A body that changes the record, and what it says; the name of the record stays. */
const changeBody = async (story, inference, at) => {
  const { operation } = inference
  const steps = stepsAt(operation)
  if (steps) return patchBody(story, operation, steps)
  const drawn = bodyFor(inference.role, inference, () => newBody(operation, 'change', at))
  let body = await referring(story, operation, drawn, at)
  for (const [index, path] of (story.resource.identity?.properties ?? []).entries()) {
    if (valueAt(body, [...at, ...path]) === undefined) continue
    const name = valueAt(story.record, path) ?? story.own?.[index]
    body = trying(operation, body, [...at, ...path], name)
  }
  const said = valueAt(body, at)
  return { body, said: isObject(said) ? said : {} }
}

/** Changes the record. */
export const change = async (story, inference) => {
  const { operation, request, response, role } = inference
  const step = role === 'upsert' ? 'replace' : role
  const at = request?.at ?? []
  const made = await changeBody(story, inference, at)
  if (!made) {
    story.skipped.push(`${operation.method} ${operation.path}: nothing that it could change`)
    return
  }
  const { body, said } = made
  const reply = await story.step(step, inference, sent(body))
  story.said = { ...story.said, ...said }
  const shown = response?.at && valueAt(reply.body, response.at)
  if (isObject(shown)) compare(story, step, inference, reply, shown, said)
  if (story.roles.has('read')) await read(story, step, said)
  else if (story.roles.has('list') && story.source !== 'list') await contains(story, step)
}
