import type { Contract, Operation } from '../contract/contract.js'
import { arrayOrEmpty, type JsonObject, objectOrEmpty, own } from '../lib/json-object.js'
import { tokens } from '../lib/json-pointer.js'
import { samplesOf } from '../samples/samples-of.js'
import { documentSlice } from './document-slice.js'
import type { DocsContract, DocsPlace } from './docs-contract.js'
import { enrichedOperation } from './enriched-operation.js'
import { localServers, remoteServers } from './local-servers.js'
import { sampledValues } from './sampled-values.js'
import type { PagePlace } from './site-map.js'

/** More operations than these make a document that nobody wants to wait for: it has no examples and no samples then. */
export const mostEnriched = 200

const operationsOf = ({ operations }: Contract, page: PagePlace): readonly Operation[] => {
  if (page.kind === 'index') return operations
  if (page.kind === 'operation') return [page.operation.operation]
  return page.tag.operations.map(({ operation }) => operation)
}

/** True for an operation that has a page and can be tried. */
const isServed = ({ fault }: Operation): boolean => fault === undefined

/** Operations by path and method, as a document has them (OpenAPI 3.2.0 §4.9 for methods of one's own). */
const pathsOf = (enriched: readonly (readonly [Operation, JsonObject])[]): JsonObject => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [{ path, pointer, method }, written] of enriched) {
    const item = (paths[path] ??= {})
    const isAdditional = tokens(pointer).at(-2) === 'additionalOperations'
    if (!isAdditional) item[method.toLowerCase()] = written
    else
      item['additionalOperations'] = {
        ...objectOrEmpty(item['additionalOperations']),
        [method]: written,
      }
  }
  return paths
}

const enriched = async (
  docs: DocsContract,
  place: DocsPlace,
  operations: readonly Operation[],
): Promise<JsonObject> => {
  const { contract, mockBase, sandboxBase, visitors } = docs
  const local = localServers(docs, place)
  const isWhole = operations.length <= mostEnriched
  const wanted = await Promise.all(
    (isWhole ? operations : []).filter(isServed).map(async (operation) => ({
      operation,
      samples: await sampledValues(operation),
    })),
  )
  const found = await (await visitors()).requests(place.visitor, wanted)
  const values = new Map(wanted.map(({ operation }, index) => [operation, found[index]]))
  const base = place.origin + (mockBase ?? sandboxBase)
  const made = operations.map(async (operation) => {
    const samples = values.has(operation) ? await samplesOf(contract, operation, base) : []
    const parts = { contract, operation, values: values.get(operation), samples, local }
    return [operation, enrichedOperation(parts)] as const
  })
  return pathsOf(await Promise.all(made))
}

/** What stands at the top of a document and is no list of things. */
const kept = ['openapi', '$self', 'info', 'jsonSchemaDialect', 'externalDocs', 'security']

/** The top of the document for a page of it: its own tag alone. */
const topOf = (document: JsonObject, page: Exclude<PagePlace, { kind: 'index' }>): JsonObject => ({
  ...Object.fromEntries(Object.entries(document).filter(([name]) => kept.includes(name))),
  tags: arrayOrEmpty(own(document, 'tags')).filter(
    (tag) => own(objectOrEmpty(tag), 'name') === page.tag.name,
  ),
})

/**
 * The document as our pages and those of others try it: the servers are this one first, each required
 * parameter and each body has an example with which the request succeeds, and there are samples. Only what
 * the page shows is in it.
 */
export const enrichedContract = async (
  docs: DocsContract,
  place: DocsPlace,
  page: PagePlace,
): Promise<JsonObject> => {
  const { document } = docs.contract
  const paths = await enriched(docs, place, operationsOf(docs.contract, page))
  const servers = [...localServers(docs, place), ...remoteServers(own(document, 'servers'))]
  if (page.kind === 'index') return { ...document, servers, paths }
  return { ...topOf(document, page), servers, ...documentSlice(document, paths) }
}
