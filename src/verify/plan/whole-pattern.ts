import { keywordOf, type SchemaPlace } from '../../generate/schema-place.js'

/**
 * An expression that the whole text has to match. JSON Schema looks for a part that does, but much
 * that contracts are made from (Java's `@Pattern`) means the whole.
 */
export const wholePattern = (pattern: string): string => `^(?:${pattern})$`

/** A place whose pattern has to match whole texts; the same where it has none. */
export const placeOfWhole = (place: SchemaPlace): SchemaPlace => {
  const pattern = keywordOf(place, 'pattern')
  if (typeof pattern !== 'string') return place
  return { ...place, schema: { allOf: [place.schema, { pattern: wholePattern(pattern) }] } }
}
