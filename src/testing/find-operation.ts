import type { Contract, Operation } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { AskedRequest } from './asked-request.js'

/** What a response is to be compared with: an operation, or a request that none answers. */
export type FoundOperation = { readonly operation: Operation } | { readonly undocumented: string }

const methodAndPath = /^([a-z]+) +(\/.*)$/i

const pathOf = (target: string): string => target.split('?', 1)[0] ?? target

/** What servers, this product's mock and its named sandboxes write in front of the paths of a contract. */
const prefixesOf = ({ serverPaths, slug }: Contract, base: string): readonly string[] =>
  ['', base.replace(/\/+$/, ''), ...serverPaths, `/_mock/${slug}`].filter(
    (prefix, at, all) => all.indexOf(prefix) === at,
  )

const pathsBelow = (path: string, prefixes: readonly string[]): readonly string[] => {
  const bare = path.replace(/^\/@[^/]+(?=\/)/, '')
  return prefixes
    .filter((prefix) => bare === prefix || bare.startsWith(`${prefix}/`))
    .map((prefix) => bare.slice(prefix.length) || '/')
}

/** The methods of the first template that a path fits and that has the method, if one is wanted. */
const methodsAt = (contract: Contract, path: string, method: string | undefined) => {
  try {
    const has = ({ methods }: { readonly methods: ReadonlyMap<string, Operation> }): boolean =>
      method === undefined || methods.has(method)
    return (contract.routes.match(path, has) ?? contract.routes.match(path))?.entry.methods
  } catch {
    // No percent-encoded UTF-8: no operation has such a path.
    return undefined
  }
}

const askedOperation = (
  contract: Contract,
  { method, target }: AskedRequest,
  base: string,
): FoundOperation => {
  const wanted = method === 'HEAD' ? 'GET' : method
  const path = pathOf(target)
  for (const below of pathsBelow(path, prefixesOf(contract, base))) {
    const methods = methodsAt(contract, below, wanted)
    if (!methods) continue
    const only = methods.size === 1 ? [...methods.values()][0] : undefined
    const operation = methods.get(method ?? '') ?? methods.get(wanted ?? '')
    if (wanted === undefined && !only) throw ambiguous(path, [...methods.values()])
    const found = wanted === undefined ? only : operation
    if (found) return { operation: found }
  }
  return { undocumented: `${method ?? 'A request of'} ${path}` }
}

const unknown = (detail: string, fix?: string): SetupError =>
  new SetupError('operation-unknown', detail, {}, fix)

/** A response of fetch does not say by which method it was asked for. */
const ambiguous = (path: string, operations: readonly Operation[]): SetupError => {
  const names = operations.map(({ id, method }) => `'${id}' (${method})`).join(', ')
  return unknown(
    `The response tells its path, ${path}, and not its method`,
    `Say which operation it is of: ${names}.`,
  )
}

const namedOperation = (contract: Contract, name: string, base: string): Operation => {
  const { byId, paths, operations } = contract
  const [, method = '', path = ''] = methodAndPath.exec(name) ?? []
  const known =
    byId.get(name) ??
    paths.find(({ template }) => template === path)?.methods.get(method.toUpperCase())
  if (known) return known
  const asked = method && { method: method.toUpperCase(), target: path }
  const found = asked ? askedOperation(contract, asked, base) : undefined
  if (found && 'operation' in found) return found.operation
  const names = asked ? operations.map((one) => `${one.method} ${one.path}`) : [...byId.keys()]
  const near = nearest(name, names)
  const hint = near.length > 0 ? `. Did you mean ${near.join(' or ')}?` : ''
  throw unknown(`The contract ${contract.title} has no operation ${name}${hint}`)
}

/**
 * The operation that a response is of: the one that is named, by its id or as `GET /path`, else the one
 * that its request tells. `base` is the path in front of those of the contract.
 * @throws SetupError `operation-unknown`.
 */
export const findOperation = (
  contract: Contract,
  name: string | undefined,
  request: AskedRequest | undefined,
  base = '',
): FoundOperation => {
  if (name !== undefined) return { operation: namedOperation(contract, name, base) }
  if (request) return askedOperation(contract, request, base)
  throw unknown(
    'The response does not tell which request it answers, and no operation is named',
    "Name it: toMatchContract('operationId') or toMatchContract('GET /path').",
  )
}
