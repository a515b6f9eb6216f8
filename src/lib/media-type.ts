/** A media type (RFC 9110 §8.3.1) without its parameters, in lower case. */
export const essence = (mediaType: string): string => {
  const end = mediaType.indexOf(';')
  return (end < 0 ? mediaType : mediaType.slice(0, end)).trim().toLowerCase()
}

const token = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/

/** True when the essence has the form type/subtype. */
export const isMediaType = (text: string): boolean => token.test(text)

/** True for application/json and the +json suffix (RFC 6839 §3.1). */
export const isJson = (type: string): boolean => {
  const name = essence(type)
  return name === 'application/json' || name.endsWith('+json') || name === 'text/json'
}

/** True when a media range such as `text/*` covers the type. */
export const covers = (range: string, type: string): boolean => {
  const wanted = essence(range)
  const given = essence(type)
  if (wanted === given || wanted === '*/*') return true
  return wanted.endsWith('/*') && given.startsWith(wanted.slice(0, -1))
}

/** True for XML media types (RFC 7303 §3). */
export const isXml = (type: string): boolean => {
  const name = essence(type)
  return name === 'application/xml' || name === 'text/xml' || name.endsWith('+xml')
}
