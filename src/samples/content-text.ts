import type { Parameter } from '../contract/contract.js'
import { essence } from '../lib/media-type.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { formFields, formText } from './form-fields.js'
import { textOf } from './write-pairs.js'

/** The text of a value that a media type describes (OpenAPI 3.0.3 §4.7.12.1). */
export const contentText = ({ content, json }: Parameter, value: unknown): string => {
  if (json) return stringifyExact(value) ?? 'null'
  return content && essence(content.mediaType) === 'application/x-www-form-urlencoded'
    ? formText(formFields(value, content))
    : textOf(value)
}
