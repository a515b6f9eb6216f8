import type { DocsContract, DocsPlace } from './docs-contract.js'

/** Path under which a client reaches the pages: of its sandbox, if it has named one. Without final slash. */
export const rootOf = ({ origin, sandbox }: DocsPlace): string => {
  const mount = origin.replace(/^https?:\/\/[^/]*/, '').replace(/\/+$/, '')
  return sandbox === undefined ? mount : `${mount}/@${sandbox}`
}

/** The URL of the mock of a contract, which remembers nothing of anybody: without final slash; undefined where it has none. */
export const mockUrl = (
  { mockBase }: DocsContract,
  { origin }: DocsPlace,
): string | undefined => (mockBase === undefined ? undefined : origin + mockBase)

/** The URL of the sandbox of a contract on this server, without final slash. */
export const sandboxUrl = (
  { sandboxBase }: DocsContract,
  { origin, sandbox }: DocsPlace,
): string => `${origin}${sandbox === undefined ? '' : `/@${sandbox}`}${sandboxBase}`
