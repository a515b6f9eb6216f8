import type { Contract } from '../../contract/contract.js'
import { keyNames } from '../../contract/key-names.js'
import {
  maskCredentials,
  masked,
  maskMembers,
  maskTexts,
  type Replace,
} from '../../lib/mask-text.js'
import { isSecretName } from '../../lib/secret-names.js'
import { bytesOf, bytesOfLatin1, latin1Of, textOf } from '../../lib/text-bytes.js'
import { isReply, type WireAnswer, type WireRequest } from '../wire.js'

/** Makes copies of messages that may be shown to others. */
export interface Mask {
  readonly request: (request: WireRequest) => WireRequest
  readonly answer: (answer: WireAnswer) => WireAnswer
  /** For what is said about a message. */
  readonly text: (text: string) => string
}

/**
 * Makes a mask: credentials of the contract, what is named as a secret, and these texts are replaced by
 * `***` in targets, headers and bodies.
 */
export const createMask = (contract: Contract, secrets: readonly string[]): Mask => {
  const keys = keyNames(contract)
  const isSecret = (name: string): boolean => keys.has(name.toLowerCase()) || isSecretName(name)
  const bare = maskTexts(secrets)
  const members = maskMembers(isSecret)
  const text: Replace = (value) => bare(members(value))
  const headerValue = (name: string, value: string): string => {
    const known = maskCredentials(name, value)
    if (known !== undefined) return bare(known)
    return isSecret(name) ? masked : text(value)
  }
  const bytes = (body: Uint8Array): Uint8Array => bytesOfLatin1(text(latin1Of(body)))
  return {
    text: (value) => textOf(bytes(bytesOf(value))),
    request: ({ body, ...request }) => ({
      ...request,
      target: text(request.target),
      headers: request.headers.map(([name, value]) => [name, headerValue(name, value)] as const),
      ...(body && { body: bytes(body) }),
    }),
    answer: (answer) =>
      isReply(answer)
        ? {
            ...answer,
            headers: answer.headers.map((value, at) =>
              at % 2 === 1 ? headerValue(answer.headers[at - 1] ?? '', value) : value,
            ),
            bytes: bytes(answer.bytes),
          }
        : { ...answer, failure: bare(answer.failure) },
  }
}
