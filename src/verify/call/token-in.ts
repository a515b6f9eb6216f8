import { plainName } from '../../lib/plain-name.js'
import type { PropertyPath } from '../../resources/resource-model.js'
import { isObject, own } from '../../lib/json-object.js'

const names =
  /^((access|auth|bearer|id|jwt|session|user|login|security|api|authentication|authorization)?token|jwt|bearer|apikey|accesskey|sessionkey|sessionid)$/

/** How deep a token may lie in an answer. */
const maxDepth = 4

const at = (value: unknown, path: PropertyPath): unknown =>
  path.reduce<unknown>((holder, name) => (isObject(holder) ? own(holder, name) : undefined), value)

const found = (value: unknown, depth = 0): string | undefined => {
  if (!isObject(value) || depth > maxDepth) return undefined
  for (const [name, member] of Object.entries(value))
    if (typeof member === 'string' && names.test(plainName(name))) return member
  for (const member of Object.values(value)) {
    const inside = found(member, depth + 1)
    if (inside !== undefined) return inside
  }
  return undefined
}

/** The text without the word that says how it is sent. */
const bare = (token: string): string => token.trim().replace(/^bearer /i, '')

/**
 * The token in the body of an answer: where the contract says, else what is called a token, else the
 * text itself where the body is one word.
 */
export const tokenIn = (body: unknown, documented: readonly PropertyPath[]): string | undefined => {
  if (typeof body === 'string') return /^\S+$/.test(body.trim()) ? bare(body) : undefined
  for (const path of documented) {
    const token = at(body, path)
    if (typeof token === 'string' && token !== '') return bare(token)
  }
  const token = found(body)
  return token === undefined || token === '' ? undefined : bare(token)
}
