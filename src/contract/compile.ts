import { SetupError } from '../errors.js'
import { isObject, objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import { compileOperation, type CompileContext } from './compile-operation.js'
import type {
  Contract,
  DocumentedResponse,
  Operation,
  PathEntry,
  SecurityScheme,
} from './contract.js'
import { resolve } from './resolver.js'
import { createRouteIndex, templateNames } from './route-index.js'
import { createSchemaCompiler } from './schema-compiler.js'
import type { SourceDocument } from './source-document.js'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

const requireOpenApi = (source: SourceDocument): void => {
  const version = own(source.document, 'openapi')
  const refuse = (why: string, pointer: string): never => {
    throw new SetupError('contract-invalid', why, source.place(pointer))
  }
  if (version === undefined) refuse('The field openapi is missing', '')
  if (!/^3\.\d+\.\d+/.test(String(version)))
    refuse(`openapi: ${String(version)} is not a version 3.x.y`, '/openapi')
  if (!isObject(own(source.document, 'info'))) refuse('The object info is missing', '')
  if (!isObject(own(source.document, 'paths'))) refuse('The object paths is missing', '')
}

/** The methods a path answers, with those the server adds: HEAD from GET, and OPTIONS. */
const allowOf = (operations: readonly Operation[]): string => {
  const names = operations.map((operation) => operation.method)
  if (names.includes('GET')) names.push('HEAD')
  return [...new Set([...names, 'OPTIONS'])].join(', ')
}

const compilePath = (template: string, context: CompileContext): PathEntry => {
  const { value, pointer } = resolve(context.source, pointerOf('paths', template))
  const operations = methods
    .filter((method) => isObject(own(value, method)))
    .map((method) => compileOperation(template, method, pointer, context))
  return {
    template,
    names: templateNames(template),
    methods: new Map(operations.map((operation) => [operation.method, operation])),
    allow: allowOf(operations),
  }
}

const compileSecuritySchemes = (source: SourceDocument): ReadonlyMap<string, SecurityScheme> => {
  const base = pointerOf('components', 'securitySchemes')
  const written = objectOrEmpty(objectOrEmpty(source.document['components'])['securitySchemes'])
  return new Map(
    Object.keys(written).map((name) => {
      const { value } = resolve(source, base + pointerOf(name))
      const scheme: SecurityScheme = {
        type: stringOr(value['type']) ?? '',
        scheme: stringOr(value['scheme'])?.toLowerCase(),
        name: stringOr(value['name']),
        in: stringOr(value['in']),
      }
      return [name, scheme]
    }),
  )
}

const isError = (response: DocumentedResponse): boolean =>
  /^[45]/.test(response.key) && response.contents.some((content) => content.schema)

/** The error response that most operations share: the contract's usual shape for an error. */
const usualError = (operations: readonly Operation[]): DocumentedResponse | undefined => {
  const counts = new Map<string, { response: DocumentedResponse; count: number }>()
  for (const operation of operations)
    for (const response of operation.responses.filter(isError)) {
      const shape = JSON.stringify(response.contents[0]?.schema?.schema)
      const known = counts.get(shape)
      if (known) known.count++
      else counts.set(shape, { response, count: 1 })
    }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.response
}

/** Operations by id, to find handlers; of two with one id the first has it. */
const operationsById = (operations: readonly Operation[]): ReadonlyMap<string, Operation> => {
  const byId = new Map<string, Operation>()
  for (const operation of operations) if (!byId.has(operation.id)) byId.set(operation.id, operation)
  return byId
}

/**
 * Compiles an OpenAPI 3.x document into what requests are looked up in.
 * @throws SetupError `contract-invalid` or `contract-reference` with the place.
 */
export const compileContract = (source: SourceDocument, slug: string): Contract => {
  requireOpenApi(source)
  const context = { source, schemas: createSchemaCompiler(source) }
  const info = objectOrEmpty(source.document['info'])
  const paths = Object.keys(objectOrEmpty(source.document['paths']))
    .filter((template) => template.startsWith('/'))
    .map((template) => compilePath(template, context))
  const operations = paths.flatMap((path) => [...path.methods.values()])
  return {
    document: source.document,
    slug,
    title: stringOr(info['title']) ?? slug,
    version: String(info['version'] ?? ''),
    operations,
    byId: operationsById(operations),
    paths,
    routes: createRouteIndex(paths.map((entry) => ({ template: entry.template, entry }))),
    securitySchemes: compileSecuritySchemes(source),
    errorResponse: usualError(operations),
    place: source.place,
  }
}
