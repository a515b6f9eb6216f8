import { Problem } from '../errors.js'
import type { Exchange } from '../exchange.js'
import type { Host } from './host.js'

/** Which sandbox an exchange is for, and the path below it. */
export interface Selection {
  readonly sandbox: string
  /** False when the request named none and `default` stands in. */
  readonly named: boolean
  /** The path without `/@NAME`. */
  readonly path: string
  /** The Path of cookies: `/`, or `/@NAME/`, below where an application embeds the server. */
  readonly cookiePath: string
}

const nameShape = /^[a-z0-9][a-z0-9_-]{0,62}$/

/** True for a name that a sandbox may have. */
export const isSandboxName = (name: string): boolean => nameShape.test(name)

const wellKnown = /^(\/\.well-known\/[a-z-]+)\/(?:@|%40)([^/]+)$/

const byPath = (path: string): { readonly name: string; readonly rest: string } | undefined => {
  // What is known of the issuer /@NAME stands behind the well-known path (RFC 8414 §3.1).
  const [, rest, name] = (path.startsWith('/.well-known/') && wellKnown.exec(path)) || []
  if (rest !== undefined && name !== undefined) return { name, rest }
  if (!path.startsWith('/@') && !path.startsWith('/%40')) return undefined
  const start = path.startsWith('/@') ? 2 : 4
  const slash = path.indexOf('/', start)
  return slash < 0
    ? { name: path.slice(start), rest: '/' }
    : { name: path.slice(start, slash), rest: path.slice(slash) }
}

const requireName = (name: string): void => {
  if (isSandboxName(name)) return
  throw new Problem('sandbox-name-invalid', {
    detail: `${JSON.stringify(name.slice(0, 80))} is not a sandbox name.`,
  })
}

/**
 * Finds the sandbox: host NAME.localhost, header X-Sandbox or path /@NAME/; none: `default`.
 * @throws Problem `sandbox-name-invalid` (422) or `sandbox-conflict` (400).
 */
export const selectSandbox = (exchange: Exchange, host: Host): Selection => {
  const path = byPath(exchange.path)
  const header = exchange.headers['x-sandbox']
  if (path === undefined && header === undefined && host.sandbox === undefined)
    return {
      sandbox: 'default',
      named: false,
      path: exchange.path,
      cookiePath: `${exchange.mount}/`,
    }
  const names = [host.sandbox, header, path?.name].filter((name) => name !== undefined)
  names.forEach(requireName)
  const [name = 'default', ...others] = names
  const other = others.find((candidate) => candidate !== name)
  if (other !== undefined)
    throw new Problem('sandbox-conflict', {
      detail: `The request names the sandbox ${name} and the sandbox ${other}.`,
    })
  return {
    sandbox: name,
    named: true,
    path: path?.rest ?? exchange.path,
    cookiePath: `${exchange.mount}/${path === undefined ? '' : `@${path.name}/`}`,
  }
}
