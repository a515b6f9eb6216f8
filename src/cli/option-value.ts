import { SetupError } from '../errors.js'
import { flagOf, type OptionKind, type OptionName, optionRow } from '../options.js'

type Value = string | number | boolean | readonly string[]
/** Reads one text; undefined when it is not a value of the kind. */
type Reader = (text: string) => Value | undefined

const readCount: Reader = (text) =>
  /^\d{1,5}$/.test(text) && Number(text) <= 10_000 ? Number(text) : undefined

const unitSizes: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

const readSize: Reader = (text) => {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?(?:([kmg])?i?b?)$/i.exec(text) ?? []
  const size = Math.floor(Number(digits) * (unitSizes[unit.toLowerCase()] ?? 1))
  return Number.isSafeInteger(size) && size > 0 ? size : undefined
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** A hundred years: later dates are of no use, and some programs cannot read them. */
const longest = 36_500 * 86_400

const readDuration: Reader = (text) => {
  const [, digits, unit = ''] = /^(\d+) ?([smhd])$/i.exec(text) ?? []
  const seconds = Number(digits) * (unitSeconds[unit.toLowerCase()] ?? NaN)
  return seconds <= longest ? seconds : undefined
}

const readPort: Reader = (text) =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined

const switchValues: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  1: true,
  0: false,
}

const readSwitch: Reader = (text) =>
  Object.hasOwn(switchValues, text.toLowerCase()) ? switchValues[text.toLowerCase()] : undefined

const httpUrl = (text: string): URL | undefined => {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) ? url : undefined
}

const readUrl: Reader = (text) => httpUrl(text) && text.replace(/\/+$/, '')

/** An origin as browsers send it: lower case, no path, no default port (RFC 6454 §6.2). */
const readOrigin: Reader = (text) => {
  const url = httpUrl(text)
  const hasMore = url && (url.pathname !== '/' || url.search || url.hash || url.username)
  return hasMore ? undefined : url?.origin
}

/** The name of a header (RFC 9110 §5.1). */
const readHeader: Reader = (text) => (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text) ? text : undefined)

const readAmount: Reader = (text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined)

const readText: Reader = (text) => text || undefined

const readers: Readonly<Record<OptionKind, Reader>> = {
  text: readText,
  choice: readText,
  url: readUrl,
  port: readPort,
  count: readCount,
  size: readSize,
  amount: readAmount,
  duration: readDuration,
  switch: readSwitch,
  list: readText,
  texts: readText,
  origin: readOrigin,
  origins: readOrigin,
  headers: readHeader,
}

const allowed: Readonly<Record<OptionKind, string>> = {
  text: 'a text that is not empty',
  choice: 'one of its choices',
  url: 'an http or https URL',
  port: 'a whole number from 0 to 65535',
  count: 'a whole number from 0 to 10000',
  size: 'a size above 0 such as 1048576, 512kb or 1mb',
  amount: 'a whole number from 1 to 999999999',
  duration: 'a whole number and s, m, h or d, such as 90s or 24h, up to 100 years',
  switch: 'true, false, 1 or 0',
  list: 'names separated by commas',
  texts: 'a text that is not empty',
  origin: 'an origin such as https://sandbox.example.com, without path',
  headers: 'names of headers separated by commas',
  origins: 'origins such as https://app.example.com, separated by commas',
}

/** The values that an option may have, in words. */
export const allowedValues = (name: OptionName): string => {
  const { choices, kind } = optionRow(name)
  return choices ? `one of ${choices.join(', ')}` : allowed[kind]
}

const listKinds: readonly OptionKind[] = ['list', 'origins', 'headers']

const isList = (kind: OptionKind): boolean => listKinds.includes(kind)

/**
 * Reads the value of an option from what was written, once or, for lists, several times. Of several single values
 * the last counts.
 *
 * @throws SetupError `option-invalid` naming the allowed values and `source`, the flag or variable that said it.
 */
export const readValue = (name: OptionName, texts: readonly string[], source: string): Value => {
  const { kind } = optionRow(name)
  if (kind === 'texts') return texts.map((text) => String(readOne(name, text, source)))
  if (!isList(kind)) return readOne(name, texts.at(-1) ?? '', source)
  const items = texts.flatMap((text) => text.split(',')).map((item) => item.trim())
  return items.map((item) => String(readOne(name, item, source)))
}

const readOne = (name: OptionName, text: string, source: string): Value => {
  const { kind, choices, secret } = optionRow(name)
  const value = choices && !choices.includes(text) ? undefined : readers[kind](text)
  if (value !== undefined) return value
  const got = secret ? 'that value' : JSON.stringify(text)
  throw new SetupError(
    'option-invalid',
    `${source} cannot be ${got}: ${flagOf(name)} takes ${allowedValues(name)}.`,
  )
}
