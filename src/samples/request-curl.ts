import { base64Of, strictTextOf } from '../lib/text-bytes.js'
import { quotedWord } from './quoted-word.js'

/** A request as it is sent. */
export interface SentRequest {
  readonly method: string
  /** Path and query below a base URL, percent-encoded. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: Uint8Array | undefined
}

const shellSafe = /^[\w@%+=:,./-]+$/

const word = (text: string): string => (shellSafe.test(text) ? text : quotedWord(text))

/** The argument of a command ends at a NUL. */
const argumentOf = (bytes: Uint8Array): string | undefined => {
  const text = strictTextOf(bytes)
  return text?.includes('\0') ? undefined : text
}

/** The URL of a request below a base URL. */
export const requestUrl = (base: string, { target }: Pick<SentRequest, 'target'>): string =>
  base.replace(/\/+$/, '') + target

const flagsOf = ({ method, target }: SentRequest): string => {
  const dots = /\/\.{1,2}(?:\/|\?|$)/.test(target) ? ' --path-as-is' : ''
  const globs = /[[\]{}]/.test(target) ? ' -g' : ''
  const start = method === 'HEAD' ? 'curl -I' : `curl -i -X ${word(method)}`
  return start + globs + dots
}

const headerText = ([name, value]: readonly [string, string]): string =>
  // An empty value is said by a semicolon: a colon would take the header away.
  quotedWord(value === '' ? `${name};` : `${name}: ${value}`)

const isNamed =
  (wanted: string) =>
  ([name]: readonly [string, string]): boolean =>
    name.toLowerCase() === wanted

/** A command for a shell that sends a request as it was sent (curl 7.43 or newer). */
export const requestCurl = (base: string, request: SentRequest): string => {
  const { headers, body } = request
  const text = body && argumentOf(body)
  const said = headers.filter((header) => !isNamed('content-length')(header)).map(headerText)
  // Of itself curl says that a body is a form.
  const noType = body && !headers.some(isNamed('content-type')) ? [`'Content-Type:'`] : []
  const piped = body && text === undefined
  const lines = [
    `${flagsOf(request)} ${word(requestUrl(base, request))}`,
    ...[...said, ...noType].map((header) => `-H ${header}`),
    ...(text === undefined ? [] : [`--data-raw ${quotedWord(text)}`]),
    ...(piped ? ['--data-binary @-'] : []),
  ]
  const command = lines.join(' \\\n  ')
  if (!piped) return command
  return `echo ${base64Of(body)} | base64 -d | \\\n${command}`
}
