import type { Contract } from '../../contract/contract.js'
import { isObject } from '../../lib/json-object.js'
import { sampleContent } from '../../samples/sample-body.js'
import type { RequestDraft } from '../request-draft.js'
import { isAllowedDraft, readDraft } from './read-draft.js'

/** A value without the members that are null. */
const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === null ? [] : [[name, withoutNulls(member)]],
    ),
  )
}

/**
 * A request as lenient servers read it: a null as if the member were left out (as Go, Java and .NET
 * do), a body that is left out as an empty object, an empty text in query or header as nothing.
 */
const lenientDraft = (draft: RequestDraft): RequestDraft => {
  const { operation, body } = draft
  const content = draft.content ?? sampleContent(operation)
  const parameters = [...draft.parameters].filter(
    ([{ in: place }, value]) => value !== '' || place === 'path',
  )
  const read = draft.content ? withoutNulls(body) : {}
  return { ...draft, parameters: new Map(parameters), ...(content && { content, body: read }) }
}

/** True for a request that is valid as lenient servers read it. */
export const isAllowedLeniently = (contract: Contract, draft: RequestDraft): Promise<boolean> =>
  isAllowedDraft(contract, lenientDraft(draft))

/** True for a request that the contract forbids, and that no lenient reading makes valid. */
export const isSurelyBroken = async (contract: Contract, draft: RequestDraft): Promise<boolean> => {
  const violations = await readDraft(contract, draft)
  if (violations === undefined || violations.length === 0) return false
  return !(await isAllowedLeniently(contract, draft))
}
