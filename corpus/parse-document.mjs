import { load as parse } from 'js-yaml'
import { textOf } from './documents.mjs'

/** A document as plain data. */
export const parseDocument = (file) => {
  const text = textOf(file)
  return file.endsWith('.json') ? JSON.parse(text) : parse(text)
}
