import type { JsonObject } from '../lib/json-object.js'
import { isXml } from '../lib/media-type.js'
import { inertJson } from './inert-json.js'
import type { SampleBody, SamplePart } from './sample-request.js'

const partOf = (part: SamplePart): JsonObject => ({
  key: part.name,
  ...(part.kind === 'file'
    ? { type: 'file', src: part.fileName }
    : { type: 'text', value: part.value }),
  ...(part.mediaType !== undefined && { contentType: part.mediaType }),
})

const raw = (text: string, language: string): JsonObject => ({
  mode: 'raw',
  raw: text,
  options: { raw: { language } },
})

/** The body of a request of a Postman collection. */
export const postmanBody = (body: SampleBody): JsonObject => {
  switch (body.kind) {
    case 'json':
      return raw(inertJson(body.text), 'json')
    case 'text':
      return raw(body.text, isXml(body.mediaType) ? 'xml' : 'text')
    case 'form':
      return {
        mode: 'urlencoded',
        urlencoded: body.fields.map(([key, value]) => ({ key, value, type: 'text' })),
      }
    case 'multipart':
      return { mode: 'formdata', formdata: body.parts.map(partOf) }
    case 'file':
      return { mode: 'file', file: { src: body.fileName } }
  }
}
