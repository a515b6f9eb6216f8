import { Problem } from '../errors.js'

/** What a Host header says. */
export interface Host {
  /** The name or address in lower case, without port. */
  readonly name: string
  /** The sandbox that a host NAME.localhost names. */
  readonly sandbox: string | undefined
  /** True for loopback names and addresses, and for any address: only names can be rebound. */
  readonly safe: boolean
}

const shape = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i
const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/

/**
 * Reads a Host header (RFC 9110 §7.2).
 * @throws Problem `host-malformed` (400).
 */
export const readHost = (header: string | undefined): Host => {
  const name = shape.exec(header ?? '')?.[1]?.toLowerCase()
  if (name === undefined)
    throw new Problem('host-malformed', {
      detail: header === undefined ? 'There is no Host header.' : 'Host is not a name and a port.',
    })
  const sandbox = name.endsWith('.localhost') ? name.slice(0, -'.localhost'.length) : undefined
  const safe =
    name === 'localhost' || sandbox !== undefined || name.startsWith('[') || ipv4.test(name)
  return { name, sandbox, safe }
}

/** Clients send few different Host headers; attackers may send many. */
const maxRemembered = 500

/**
 * Reads Host headers and refuses names that nobody allowed, against DNS rebinding: a page elsewhere
 * must not reach this server under a name of its own.
 * @throws Problem `host-malformed` (400) or `host-unknown` (421).
 */
export const createHostCheck = (allowed: ReadonlySet<string>) => {
  const known = new Map<string, Host>()
  return (header: string | undefined, mustBeKnown: boolean): Host => {
    const remembered = known.get(header ?? '')
    if (remembered) return remembered
    const host = readHost(header)
    const isKnown = host.safe || allowed.has(host.name)
    if (mustBeKnown && !isKnown)
      throw new Problem('host-unknown', {
        detail: `This server does not answer for the host ${host.name}.`,
      })
    if (isKnown && known.size < maxRemembered) known.set(header ?? '', host)
    return host
  }
}

const loopback =
  /^(localhost\.?|.+\.localhost\.?|127(\.\d{1,3}){1,3}|\[?::1\]?|\[?::ffff:127(\.\d{1,3}){3}\]?)$/i

/** True for names and addresses that only programs of this machine can reach. */
export const isLoopbackHost = (name: string): boolean => loopback.test(name)
