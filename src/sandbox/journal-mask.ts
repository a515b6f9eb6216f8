import type { Contract } from '../contract/contract.js'
import { keyNames } from '../contract/key-names.js'
import { passwordNames } from '../contract/password-names.js'
import type { Violation } from '../errors.js'
import { cookiePairs } from '../lib/cookie-pairs.js'
import { tokens } from '../lib/json-pointer.js'
import { maskCredentials, masked, maskMembers, maskTexts, type Replace } from '../lib/mask-text.js'
import { isSecretName } from '../lib/secret-names.js'
import { bytesOf, bytesOfLatin1, latin1Of, textOf } from '../lib/text-bytes.js'
import { isCutBody, type JournalRecord, type KeptBody } from './journal-record.js'

/** Makes what is shown of one exchange: the same without secrets. */
export interface ExchangeMask {
  readonly text: (text: string) => string
  readonly header: (name: string, value: string) => string
  readonly bytes: (bytes: Uint8Array) => Uint8Array
  readonly violation: (violation: Violation) => string
}

/** What is known by its shape, wherever it stands: JSON Web Tokens and tokens of ours. */
const knownShapes = [
  /(?:(?<![\w-])|(?<=%[\dA-Fa-f]{2}))eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g,
  /(?:(?<![\w-])|(?<=%[\dA-Fa-f]{2}))(?:inv|rst|ost|osr|osc|osk)_[\w-]{16,}/g,
]

const maskShapes: Replace = (text) =>
  knownShapes.reduce((rest, shape) => rest.replace(shape, masked), text)

/** Shorter values may be words, which stand elsewhere for something else. */
const shortestValue = 6

/** Texts that are secrets where they stand, so that they are none elsewhere in the exchange either. */
class Secrets {
  readonly #texts = new Set<string>()

  get texts(): readonly string[] {
    return [...this.#texts]
  }

  /** As it stands in a text of one character for each byte; JSON texts have their quotes on. */
  add(written: string): void {
    const text = textOf(bytesOfLatin1(written))
    const items = text.startsWith('[') ? (text.match(/"(?:[^"\\]|\\.)*"?/g) ?? []) : []
    for (const one of [text, unquoted(text), decodedPair(text), ...items.map(unquoted)])
      if (one !== undefined && one.length >= shortestValue) this.#texts.add(one)
  }
}

const unquoted = (text: string): string | undefined => {
  if (!text.startsWith('"') || text.length < 2) return undefined
  try {
    return JSON.parse(text) as string
  } catch {
    // It was cut off.
    return text.slice(1)
  }
}

const decodedPair = (text: string): string | undefined => {
  if (!/[%+]/.test(text)) return undefined
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** The password in basic credentials (RFC 7617 §2). */
const basicPassword = (credentials: string): string => {
  try {
    const text = atob(credentials)
    return text.slice(text.indexOf(':') + 1)
  } catch {
    return ''
  }
}

const addAuthorization = (value: string, secrets: Secrets): void => {
  const [, scheme = '', rest = value] = /^([A-Za-z-]+) +(.*)$/s.exec(value) ?? []
  secrets.add(rest)
  if (scheme.toLowerCase() === 'basic') secrets.add(basicPassword(rest))
}

const addCookies = (value: string, secrets: Secrets): void => {
  for (const [, cookie] of cookiePairs(value)) secrets.add(cookie)
}

/** The headers of the two messages of an exchange. */
const headersOf = ({ headers, replyHeaders }: JournalRecord): readonly (readonly string[])[] => [
  ...Object.entries(headers).map(([name, value]) => [name, value ?? '']),
  ...replyHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, replyHeaders[at + 1] ?? '']] : [])),
]

const latin1Body = (body: KeptBody | undefined): string =>
  body === undefined
    ? ''
    : latin1Of(typeof body === 'string' ? bytesOf(body) : isCutBody(body) ? body.content : body)

/** A list of tokens is secret; a number of tokens is none. */
const isSecretMember = (
  isSecret: (name: string) => boolean,
  name: string,
  value: string,
): boolean =>
  isSecret(name) || (value.startsWith('[') && name.endsWith('s') && isSecret(name.slice(0, -1)))

/** Finds the secrets of an exchange. */
const secretsOf = (record: JournalRecord, isSecret: (name: string) => boolean): Secrets => {
  const secrets = new Secrets()
  const find = maskMembers((name, value) => {
    if (isSecretMember(isSecret, name, value)) secrets.add(value)
    return false
  })
  for (const [name = '', value = ''] of headersOf(record)) {
    const key = name.toLowerCase()
    if (key === 'authorization') addAuthorization(value, secrets)
    else if (key === 'cookie') addCookies(value, secrets)
    else if (key === 'set-cookie') addCookies(value.split(';', 1)[0] ?? '', secrets)
    else if (isSecret(name)) secrets.add(value)
    else find(value)
  }
  for (const [name, value] of Object.entries(record.pathValues))
    if (isSecret(name)) secrets.add(latin1Of(bytesOf(value)))
  find(record.query)
  find(latin1Body(record.body))
  find(latin1Body(record.replyBody))
  return secrets
}

const exchangeMask = (record: JournalRecord, isSecret: (name: string) => boolean): ExchangeMask => {
  const bare = maskTexts(secretsOf(record, isSecret).texts)
  const members = maskMembers((name, value) => isSecretMember(isSecret, name, value))
  const latin1: Replace = (text) => maskShapes(bare(members(text)))
  const bytes = (all: Uint8Array): Uint8Array => bytesOfLatin1(latin1(latin1Of(all)))
  const text = (all: string): string => textOf(bytes(bytesOf(all)))
  return {
    text,
    bytes,
    header: (name, value) => {
      const known = maskCredentials(name, value)
      if (known !== undefined) return known
      return isSecret(name) ? masked : text(value)
    },
    violation: ({ pointer, message }) => {
      const got = message.indexOf(', got ')
      const isOfSecret = tokens(pointer).some((name, at, all) =>
        isSecretMember(isSecret, name, /^\d+$/.test(all[at + 1] ?? '') ? '[' : ''),
      )
      return got >= 0 && isOfSecret ? `${message.slice(0, got)}, got ${masked}` : text(message)
    },
  }
}

/** Makes the masks of exchanges: what contracts say of secrets is looked up once. */
export const createJournalMask = (): ((record: JournalRecord) => ExchangeMask) => {
  const known = new WeakMap<Contract, (name: string) => boolean>()
  const judgeOf = (contract: Contract): ((name: string) => boolean) => {
    const names = new Set([...keyNames(contract), ...passwordNames(contract)])
    return (name) => names.has(name.toLowerCase()) || isSecretName(name)
  }
  return (record) => {
    const { contract } = record
    if (!contract) return exchangeMask(record, isSecretName)
    const isSecret = known.get(contract) ?? judgeOf(contract)
    known.set(contract, isSecret)
    return exchangeMask(record, isSecret)
  }
}
