import { isAllowed } from '../../samples/parameter-value.js'
import { valueAtPath, withoutPath } from '../../lib/value-path.js'
import type { Inference } from '../../resources/resource-model.js'
import { chosenIdentity } from '../plan/chosen-identity.js'
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

/**
 * A valid request that makes a new thing, or gives one new values, with references that lead somewhere;
 * `full` with all that is optional.
 */
export const freshDraft = async (
  inference: Inference,
  subject: Subject,
  seed: string,
  values: 'fresh' | 'full' = 'fresh',
): Promise<RequestDraft> => {
  const draft = await validDraft(inference.operation, {
    ...{ subject, values, seed },
    identity: chosenIdentity(inference),
  })
  return inference.role === 'create' ? withoutIdentity(inference, draft) : draft
}
