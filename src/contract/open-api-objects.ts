import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { escapeToken } from '../lib/json-pointer.js'

/** The kinds of objects that an OpenAPI document is made of, as far as they are told apart here. */
export type ObjectKind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'callback'
  | 'parameter'
  | 'header'
  | 'requestBody'
  | 'response'
  | 'mediaType'
  | 'encoding'
  | 'example'
  | 'link'
  | 'securityScheme'
  | 'schema'

/** What stands under a key: one object, a list of them, or several by name. */
type Member = readonly [kind: ObjectKind, how: 'one' | 'list' | 'map']

const operations = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

const described = {
  schema: ['schema', 'one'],
  content: ['mediaType', 'map'],
  examples: ['example', 'map'],
} as const

/** The objects inside each kind (OpenAPI 3.0.3 §4.7, 3.1.1 §4.8, 3.2.0 §4). */
const members: Readonly<Record<ObjectKind, Readonly<Record<string, Member>>>> = {
  document: {
    paths: ['pathItem', 'map'],
    webhooks: ['pathItem', 'map'],
    components: ['components', 'one'],
  },
  components: {
    schemas: ['schema', 'map'],
    parameters: ['parameter', 'map'],
    headers: ['header', 'map'],
    requestBodies: ['requestBody', 'map'],
    responses: ['response', 'map'],
    examples: ['example', 'map'],
    links: ['link', 'map'],
    callbacks: ['callback', 'map'],
    pathItems: ['pathItem', 'map'],
    mediaTypes: ['mediaType', 'map'],
    securitySchemes: ['securityScheme', 'map'],
  },
  pathItem: {
    parameters: ['parameter', 'list'],
    additionalOperations: ['operation', 'map'],
    ...Object.fromEntries(operations.map((method) => [method, ['operation', 'one'] as const])),
  },
  operation: {
    parameters: ['parameter', 'list'],
    requestBody: ['requestBody', 'one'],
    responses: ['response', 'map'],
    callbacks: ['callback', 'map'],
  },
  callback: {},
  parameter: described,
  header: described,
  requestBody: { content: ['mediaType', 'map'] },
  response: {
    content: ['mediaType', 'map'],
    headers: ['header', 'map'],
    links: ['link', 'map'],
  },
  mediaType: {
    schema: ['schema', 'one'],
    itemSchema: ['schema', 'one'],
    examples: ['example', 'map'],
    encoding: ['encoding', 'map'],
  },
  encoding: { headers: ['header', 'map'] },
  example: {},
  link: {},
  securityScheme: {},
  schema: {},
}

/** One object of a document. */
export interface OpenApiObject {
  readonly kind: ObjectKind
  readonly value: JsonObject
  readonly pointer: string
  /** The JSON pointer of the operation it stands in. */
  readonly operation: string | undefined
  /** Which way the messages go that it describes. */
  readonly direction: 'request' | 'response'
}

const childrenOf = (at: OpenApiObject): OpenApiObject[] => {
  const found: OpenApiObject[] = []
  const operation = at.kind === 'operation' ? at.pointer : at.operation
  const add = (kind: ObjectKind, value: unknown, pointer: string): void => {
    if (!isObject(value)) return
    const isRequest = kind === 'parameter' || kind === 'requestBody'
    const isResponse = kind === 'response' || kind === 'header'
    const direction = isRequest ? 'request' : isResponse ? 'response' : at.direction
    found.push({ kind, value, pointer, operation, direction })
  }
  const all = (kind: ObjectKind, values: unknown, pointer: string): void => {
    if (typeof values !== 'object' || values === null) return
    for (const [key, value] of Object.entries(values))
      if (!key.startsWith('x-') || kind === 'header')
        add(kind, value, `${pointer}/${escapeToken(key)}`)
  }
  if (at.kind === 'callback') all('pathItem', at.value, at.pointer)
  for (const [key, [kind, how]] of Object.entries(members[at.kind])) {
    const value = own(at.value, key)
    const pointer = `${at.pointer}/${key}`
    if (how === 'one') add(kind, value, pointer)
    else if (how === 'list' ? Array.isArray(value) : isObject(value)) all(kind, value, pointer)
  }
  return found
}

/** Every object of a document, in its order; what stands behind references is found where it stands. */
export function* openApiObjects(document: JsonObject): Generator<OpenApiObject> {
  const root: OpenApiObject = {
    kind: 'document',
    value: document,
    pointer: '',
    operation: undefined,
    direction: 'response',
  }
  const waiting = [root]
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    yield at
    if (at.kind !== 'pathItem' && own(at.value, '$ref') !== undefined) continue
    waiting.push(...childrenOf(at).reverse())
  }
}
