import { SetupError } from '../errors.js'
import { isObject, objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { CompileContext } from './compile-context.js'
import { compilePath, findPaths } from './compile-path.js'
import { compileWebhooks } from './compile-callbacks.js'
import { ContractFaults, unknownScheme } from './contract-faults.js'
import type { Contract, DocumentedResponse, Operation, SecurityScheme } from './contract.js'
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
    faults.add(fault(`openapi: ${String(version)} is not a version 3.x.y`, '/openapi'))
  const paths = own(document, 'paths')
  if (paths !== undefined && !isObject(paths)) faults.add(fault('paths is no object', '/paths'))
}

const compileSecuritySchemes = ({
  source,
  faults,
}: CompileContext): ReadonlyMap<string, SecurityScheme> => {
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
        name: stringOr(value['name']),
        in: stringOr(value['in']),
      }
      return [[name, scheme] as const]
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

/** Notes operations that ask for credentials of a kind that is nowhere described. */
const noteUnknownSchemes = (
  operations: readonly Operation[],
  schemes: ReadonlyMap<string, SecurityScheme>,
  { source, faults }: CompileContext,
): void => {
  const unknown = new Set<string>()
  for (const { security, pointer, id } of operations)
    for (const name of security.flatMap((alternative) => Object.keys(alternative))) {
      if (schemes.has(name) || unknown.has(name)) continue
      unknown.add(name)
      faults.add(unknownScheme(name, source.place(pointer)), id)
    }
}

/**
 * Compiles an OpenAPI 3.x document into what requests are looked up in. A fault in one place spoils
 * only that place: it is listed in `faults`.
 * @throws SetupError `contract-invalid` with the place, when it is no OpenAPI document at all.
 */
export const compileContract = (source: SourceDocument, slug: string): Contract => {
  const faults = new ContractFaults()
  for (const fault of source.faults) faults.add(fault)
  requireOpenApi(source, faults)
  const context = { source, schemas: createSchemaCompiler(source), faults }
  const info = objectOrEmpty(own(source.document, 'info'))
  const paths = findPaths(pathsOf(source.document), context).map((place) =>
    compilePath(place, context),
  )
  const operations = paths.flatMap((path) => [...path.methods.values()])
  const securitySchemes = compileSecuritySchemes(context)
  noteUnknownSchemes(operations, securitySchemes, context)
  return {
    document: source.document,
    slug,
    title: stringOr(info['title']) ?? slug,
    version: String(info['version'] ?? ''),
    operations,
    byId: operationsById(operations),
    paths,
    webhooks: compileWebhooks(context),
    routes: createRouteIndex(paths.map((entry) => ({ template: entry.template, entry }))),
    serverPaths: serverPaths(source.document),
    securitySchemes,
    errorResponse: usualError(operations),
    faults: faults.list,
    place: source.place,
  }
}
