import type { Operation } from '../../contract/contract.js'
import { isObject } from '../../lib/json-object.js'
import { isNamedLogin } from '../call/login-operation.js'
import type { RequestDraft } from '../request-draft.js'
import type { Stage } from '../stage.js'
import type { Subject } from '../subject.js'
import { chosenIdentity } from './chosen-identity.js'
import { isForeignName, isOpaque } from './foreign-names.js'
import { validDraft, type DraftWish } from './valid-draft.js'

/** A valid request for a thing that is there. */
export interface OwnDraft {
  readonly draft: RequestDraft
  readonly subject: Subject
  /** False when ids, tokens or words are in it that the plan cannot know. */
  readonly isOwn: boolean
}

const membersIn = (value: unknown, name = ''): readonly (readonly [string, unknown])[] => {
  if (Array.isArray(value)) return value.flatMap((item) => membersIn(item, name))
  if (!isObject(value)) return [[name, value]]
  return Object.entries(value).flatMap(([key, member]) => membersIn(member, key))
}

/** True when a request names things, or a user, that the plan has not made. */
export const namesOthers = (
  { operation, parameters, body }: RequestDraft,
  { path, references }: Subject,
): boolean => {
  if (isNamedLogin(operation)) return true
  const known = new Set([...path.values(), ...(references?.values() ?? [])].map(String))
  const isUnknown = ([name, value]: readonly [string, unknown]): boolean =>
    isForeignName(name) && value !== null && !known.has(String(value))
  const said = [...parameters].filter(([parameter]) => parameter.in !== 'path')
  return (
    said.some(
      ([parameter, value]) =>
        (isOpaque(parameter) && !known.has(String(value))) ||
        membersIn(value, parameter.name).some(isUnknown),
    ) || membersIn(body).some(isUnknown)
  )
}

/** A valid request of an operation, for something of its own where that can be had. */
export const ownDraft = async (
  stage: Stage,
  operation: Operation,
  wish: Pick<DraftWish, 'values' | 'seed' | 'example'>,
  fresh = false,
): Promise<OwnDraft> => {
  const subject = await stage.subject(operation, { fresh })
  const seed = `${wish.seed} ${stage.settings.nonce}`
  const draft = await validDraft(operation, {
    ...{ ...wish, seed, subject },
    identity: chosenIdentity(stage.model.sureInferenceOf(operation.id)),
  })
  return { draft, subject, isOwn: subject.isOwn && !namesOthers(draft, subject) }
}
