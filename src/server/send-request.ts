import { lookup as lookUp, type LookupAddress } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { SetupError } from '../errors.js'
import type { OutgoingRequest } from '../mock/outgoing-request.js'
import { isLoopbackHost } from './host.js'

/** Which machines requests may be sent to. */
export type Reach = 'loopback' | 'any'

/** What a request that we sent was answered. */
export interface OutgoingAnswer {
  readonly status: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  /** At most 1 MiB of it. */
  readonly body: Uint8Array
}

/** How a request is sent. */
export interface Sending {
  readonly reach: Reach
  /** Milliseconds until it is given up. */
  readonly timeout: number
  readonly signal?: AbortSignal
}

const maxAnswer = 1_048_576

const forbidden = (host: string): SetupError =>
  new SetupError('target-forbidden', `${host} is not an address of this machine`)

/** Name resolution that gives loopback addresses only: what a name leads to is judged as it connects. */
const lookUpLoopback: LookupFunction = (host, options, done) => {
  // These names mean this machine, whatever the resolver thinks (RFC 6761 §6.3).
  const name = /\.localhost\.?$/i.test(host) ? 'localhost' : host
  lookUp(name, { ...options, all: true }, (error, addresses: LookupAddress[] = []) => {
    const own = addresses.filter(({ address }) => isLoopbackHost(address))
    const [first] = own
    if (error) done(error, '')
    else if (!first) done(forbidden(host), '')
    else if (options.all) done(null, own)
    else done(null, first.address, first.family)
  })
}

const readAnswer = async (message: IncomingMessage): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of message) {
    chunks.push(chunk as Uint8Array)
    length += (chunk as Uint8Array).length
    if (length > maxAnswer) break
  }
  return Buffer.concat(chunks).subarray(0, maxAnswer)
}

const unreachable = (url: URL, cause: unknown): SetupError => {
  if (cause instanceof SetupError) return cause
  const { message, code } = cause as NodeJS.ErrnoException
  return new SetupError('target-unreachable', `${url.origin} gave no answer: ${message || code}`)
}

/** Refuses an address that is written out; names are judged when they are looked up. */
const requireReach = ({ hostname }: URL, reach: Reach): void => {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (reach === 'loopback' && isIP(host) !== 0 && !isLoopbackHost(host)) throw forbidden(host)
}

/**
 * Sends a request and reads the answer; redirects are not followed, connections are not kept.
 * @throws SetupError `target-forbidden` when it leads to another machine than it may,
 *   `target-unreachable` when there is no answer in time.
 */
export const sendRequest = async (
  { method, url: target, headers, body }: OutgoingRequest,
  { reach, timeout, signal }: Sending,
): Promise<OutgoingAnswer> => {
  const url = new URL(target)
  requireReach(url, reach)
  const deadline = AbortSignal.timeout(timeout)
  const options = {
    method,
    agent: false as const,
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    ...(reach === 'loopback' && { lookup: lookUpLoopback }),
  }
  try {
    return await new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest
      const request = send(url, options, (message) => {
        readAnswer(message).then((bytes) => {
          const { statusCode = 0, rawHeaders } = message
          resolve({ status: statusCode, headers: rawHeaders, body: bytes })
        }, reject)
      })
      for (let at = 0; at + 1 < headers.length; at += 2)
        request.setHeader(headers[at] as string, headers[at + 1] as string)
      request.on('error', reject)
      request.end(body)
    })
  } catch (cause) {
    if (deadline.aborted)
      throw new SetupError('target-unreachable', `${url.origin} gave no answer in ${timeout} ms`)
    throw unreachable(url, cause)
  }
}
