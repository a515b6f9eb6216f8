import { Problem, type Violation } from '../errors.js'
import { essence, isJson } from '../lib/media-type.js'
import { parseJson } from '../lib/parse-json.js'
import { coerce } from './coerce.js'
import type { Content, Parameter } from './contract.js'
import { readForm } from './read-form.js'
import type { ReadResult } from './read-text.js'

const decoded = (query: string): string => {
  try {
    return decodeURIComponent(query.replace(/\+/g, ' '))
  } catch {
    throw new Problem('request-target-malformed', {
      detail: 'The query is not percent-encoded UTF-8.',
    })
  }
}

/**
 * A parameter that is described by `content` (OpenAPI 3.0.3 §4.7.12.1): a form, JSON, or text. That of
 * `in: querystring` (OpenAPI 3.2 §4.12.2) is the whole query.
 */
export const readContentParameter = (
  { shape, whole }: Parameter,
  content: Content,
  text: string | undefined,
  violations: Violation[],
): ReadResult => {
  if (text === undefined || (whole && text === '')) return {}
  if (essence(content.mediaType) === 'application/x-www-form-urlencoded')
    return { value: readForm(text, content, violations) }
  const plain = whole ? decoded(text) : text
  if (!isJson(content.mediaType)) return { value: coerce(plain, shape) }
  const parsed = parseJson(plain, shape.wide)
  return { value: 'value' in parsed ? parsed.value : plain }
}
