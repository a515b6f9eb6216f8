import type { Format } from 'ajv'

const integers = (least: number, most: number): Format => ({
  type: 'number',
  validate: (value: number) => Number.isInteger(value) && value >= least && value <= most,
})

/**
 * Formats of the OpenAPI Format Registry and of JSON Schema 2020-12 (validation §7.3) that ajv-formats
 * lacks, or judges otherwise: `byte` line by line, `url` without `http://localhost`.
 */
export const moreFormats: Readonly<Record<string, Format>> = {
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  base64url: /^[\w-]*={0,2}$/,
  url: /^(?:https?|ftp):\/\/[^\s/?#]+(?:[/?#]\S*)?$/i,
  char: /^[^]$/u,
  'idn-email': /^[^\s@]+@[^\s@]+$/,
  'idn-hostname': /^[^\s/@:?#]+$/,
  iri: /^[a-z][a-z0-9+\-.]*:[^\s<>"{}|\\^`]*$/i,
  'iri-reference': /^[^\s<>"{}|\\^`]*$/,
  int8: integers(-128, 127),
  int16: integers(-32_768, 32_767),
  uint8: integers(0, 255),
  uint16: integers(0, 65_535),
  uint32: integers(0, 4_294_967_295),
}
