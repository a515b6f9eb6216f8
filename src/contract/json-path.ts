import { JSONPathError, query } from 'json-p3'
import type { JsonObject } from '../lib/json-object.js'

/** Member names and indexes that lead from the root of a document to a value. */
export type ValueLocation = readonly (string | number)[]

/** Why a text is no JSONPath query. */
export class JsonPathFault extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'JsonPathFault'
  }
}

/**
 * The places that a JSONPath query (RFC 9535) selects, in the order of the document, each once.
 * @throws JsonPathFault for a text that is none.
 */
export const locationsOf = (document: JsonObject, expression: string): readonly ValueLocation[] => {
  try {
    const found = query(expression, document as Parameters<typeof query>[1])
    return [...new Map(found.nodes.map((node) => [node.path, node.location])).values()]
  } catch (error) {
    if (error instanceof JSONPathError) throw new JsonPathFault(error.message)
    throw error
  }
}
