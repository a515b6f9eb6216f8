import type { Contract, Operation } from '../contract/contract.js'
import { arrayOrEmpty, isObject, objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import { pointer as pointerOf, tokens, valueAt } from '../lib/json-pointer.js'
import { follow } from './follow.js'

/** A server that a contract names (OpenAPI 3.0.3 §4.7.5). */
export interface DocumentedServer {
  /** Its description; it has none where nothing is said. */
  readonly name: string | undefined
  /** Absolute, with the defaults of its variables, without final slash. */
  readonly url: string
}

/** So many servers of a contract are told. */
const maxServers = 50

const withDefaults = (server: unknown): string => {
  const variables = objectOrEmpty(own(objectOrEmpty(server), 'variables'))
  const url = stringOr(own(objectOrEmpty(server), 'url')) ?? ''
  return url.replace(/\{([^{}]*)\}/g, (_, name: string) =>
    String(own(objectOrEmpty(own(variables, name)), 'default') ?? ''),
  )
}

/** Relative URLs are relative to where the document was published, which nobody knows here. */
const serversOf = (written: unknown): readonly DocumentedServer[] =>
  arrayOrEmpty(written)
    .filter(isObject)
    .slice(0, maxServers)
    .flatMap((server) => {
      const url = withDefaults(server).trim()
      if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return []
      return [{ name: stringOr(own(server, 'description')), url: url.replace(/\/+$/, '') }]
    })

/** The Path Item Objects of an operation: the one that has it, and the one of its path. */
const pathItems = ({ document }: Contract, { pointer, path }: Operation): readonly unknown[] => {
  const way = tokens(pointer)
  const holder = way.slice(0, way.at(-2) === 'additionalOperations' ? -2 : -1)
  return [pointerOf(...holder), pointerOf('paths', path)].map((at) =>
    follow(document, valueAt(document, at)),
  )
}

/** The servers of a contract, in its order. */
export const documentedServers = ({ document }: Contract): readonly DocumentedServer[] =>
  serversOf(own(document, 'servers'))

/** The servers of an operation: its own, else those of its path, else those of the document. */
export const operationServers = (
  contract: Contract,
  operation: Operation,
): readonly DocumentedServer[] => {
  const { document } = contract
  const holders = [
    follow(document, valueAt(document, operation.pointer)),
    ...pathItems(contract, operation),
    document,
  ]
  const nearest = holders
    .map((holder) => own(objectOrEmpty(holder), 'servers'))
    .find((servers) => arrayOrEmpty(servers).length > 0)
  return serversOf(nearest)
}

const plainOrigin = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/

/** The origins of all servers that a contract names, as a Content-Security-Policy lists them. */
export const documentedOrigins = (contract: Contract): readonly string[] => {
  const every = [
    ...documentedServers(contract),
    ...contract.operations
      .slice(0, maxLooked)
      .flatMap((operation) => operationServers(contract, operation)),
  ]
  const origins = new Set(every.map(({ url }) => new URL(url).origin))
  return [...origins].filter((origin) => plainOrigin.test(origin)).slice(0, maxServers)
}

/** Servers of single operations are looked for in so many of them. */
const maxLooked = 2000
