import type { DocsContract, DocsPlace } from './docs-contract.js'

/** Who asks, as far as the URLs on a page depend on it. */
export type UrlPlace = Pick<DocsPlace, 'origin' | 'sandbox'>

/** Path under which a client reaches this server, without final slash: empty unless an application embeds it. */
export const mountOf = ({ origin }: UrlPlace): string =>
  origin.replace(/^https?:\/\/[^/]*/, '').replace(/\/+$/, '')

/** The same of the sandbox that the client has named, if it has. */
export const rootOf = (place: UrlPlace): string =>
  place.sandbox === undefined ? mountOf(place) : `${mountOf(place)}/@${place.sandbox}`

/** The URL of the mock of a contract, which remembers nothing of anybody: without final slash; undefined where it has none. */
export const mockUrl = ({ mockBase }: DocsContract, { origin }: UrlPlace): string | undefined =>
  mockBase === undefined ? undefined : origin + mockBase

/** The URL of the sandbox of a contract on this server, without final slash. */
export const sandboxUrl = ({ sandboxBase }: DocsContract, { origin, sandbox }: UrlPlace): string =>
  `${origin}${sandbox === undefined ? '' : `/@${sandbox}`}${sandboxBase}`
