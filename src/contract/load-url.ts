import { lookup as systemLookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Why a URL could not be read, for people. */
export class UrlFault extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'UrlFault'
  }
}

/** What was read, from where, after redirects. */
export interface Fetched {
  readonly bytes: Uint8Array
  readonly url: URL
  /** The address that answered. */
  readonly address: string | undefined
}

/** What a request may reach. */
export interface Reach {
  /** Throws a UrlFault where a redirect must not lead. */
  readonly redirect: (url: URL) => void
  /** Whether an address of this machine or of a private network may be reached for a host. */
  readonly isPrivateAllowed: (url: URL, address: string) => boolean
}

const maxRedirects = 5
const maxBytes = 64 * 1024 * 1024
const maxMilliseconds = 30_000

/** Addresses that are not of the public internet (RFC 6890). */
const privateBlocks = (): BlockList => {
  const list = new BlockList()
  const four = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16']
  const more = ['172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3']
  const six = ['::/127', '64:ff9b::/96', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8']
  for (const [blocks, family] of [
    [[...four, ...more], 'ipv4'],
    [six, 'ipv6'],
  ] as const)
    for (const block of blocks) {
      const [net, prefix] = block.split('/') as [string, string]
      list.addSubnet(net, Number(prefix), family)
    }
  return list
}

/** True for an address of this machine, of a private network, or of no host at all. */
export const isPrivateAddress = (address: string): boolean => {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(plain)
  return family !== 0 && privateBlocks().check(plain, family === 6 ? 'ipv6' : 'ipv4')
}

const refusePrivate = (url: URL, address: string, reach: Reach): UrlFault | undefined =>
  isPrivateAddress(address) && !reach.isPrivateAllowed(url, address)
    ? new UrlFault(`${url.host} is ${address}, an address of this machine or of a private network`)
    : undefined

/** Judges the address that is connected to: a name may lead elsewhere the next time it is asked. */
const guardedLookup =
  (url: URL, reach: Reach): LookupFunction =>
  (host, options, done) =>
    systemLookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      const fault = found.map(({ address }) => refusePrivate(url, address, reach)).find(Boolean)
      const [first] = found
      if (fault) done(fault, [])
      else if (options.all) done(null, found)
      else done(null, first?.address ?? '', first?.family)
    })

const hop = (url: URL, reach: Reach, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((done, fail) => {
    // A literal address is looked up nowhere.
    const literal = refusePrivate(url, url.hostname.replace(/^\[|\]$/g, ''), reach)
    if (literal) return fail(literal)
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const headers = { accept: 'application/yaml, application/json, text/yaml, */*;q=0.8' }
    const options = { headers, lookup: guardedLookup(url, reach), signal, agent: false } as const
    send(url, options, done).once('error', fail).end()
  })

const bytesOf = async (message: IncomingMessage): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > maxBytes) throw new UrlFault('it is larger than 64 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const targetOf = (message: IncomingMessage, url: URL): URL | undefined => {
  const { statusCode = 0, headers } = message
  if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return undefined
  if (!URL.canParse(headers.location, url.href)) throw new UrlFault('it redirects to no URL')
  const target = new URL(headers.location, url)
  if (!/^https?:$/.test(target.protocol)) throw new UrlFault(`it redirects to ${target.protocol}`)
  return target
}

const follow = async (start: URL, reach: Reach, signal: AbortSignal): Promise<Fetched> => {
  let url = start
  for (let hops = 0; hops <= maxRedirects; hops++) {
    const message = await hop(url, reach, signal)
    const target = targetOf(message, url)
    if (!target) {
      const { statusCode = 0, socket } = message
      if (statusCode !== 200) {
        message.destroy()
        throw new UrlFault(`the answer has status ${statusCode}`)
      }
      return { address: socket.remoteAddress, bytes: await bytesOf(message), url }
    }
    message.destroy()
    reach.redirect(target)
    url = target
  }
  throw new UrlFault(`it redirects more than ${maxRedirects} times`)
}

/**
 * Reads a URL (http or https) with GET: at most 5 redirects, 64 MB and 30 seconds.
 * @throws UrlFault with the reason.
 */
export const fetchUrl = async (url: URL, reach: Reach): Promise<Fetched> => {
  const signal = AbortSignal.timeout(maxMilliseconds)
  try {
    return await follow(url, reach, signal)
  } catch (error) {
    if (error instanceof UrlFault) throw error
    if (signal.aborted) throw new UrlFault('it took longer than 30 seconds')
    throw new UrlFault(error instanceof Error ? error.message || error.name : String(error))
  }
}
