import type { Operation } from '../contract/contract.js'
import type { DocsContract } from './docs-contract.js'
import { documentedServers, operationServers, type DocumentedServer } from './documented-servers.js'
import { blocks, code, plain } from './markdown-text.js'
import { mockUrl, sandboxUrl, type UrlPlace } from './site-urls.js'

const listed = (servers: readonly DocumentedServer[], path: string): string =>
  servers.map(({ name, url }) => `- ${plain(name ?? 'Server')}: ${code(url + path)}`).join('\n')

const localServers = (docs: DocsContract, place: UrlPlace): readonly DocumentedServer[] => {
  const mock = mockUrl(docs, place)
  const sandbox = place.sandbox === undefined ? 'Sandbox' : `Sandbox ${place.sandbox}`
  return [
    ...(mock === undefined ? [] : [{ name: 'Mock server', url: mock }]),
    { name: sandbox, url: sandboxUrl(docs, place) },
  ]
}

const bothLists = (
  docs: DocsContract,
  place: UrlPlace,
  documented: readonly DocumentedServer[],
  path: string,
): string =>
  blocks(
    'On this server:',
    listed(localServers(docs, place), path),
    documented.length === 0 ? '' : 'As documented:',
    listed(documented, path),
  )

/** The URLs of an operation: here, and at every server that its contract names. */
export const operationUrls = (docs: DocsContract, operation: Operation, place: UrlPlace): string =>
  bothLists(docs, place, operationServers(docs.contract, operation), operation.path)

/** The base URLs of a contract: here, and those of its servers. */
export const baseUrls = (docs: DocsContract, place: UrlPlace): string =>
  bothLists(docs, place, documentedServers(docs.contract), '/')
