import { isAllowed } from '../../samples/parameter-value.js'
import { isObject, own } from '../../lib/json-object.js'
import { valueAtPath, withMember, withoutPath, withValueAtPath } from '../../lib/value-path.js'
import type { Inference } from '../../resources/resource-model.js'
import { validDraft } from '../plan/valid-draft.js'
import type { RequestDraft } from '../request-draft.js'
import type { Subject } from '../subject.js'

/** A draft with another body, where the contract allows it; else as it was. */
export const withBody = (draft: RequestDraft, body: unknown): RequestDraft => {
  const schema = draft.content?.schema
  return schema && !isAllowed(schema, body) ? draft : { ...draft, body }
}

/** The record in the body of a draft. */
export const saidIn = ({ request }: Inference, { body }: RequestDraft): unknown =>
  request && valueAtPath(body, request.at)

/** A draft whose body says something else of the record, member by member where that is allowed. */
export const saying = (
  { request }: Inference,
  draft: RequestDraft,
  members: ReadonlyMap<string, unknown>,
): RequestDraft => {
  if (!request) return draft
  let next = draft
  for (const [name, value] of members) {
    const record = valueAtPath(next.body, request.at)
    if (!isObject(record) || own(record, name) === undefined) continue
    next = withBody(next, withValueAtPath(next.body, request.at, withMember(record, name, value)))
  }
  return next
}

/** What the server names itself is left out of a request that makes a thing. */
const withoutIdentity = (
  { request, resource, response }: Inference,
  draft: RequestDraft,
): RequestDraft => {
  const { identity } = resource
  if (!identity || identity.origin === 'client' || !response?.content || !request) return draft
  return identity.properties.reduce(
    (one, path) => withBody(one, withoutPath(one.body, [...request.at, ...path])),
    draft,
  )
}

const withQuery = (draft: RequestDraft, references: ReadonlyMap<string, unknown>) => ({
  ...draft,
  parameters: new Map(
    [...draft.parameters].map(([parameter, value]) => {
      const known = parameter.in === 'query' ? references.get(parameter.name) : undefined
      return [parameter, known ?? value]
    }),
  ),
})

/** A valid request that makes a new thing, or gives one new values, with references that lead somewhere. */
export const freshDraft = async (
  inference: Inference,
  subject: Subject,
  seed: string,
): Promise<RequestDraft> => {
  const draft = await validDraft(inference.operation, { subject, values: 'fresh', seed })
  const { references = new Map<string, unknown>() } = subject
  const referred = saying(inference, withQuery(draft, references), references)
  return inference.role === 'create' ? withoutIdentity(inference, referred) : referred
}
