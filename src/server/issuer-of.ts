import type { Visit } from './visit.js'

/** A host that names a sandbox, which no other URL of it would do. */
const namesSandbox = (host: string | undefined): boolean =>
  host !== undefined && /\.localhost(?::\d+)?$/i.test(host)

/** Scheme and authority under which the client reaches the server: as it was said, else as it wrote them. */
export const originOf = ({
  exchange,
  publicUrl,
}: Pick<Visit, 'exchange' | 'publicUrl'>): string => {
  const { host } = exchange.headers
  if (publicUrl !== undefined && !namesSandbox(host)) return publicUrl
  return `${exchange.secure ? 'https' : 'http'}://${host ?? 'localhost'}`
}

/** Where the client reaches the sandbox, without a final slash: what tokens name as their issuer. */
export const issuerOf = (visit: Pick<Visit, 'exchange' | 'publicUrl' | 'selection'>): string =>
  originOf(visit) + visit.selection.cookiePath.replace(/\/$/, '')
