import { objectOrEmpty, stringOr, type JsonObject } from '../lib/json-object.js'
import type { Encoding, ResponseHeader } from './contract.js'

/**
 * The Encoding Objects of a media type by property (OpenAPI 3.0.3 §4.7.15). One says nothing of the
 * content type once it says a style.
 */
export const compileEncodings = (
  holder: JsonObject,
  headersOf: (name: string, written: JsonObject) => readonly ResponseHeader[] = () => [],
): ReadonlyMap<string, Encoding> =>
  new Map(
    Object.entries(objectOrEmpty(holder['encoding'])).map(([name, written]) => {
      const { contentType, style, explode, allowReserved } = objectOrEmpty(written)
      const isStyled = style !== undefined || explode !== undefined
      const known = isStyled ? (stringOr(style) ?? 'form') : undefined
      return [
        name,
        {
          contentType: stringOr(contentType),
          style: known,
          explode: typeof explode === 'boolean' ? explode : isStyled ? known === 'form' : undefined,
          allowReserved: typeof allowReserved === 'boolean' ? allowReserved : undefined,
          headers: headersOf(name, objectOrEmpty(written)),
        },
      ]
    }),
  )
