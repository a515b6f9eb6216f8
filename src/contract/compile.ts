import { SetupError } from '../errors.js'
import { isObject, objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { CompileContext } from './compile-context.js'
import { compilePath, findPaths } from './compile-path.js'
import { compileWebhooks } from './compile-callbacks.js'
import { ContractFaults } from './contract-faults.js'
import { diagnose } from './diagnose.js'
import type { Contract, DocumentedResponse, Operation, SecurityScheme } from './contract.js'
import { LazyXml } from './lazy-xml.js'
import { oauthFlows } from './oauth-flows.js'
import { resolve } from './resolver.js'
import { createRouteIndex } from './route-index.js'
import { createSchemaCompiler } from './schema-compiler.js'
import { serverPaths } from './server-paths.js'
import type { SourceDocument } from './source-document.js'

const pathsOf = (document: JsonObject): readonly string[] =>
  Object.keys(objectOrEmpty(own(document, 'paths'))).filter((template) => template.startsWith('/'))

/** Refuses what is no OpenAPI document at all; whatever else is wrong with it is noted. */
const requireOpenApi = (source: SourceDocument, faults: ContractFaults): void => {
  const { document } = source
  const version = own(document, 'openapi')
  const fault = (why: string, pointer: string) =>
    new SetupError('contract-invalid', why, source.place(pointer))
  const hasPaths = pathsOf(document).some((path) =>
    isObject((document['paths'] as JsonObject)[path]),
  )
  if (version === undefined && (!hasPaths || own(document, 'swagger') !== undefined))
    throw fault('The field openapi is missing', '')
  if (version === undefined) faults.add(fault('The field openapi is missing', ''))
  else if (!/^3(\.|$)/.test(String(version)))
    throw fault(`openapi: ${String(version)} is not a version 3.x.y`, '/openapi')
  else if (!/^3\.\d+\.\d+/.test(String(version)))
    faults.add(
      fault(`openapi: ${String(version)} is not a version 3.x.y`, '/openapi'),
      undefined,
      'warning',
    )
  const paths = own(document, 'paths')
  if (paths !== undefined && !isObject(paths)) faults.add(fault('paths is no object', '/paths'))
}

const compileSecuritySchemes = (
  source: SourceDocument,
  faults: ContractFaults,
): ReadonlyMap<string, SecurityScheme> => {
  const base = pointerOf('components', 'securitySchemes')
  const written = objectOrEmpty(
    own(objectOrEmpty(own(source.document, 'components')), 'securitySchemes'),
  )
  return new Map(
    Object.keys(written).flatMap((name) => {
      const located = faults.attempt(
        () => resolve(source, base + pointerOf(name)),
        () => undefined,
      )
      if (!located) return []
      const { value } = located
      const scheme: SecurityScheme = {
        type: stringOr(value['type']) ?? '',
        scheme: stringOr(value['scheme'])?.toLowerCase(),
        bearerFormat: stringOr(value['bearerFormat']),
        name: stringOr(value['name']),
        in: stringOr(value['in']),
        flows: oauthFlows(value),
        openIdConnectUrl: stringOr(value['openIdConnectUrl']),
      }
      return [[name, scheme] as const]
    }),
  )
}

const isError = (response: DocumentedResponse): boolean =>
  /^[45]/.test(response.key) && response.contents.some((content) => content.schema)

/** So many operations show what is usual. */
const maxSampled = 100

/** The error response that most operations share: the contract's usual shape for an error. */
const usualError = (operations: readonly Operation[]): DocumentedResponse | undefined => {
  const counts = new Map<string, { response: DocumentedResponse; count: number }>()
  for (const operation of operations.slice(0, maxSampled))
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

/** Documents of so many operations are compiled as a whole before they are served. */
const maxWhole = 200

/** Once: the work, however often it is asked for. */
const once = <T>(work: () => T): (() => T) => {
  let done: { readonly result: T } | undefined
  return () => (done ??= { result: work() }).result
}

/** Compiles an operation and its callbacks, so that their faults are known. */
export const compileNow = ({ fault, callbacks }: Operation): unknown => [
  fault,
  ...callbacks.map(({ operation }) => operation.fault),
]

const contextOf = (source: SourceDocument, faults: ContractFaults): CompileContext => ({
  source,
  schemas: createSchemaCompiler(source),
  faults,
  securitySchemes: compileSecuritySchemes(source, faults),
  unknownSchemes: new Set(),
  xml: new LazyXml(),
})

/**
 * Compiles an OpenAPI 3.x document into what requests are looked up in. A fault in one place spoils
 * only that place: it is noted in `faults`. Operations of large documents are compiled when they are
 * first asked for, and so are all operations of a document whose faults nobody reads (`lazy`).
 * @throws SetupError `contract-invalid` with the place, when it is no OpenAPI document at all.
 */
export const compileContract = (source: SourceDocument, slug: string, lazy = false): Contract => {
  const faults = new ContractFaults()
  for (const fault of source.faults)
    faults.add(fault, undefined, fault.code === 'overlay-target' ? 'warning' : 'error')
  requireOpenApi(source, faults)
  const context = contextOf(source, faults)
  const info = objectOrEmpty(own(source.document, 'info'))
  const paths = findPaths(pathsOf(source.document), context).map((place) =>
    compilePath(place, context),
  )
  const operations = paths.flatMap((path) => [...path.methods.values()])
  const webhooks = compileWebhooks(context)
  const errorResponse = once(() => usualError(operations))
  if (!lazy && operations.length <= maxWhole)
    [...operations, ...webhooks.map(({ operation }) => operation)].forEach(compileNow)
  return {
    document: source.document,
    slug,
    title: stringOr(info['title']) ?? slug,
    version: String(info['version'] ?? ''),
    operations,
    byId: operationsById(operations),
    paths,
    webhooks,
    routes: createRouteIndex(paths.map((entry) => ({ template: entry.template, entry }))),
    serverPaths: serverPaths(source.document),
    securitySchemes: context.securitySchemes,
    get errorResponse() {
      return errorResponse()
    },
    get faults() {
      return faults.list
    },
    diagnose: (judge) => diagnose(context, paths, judge),
    place: source.place,
  }
}
