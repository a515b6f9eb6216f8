import { wellFormed } from '../lib/well-formed.js'
import { multipartChunks } from './multipart-chunks.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody } from './sample-request.js'

const formEncoded = (text: string): string =>
  encodeURIComponent(wellFormed(text))
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+')

/** A body as the text that is sent; files, which are the reader's, stand as `< NAME`, or alone have no text. */
export const payloadText = (body: SampleBody): string | undefined => {
  switch (body.kind) {
    case 'json':
    case 'text':
      return body.text
    case 'form':
      return body.fields.map((pair) => pair.map(formEncoded).join('=')).join('&')
    case 'multipart':
      return multipartChunks(body.parts, 'boundary')
        .map((chunk) => (chunk.kind === 'text' ? chunk.text : `< ${chunk.fileName}`))
        .join('')
        .replaceAll('\r\n', '\n')
    case 'file':
      return undefined
  }
}

/** The bare body of the request. */
export const payload: SampleLanguage = {
  id: 'payload',
  label: 'Payload',
  write: ({ body }) => (body ? payloadText(body) : undefined),
}
