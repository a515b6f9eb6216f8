import { objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { link } from './markdown-text.js'

/** Where an object of the contract says more is to be read (OpenAPI 3.0.3 §4.7.11); empty when nowhere. */
export const externalDocs = (described: JsonObject): string => {
  const docs = objectOrEmpty(own(described, 'externalDocs'))
  const url = stringOr(own(docs, 'url')) ?? ''
  if (!/^https?:\/\//i.test(url)) return ''
  return `More: ${link(stringOr(own(docs, 'description')) ?? url, url)}`
}
