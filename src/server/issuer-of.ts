import type { Visit } from './visit.js'

/** Scheme and authority, as the client wrote them. */
export const originOf = ({ exchange }: Pick<Visit, 'exchange'>): string =>
  `${exchange.secure ? 'https' : 'http'}://${exchange.headers['host'] ?? 'localhost'}`

/** Where the client reaches the sandbox, without a final slash: what tokens name as their issuer. */
export const issuerOf = (visit: Pick<Visit, 'exchange' | 'selection'>): string =>
  originOf(visit) + visit.selection.cookiePath.replace(/\/$/, '')
