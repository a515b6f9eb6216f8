// Serves one document and tells the story of every resource that is inferred of it.
import { createServer } from '../../dist/index.js'
import { inferResources } from '../../dist/resources/inference/infer-resources.js'
import { loadContracts } from '../../dist/server/serve-contract.js'
import { createJudge } from '../judge.mjs'
import { parseDocument } from '../parse-document.mjs'
import { likenessOf } from './likeness.mjs'
import { createClients } from './client.mjs'
import { Story } from './story.mjs'
import { createWorld, rolesByResource } from './world.mjs'
import { StoryFailure } from './story-failure.mjs'
import { resolved } from '../translate.mjs'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** What is documented, by `METHOD /path`, read apart from the product. */
const writtenIn = (document) => {
  const found = new Map()
  for (const [path, written] of Object.entries(document.paths ?? {})) {
    const item = resolved(document, written) ?? {}
    for (const method of methods)
      if (Object.hasOwn(item, method))
        found.set(`${method.toUpperCase()} ${path}`, item[method] ?? {})
  }
  return found
}

const tellOne = async ({ clientOf, model, roles }, resource, index) => {
  const client = clientOf(`story-${index}`)
  const world = createWorld({ client, model, roles })
  const story = new Story({ client, resource, roles: roles.get(resource.name), world })
  const end = { resource: resource.name }
  try {
    await story.tell()
  } catch (error) {
    if (!(error instanceof StoryFailure)) throw error
    Object.assign(end, {
      step: error.step,
      operation: error.operation,
      why: error.why.slice(0, 400),
    })
  }
  return {
    ...end,
    links: story.links.length,
    ...(story.skipped.length > 0 && { skipped: story.skipped }),
  }
}

/** Which steps could hold together: the roles that a story needs two of. */
export const hasStory = (roles, isSingleton) => {
  const has = (...names) => names.some((name) => roles.has(name))
  const makes = has('create', 'upsert')
  if (isSingleton) return has('read') && has('merge', 'replace', 'upsert', 'delete')
  if (has('read')) return makes || has('list')
  if (has('list')) return makes || has('delete')
  return false
}

/**
 * The stories of a served contract: `{ stories, singles, log }`. `fetch` sends a request to the server.
 */
export const tellStories = async ({ fetch, contract, model, document }) => {
  const log = { replies: 0, answers: {}, faults: [], slowest: { ms: 0 } }
  const written = writtenIn(document)
  const clientOf = createClients({ fetch, contract, judge: createJudge(document), written, log })
  const roles = rolesByResource(model)
  const told = []
  for (const [index, resource] of [...model.resources.values()].entries()) {
    const own = roles.get(resource.name)
    if (own.size === 0) continue
    const isStory = hasStory(own, resource.isSingleton)
    told.push({ isStory, ...(await tellOne({ clientOf, model, roles }, resource, index)) })
  }
  return { told, log }
}

/** By role: how many operations have it, and which of them state has answered. */
const byRole = (model, { answers }) => {
  const found = {}
  for (const [id, { role, confidence }] of model.inferences) {
    if (confidence < 0.5) continue
    const one = (found[role] ??= { operations: 0, reached: 0, state: 0 })
    const said = answers[id]
    one.operations++
    if (said) one.reached++
    if (said?.state) one.state++
  }
  return found
}

/** Serves the document of a file and tells its stories. @throws what the product throws when it cannot serve it. */
export const tellDocument = async (file) => {
  const started = performance.now()
  const server = await createServer({ contract: file, state: 'on' })
  try {
    const [{ contract }] = await loadContracts(file, false)
    const document = parseDocument(file)
    // A lazy model makes its maps anew each time.
    const { resources, inferences } = inferResources(contract)
    const model = { resources, inferences }
    const startMs = performance.now() - started
    const fetch = (request) => server.fetch(request)
    const { told, log } = await tellStories({ fetch, contract, model, document })
    const { answers, ...rest } = log
    return {
      operations: contract.operations.length,
      ...{ startMs, told, ...rest },
      roles: byRole(model, log),
      likeness: likenessOf(contract, model),
    }
  } finally {
    await server.close()
  }
}
