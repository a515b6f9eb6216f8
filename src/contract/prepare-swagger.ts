import { arrayOrEmpty, isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import { essence } from '../lib/media-type.js'
import { localPointer } from './resolver.js'

/** A copy that is edited before anybody else sees it. */
type Draft = Record<string, unknown>

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** The operations of a path item of Swagger 2.0, by method. */
export const swaggerOperations = (item: unknown): readonly (readonly [string, JsonObject])[] =>
  methods.flatMap((method) => {
    const operation = own(objectOrEmpty(item), method)
    return isObject(operation) ? [[method, operation] as const] : []
  })

/** A parameter of Swagger 2.0, what it refers to in its place. */
export const swaggerParameter = (document: JsonObject, written: unknown): JsonObject => {
  const ref = own(objectOrEmpty(written), '$ref')
  const at = typeof ref === 'string' ? localPointer(ref) : undefined
  return objectOrEmpty(at === undefined ? written : valueAt(document, at))
}

/** Whether a parameter of Swagger 2.0 is a part of the body. */
export const isOfBody = (parameter: JsonObject): boolean =>
  parameter['in'] === 'body' || parameter['in'] === 'formData'

const inStyle = (place: unknown): readonly unknown[] =>
  place === 'query' ? [undefined, 'csv', 'ssv', 'pipes', 'multi'] : [undefined, 'csv', 'multi']

/** Lists that no style of OpenAPI 3 writes (tab separated, lists in lists) are texts to the client. */
const simplifyLists = (parameter: Draft): void => {
  if (parameter['type'] !== 'array') return
  if (!inStyle(parameter['in']).includes(parameter['collectionFormat'])) {
    for (const key of ['items', 'collectionFormat', 'minItems', 'maxItems', 'uniqueItems'])
      delete parameter[key]
    Object.assign(parameter, { type: 'string' })
  } else if (objectOrEmpty(parameter['items'])['type'] === 'array')
    parameter['items'] = { type: 'string' }
}

/** OpenAPI 3 has no `allowEmptyValue` for the fields of a form: their length says it. */
const refuseEmpty = (parameter: Draft): void => {
  const { in: place, type, allowEmptyValue } = parameter
  if (place === 'formData' && type === 'string' && allowEmptyValue === false)
    parameter['minLength'] ??= 1
}

const prepareParameter = (parameter: Draft): void => {
  simplifyLists(parameter)
  refuseEmpty(parameter)
}

/** Forms are one of two media types; one with a file cannot be urlencoded. */
const formTypes = (consumes: readonly unknown[], hasFile: boolean): readonly string[] => {
  const known = ['multipart/form-data', 'application/x-www-form-urlencoded']
  if (hasFile) return known.slice(0, 1)
  const named = known.filter((type) => consumes.some((one) => essence(String(one)) === type))
  return named.length > 0 ? named : known
}

const listOf = (written: unknown): readonly unknown[] | undefined =>
  typeof written === 'string' ? [written] : Array.isArray(written) ? written : undefined

/** Parameters of the body that stand at the path belong to each operation that has none like it. */
const prepareOperation = (document: JsonObject, item: JsonObject, operation: Draft): void => {
  const named = arrayOrEmpty(operation['parameters']).filter(isObject)
  const own = named.map((written) => swaggerParameter(document, written))
  const inherited = arrayOrEmpty(item['parameters']).filter((written) => {
    const parameter = swaggerParameter(document, written)
    const { name, in: place } = parameter
    const isSame = (one: JsonObject) =>
      one['in'] === place && (place === 'body' || one['name'] === name)
    return isOfBody(parameter) && !own.some(isSame)
  })
  operation['parameters'] = structuredClone([...named, ...inherited])
  const all = [...own, ...inherited.map((written) => swaggerParameter(document, written))]
  const form = all.filter((one) => one['in'] === 'formData')
  if (form.length === 0) return
  const consumes = listOf(operation['consumes']) ?? listOf(document['consumes']) ?? []
  const hasFile = form.some((one) => one['type'] === 'file')
  operation['consumes'] = formTypes(consumes, hasFile)
}

/** Examples by media type under the name that `produces` has for it; others go to the first type. */
const prepareExamples = (response: Draft, produces: readonly unknown[]): void => {
  const written = own(response, 'examples')
  if (!isObject(written)) return
  const types = produces.map(String)
  const named: Draft = {}
  for (const [key, value] of Object.entries(written)) {
    const type = types.includes(key) ? key : types.find((one) => essence(one) === essence(key))
    const target = type ?? (key.includes('/') ? key : (types[0] ?? key))
    if (!Object.hasOwn(named, target) || type === key) named[target] = value
  }
  response['examples'] = named
}

const prepareResponses = (responses: unknown, produces: readonly unknown[]): void => {
  for (const response of Object.values(objectOrEmpty(responses)))
    if (isObject(response)) prepareExamples(response, produces)
}

const preparePath = (document: JsonObject, paths: Draft, path: string): void => {
  const ref = own(objectOrEmpty(paths[path]), '$ref')
  // The library takes what a path refers to for a schema.
  if (typeof ref === 'string' && ref.startsWith('#/'))
    paths[path] = structuredClone(valueAt(document, localPointer(ref) as string) ?? {})
  for (const written of arrayOrEmpty(objectOrEmpty(paths[path])['parameters']))
    if (isObject(written)) prepareParameter(written)
  for (const [, operation] of swaggerOperations(paths[path])) {
    prepareOperation(document, objectOrEmpty(paths[path]), operation)
    for (const written of arrayOrEmpty(operation['parameters']))
      if (isObject(written)) prepareParameter(written)
    const produces = listOf(operation['produces']) ?? listOf(document['produces']) ?? []
    prepareResponses(operation['responses'], produces)
  }
}

/** The document without what the library would get wrong; a copy. */
export const prepareSwagger = (written: JsonObject): JsonObject => {
  const document = JSON.parse(JSON.stringify(written)) as Draft
  document['swagger'] = '2.0'
  // Where a document says nothing, people mean JSON; the library would answer any media type.
  if ((listOf(document['produces']) ?? []).length === 0) document['produces'] = ['application/json']
  for (const parameter of Object.values(objectOrEmpty(document['parameters'])))
    if (isObject(parameter)) prepareParameter(parameter)
  prepareResponses(document['responses'], arrayOrEmpty(document['produces']))
  const paths = objectOrEmpty(document['paths']) as Draft
  for (const path of Object.keys(paths)) preparePath(document, paths, path)
  delete document['x-files']
  return document
}
