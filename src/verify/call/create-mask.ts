import type { Contract } from '../../contract/contract.js'
import { percentEncode } from '../../lib/percent-encode.js'
import { isReply, type WireAnswer, type WireRequest } from '../wire.js'
import { isSecretName } from './secret-names.js'

/** Makes copies of messages that may be shown to others. */
export interface Mask {
  readonly request: (request: WireRequest) => WireRequest
  readonly answer: (answer: WireAnswer) => WireAnswer
  /** For what is said about a message. */
  readonly text: (text: string) => string
}

/** What stands in the place of a secret. */
export const masked = '***'

/** Shorter texts stand in words that are none. */
const shortest = 4

type Replace = (text: string) => string

/** Replaces known secrets wherever they stand, the longest first. */
const withoutTexts = (secrets: readonly string[]): Replace => {
  const texts = secrets
    .filter((text) => text.length >= shortest)
    .flatMap((text) => [text, percentEncode(text), JSON.stringify(text).slice(1, -1)])
    .map((text) => Buffer.from(text, 'utf8').toString('latin1'))
  const all = [...new Set(texts)].sort((a, b) => b.length - a.length)
  return (text) => all.reduce((rest, secret) => rest.replaceAll(secret, masked), text)
}

const jsonMember = /"((?:[^"\\]|\\.)*)"(\s*:\s*)(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/g
const formPair = /(^|[?&])([^=&?/\s"{}<>]+)=([^&\s"<>]*)/g
const formPart = /(name="([^"]*)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([^\r\n]*)/g
const xmlElement = /<([\w.:-]+)((?:\s[^<>]*)?)>([^<]+)<\/\1>/g

/** Replaces the values of what is named as a secret, in JSON, forms and XML alike. */
const withoutMembers =
  (isSecret: (name: string) => boolean): Replace =>
  (text) =>
    text
      .replace(jsonMember, (all, name: string, colon: string) =>
        isSecret(name) ? `"${name}"${colon}"${masked}"` : all,
      )
      .replace(formPair, (all, start: string, name: string) =>
        isSecret(name) ? `${start}${name}=${masked}` : all,
      )
      .replace(formPart, (all, head: string, name: string) =>
        isSecret(name) ? head + masked : all,
      )
      .replace(xmlElement, (all, name: string, attributes: string) =>
        isSecret(name) ? `<${name}${attributes}>${masked}</${name}>` : all,
      )

/** The value of a header of credentials: its scheme, and the names of cookies, may be seen. */
const credentialHeaders: Readonly<Record<string, Replace>> = {
  authorization: (value) =>
    value.replace(/^([A-Za-z-]+) .*$|^.*$/s, (_, scheme?: string) =>
      scheme === undefined ? masked : `${scheme} ${masked}`,
    ),
  'proxy-authorization': () => masked,
  cookie: (value) => value.replace(/=[^;]*/g, `=${masked}`),
  'set-cookie': (value) => value.replace(/^([^=;]*)=[^;]*/, `$1=${masked}`),
}

/** The names of the contract that keys are sent under, in lower case. */
const keyNames = ({ securitySchemes }: Contract): ReadonlySet<string> =>
  new Set(
    [...securitySchemes.values()].flatMap(({ type, name }) =>
      type === 'apiKey' && name !== undefined ? [name.toLowerCase()] : [],
    ),
  )

/**
 * Makes a mask: credentials of the contract, what is named as a secret, and these texts are replaced by
 * `***` in targets, headers and bodies.
 */
export const createMask = (contract: Contract, secrets: readonly string[]): Mask => {
  const keys = keyNames(contract)
  const isSecret = (name: string): boolean => keys.has(name.toLowerCase()) || isSecretName(name)
  const bare = withoutTexts(secrets)
  const members = withoutMembers(isSecret)
  const text: Replace = (value) => bare(members(value))
  const headerValue = (name: string, value: string): string => {
    const known = credentialHeaders[name.toLowerCase()]
    if (known) return bare(known(value))
    return isSecret(name) ? masked : text(value)
  }
  // One character for each byte: whatever the bytes are, they come back as they were.
  const bytes = (body: Uint8Array): Uint8Array =>
    Buffer.from(text(Buffer.from(body).toString('latin1')), 'latin1')
  return {
    text: (value) => Buffer.from(bytes(Buffer.from(value, 'utf8'))).toString('utf8'),
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
