import type { Contract } from '../contract/contract.js'
import { documentedOrigins } from './documented-servers.js'

/**
 * What a page may load and do (CSP3): scripts of this server only, none of them written into the page; requests to
 * this server and to those that the contract names. Styles in the page are what the reference component needs.
 */
export const contentSecurityPolicy = (contract: Contract | undefined): string => {
  const origins = contract ? documentedOrigins(contract) : []
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...origins].join(' '),
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
