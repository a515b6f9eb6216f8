import { percentEncode } from './percent-encode.js'
import { bytesOf, latin1Of } from './text-bytes.js'

/** What stands in the place of a secret. */
export const masked = '***'

/** Replaces what is secret in a text whose characters stand for one byte each. */
export type Replace = (text: string) => string

/** Shorter texts stand in words that are none. */
const shortest = 4

/** Replaces known secrets wherever they stand, the longest first. */
export const maskTexts = (secrets: readonly string[]): Replace => {
  const texts = secrets
    .filter((text) => text.length >= shortest)
    .flatMap((text) => [text, percentEncode(text), JSON.stringify(text).slice(1, -1)])
    .map((text) => latin1Of(bytesOf(text)))
  const all = [...new Set(texts)].sort((a, b) => b.length - a.length)
  return (text) => all.reduce((rest, secret) => rest.replaceAll(secret, masked), text)
}

/** Whether the value of a name is secret; `value` is the value as it is written. */
export type IsSecret = (name: string, value: string) => boolean

// A text that was cut off may end within a value.
const jsonText = String.raw`"(?:[^"\\]|\\.)*(?:"|\\?$)`
const jsonScalar = String.raw`${jsonText}|-?\d[\d.eE+-]*`
const jsonMember = new RegExp(
  String.raw`"((?:[^"\\]|\\.)*)"(\s*:\s*)(${jsonScalar}|\[[^\][{}]*(?:\]|$))`,
  'g',
)
const formPair = /(^|[?&#])([^=&?#/\s"{}<>]+)=([^&#\s"<>]*)/g
// A line of a form's part is short: what is longer is no header of one.
const formPart =
  /(name="([^"\r\n]{0,200})"[^\r\n]{0,500}\r?\n(?:[^\r\n]{1,500}\r?\n){0,9}\r?\n)([^\r\n]*)/g
const xmlElement = /<([\w.:-]{1,200})((?:\s[^<>]*)?)>([^<]+)(?:<\/\1>|$)/g

const unescaped = (name: string): string => {
  if (!name.includes('\\')) return name
  try {
    return JSON.parse(`"${name}"`) as string
  } catch {
    return name
  }
}

const decoded = (name: string): string => {
  if (!name.includes('%')) return name
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Replaces the values of what is named as a secret, in JSON, forms and XML alike. */
export const maskMembers =
  (isSecret: IsSecret): Replace =>
  (text) =>
    text
      .replace(jsonMember, (all, name: string, colon: string, value: string) =>
        isSecret(unescaped(name), value) ? `"${name}"${colon}"${masked}"` : all,
      )
      .replace(formPair, (all, start: string, name: string, value: string) =>
        isSecret(decoded(name), value) ? `${start}${name}=${masked}` : all,
      )
      .replace(formPart, (all, head: string, name: string, value: string) =>
        isSecret(name, value) ? head + masked : all,
      )
      .replace(xmlElement, (all, name: string, attributes: string, value: string) =>
        isSecret(name, value) ? `<${name}${attributes}>${masked}</${name}>` : all,
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

/** The value of a header that is made for credentials; undefined for any other header. */
export const maskCredentials = (header: string, value: string): string | undefined =>
  Object.hasOwn(credentialHeaders, header.toLowerCase())
    ? credentialHeaders[header.toLowerCase()]?.(value)
    : undefined
