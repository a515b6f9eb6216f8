import type { Content } from '../contract/contract.js'
import { shapeOf, type Shape } from '../contract/shape.js'
import { isBinaryType } from '../generate/binary-body.js'
import { isObject } from '../lib/json-object.js'
import { isJson } from '../lib/media-type.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { fileNameOf } from './file-name.js'
import type { SamplePart } from './sample-request.js'
import { textOf } from './write-pairs.js'

/** The first of the media types that an Encoding Object lists. */
const firstType = (list: string | undefined): string | undefined => {
  const type = list?.split(',')[0]?.trim()
  return type === undefined || type === '' || type.includes('*') ? undefined : type
}

const part = (name: string, value: unknown, shape: Shape, said: string | undefined): SamplePart => {
  const isFile = shape.binary || isBinaryType(said ?? '')
  if (isFile && typeof value === 'string')
    return {
      kind: 'file',
      name,
      fileName: fileNameOf(name, said),
      ...(said !== undefined && { mediaType: said }),
    }
  const isStructure = typeof value === 'object' && value !== null
  const mediaType = said ?? (isStructure ? 'application/json' : undefined)
  const text = isJson(mediaType ?? '') ? (stringifyExact(value) ?? 'null') : textOf(value)
  return { kind: 'value', name, value: text, ...(mediaType !== undefined && { mediaType }) }
}

/** The parts of multipart/form-data (OpenAPI 3.0.3 §4.7.14.3): a list is a part for each item. */
export const multipartParts = (value: unknown, content: Content): readonly SamplePart[] => {
  if (!isObject(value)) return [{ kind: 'file', name: 'file', fileName: 'file' }]
  const shape = shapeOf(content.schema?.schema, content.schema?.lookup ?? (() => undefined))
  return Object.entries(value).flatMap(([name, member]) => {
    const said = firstType(content.encodings.get(name)?.contentType)
    const property = shape.property(name)
    return Array.isArray(member) && !isJson(said ?? '')
      ? member.map((item) => part(name, item, property.item(), said))
      : [part(name, member, property, said)]
  })
}
