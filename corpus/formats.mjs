// What the second validator knows of formats and patterns.
import { format } from '@cfworker/json-schema'

const standard = new Set([
  ...['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'],
  ...['uri-reference', 'uri-template', 'json-pointer', 'relative-json-pointer', 'regex'],
])

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Classes of Java, which some documents of Amazon use. */
const javaClasses = {
  ...{ Alnum: 'a-zA-Z0-9', Alpha: 'a-zA-Z', XDigit: 'a-fA-F0-9', Digit: '0-9' },
  ...{ Lower: 'a-z', Upper: 'A-Z', Graph: '\\x21-\\x7e', Print: '\\x20-\\x7e', Blank: ' \\t' },
}

const plain = (written) => {
  const outside = written.replace(/\[[^\]]*\]|\\p\{(\w+)\}/g, (part, name) =>
    name && javaClasses[name] ? `[${javaClasses[name]}]` : part,
  )
  return outside.replace(/\\p\{(\w+)\}/g, (part, name) => javaClasses[name] ?? part)
}

const regExpOf = (written) => {
  const source = plain(written)
  for (const flags of ['u', ''])
    try {
      return new RegExp(source, flags)
    } catch {
      // Many patterns of real documents have escapes that only the older syntax allows.
    }
  return undefined
}

/** Names under which the validator finds formats, patterns among them. */
export const formats = {
  named: (name) => {
    if (standard.has(name)) return name
    if (name !== 'byte') return undefined
    format['openapi:byte'] ??= (text) => base64.test(text)
    return 'openapi:byte'
  },
  /** A pattern as a format: the validator itself knows patterns of the unicode syntax only. */
  pattern: (source) => {
    if (typeof source !== 'string') return undefined
    const name = `pattern:${source}`
    if (format[name]) return name
    const expression = regExpOf(source)
    if (!expression) return undefined
    format[name] = (text) => expression.test(text)
    return name
  },
}
