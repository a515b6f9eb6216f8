const dateText = /^(\d\d\d\d)-(\d\d)-(\d\d)$/
const timeText = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(z|[+-]\d\d(?::?\d\d)?)$/i
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isDate = (text: string): boolean => {
  const [, year, month, day] = dateText.exec(text)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined) return false
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (monthDays[month - 1] ?? 0) + (leap ? 1 : 0)
}

const isTime = (text: string): boolean => {
  const [, hours, minutes, seconds] = timeText.exec(text) ?? []
  return Number(hours) <= 23 && Number(minutes) <= 59 && Number(seconds) < 60
}

const isDateTime = (text: string): boolean => {
  const [date = '', time = '', ...rest] = text.split(/t|\s/i)
  return rest.length === 0 && isDate(date) && isTime(time)
}

const isRegex = (text: string): boolean => {
  try {
    return new RegExp(text, 'u') instanceof RegExp
  } catch {
    return false
  }
}

const isUri = (text: string): boolean =>
  /^[a-z][a-z0-9+\-.]*:(?:[a-z0-9\-._~!$&'()*+,;=:@/?#[\]]|%[0-9a-f]{2})*$/i.test(text) &&
  /[/:]/.test(text) &&
  text.split('#').length <= 2

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`
const ipv4 = new RegExp(String.raw`^(?:${octet}\.){3}${octet}$`)

const isIpv6 = (text: string): boolean => {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1) ?? ''
  const v4 = ipv4.test(last) ? 1 : 0
  const plain = v4 ? groups.slice(0, -1) : groups
  const size = groups.length + v4
  return (
    plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) &&
    (halves.length === 2 ? size < 8 : size === 8)
  )
}

const isHostname = (text: string): boolean =>
  text.length > 0 &&
  text.length <= 253 &&
  text
    .replace(/\.$/, '')
    .split('.')
    .every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))

const isEmail = (text: string): boolean => {
  const [local = '', domain = '', ...rest] = text.split('@')
  return (
    rest.length === 0 &&
    local.split('.').every((part) => /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+$/i.test(part)) &&
    domain.includes('.') &&
    domain.split('.').every((part) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(part))
  )
}

const isDuration = (text: string): boolean =>
  /^P(?!$)((\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|(\d+W)?)$/.test(text)

const isByte = (text: string): boolean =>
  text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)

const noSpace = (text: string): boolean => !/[\s<>"{}|\\^`]/.test(text)

const checks = new Map<string, (text: string) => boolean>([
  ['date', isDate],
  ['time', isTime],
  ['date-time', isDateTime],
  ['duration', isDuration],
  ['email', isEmail],
  ['idn-email', (text) => /^[^\s@]+@[^\s@]+$/.test(text)],
  ['hostname', isHostname],
  ['idn-hostname', (text) => /^[^\s/@]+$/.test(text)],
  ['ipv4', (text) => ipv4.test(text)],
  ['ipv6', isIpv6],
  ['uri', isUri],
  ['url', (text) => /^(?:https?|ftp):\/\/[^\s.]+\.\S+$/.test(text)],
  ['iri', (text) => /^[a-z][a-z0-9+\-.]*:\S*$/i.test(text)],
  ['uri-reference', noSpace],
  ['iri-reference', noSpace],
  ['uri-template', (text) => /^(?:[^\s"'<>%\\^`{|}]|%[0-9a-f]{2}|\{[^\s{}]+\})*$/i.test(text)],
  ['uuid', (text) => /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)],
  ['json-pointer', (text) => /^(?:\/(?:[^~/]|~0|~1)*)*$/.test(text)],
  ['relative-json-pointer', (text) => /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/.test(text)],
  ['regex', isRegex],
  ['byte', isByte],
  ['base64url', (text) => /^[\w-]*$/.test(text)],
  ['char', (text) => [...text].length === 1],
])

/** Those of 64 bits end where a double can no longer tell a bound from its neighbour. */
const limits = new Map<string, readonly [number, number]>([
  ['int8', [-128, 127]],
  ['int16', [-32768, 32767]],
  ['int32', [-2147483648, 2147483647]],
  ['int64', [-(2 ** 63), 2 ** 63]],
  ['uint8', [0, 255]],
  ['uint16', [0, 65535]],
  ['uint32', [0, 4294967295]],
  ['uint64', [0, 2 ** 64]],
])

/** True when the value has the format (JSON Schema 2020-12 validation §7); unknown formats hold. */
export const hasFormat = (format: string, value: unknown): boolean => {
  if (typeof value === 'string') return checks.get(format)?.(value) ?? true
  const range = limits.get(format)
  if (typeof value !== 'number' || !range) return true
  return Number.isInteger(value) && value >= range[0] && value <= range[1]
}
