import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Express } from 'express'
import type { Exchange, Reply } from '../exchange.js'
import type { DocsPlace } from './docs-contract.js'

/** A request without body, as it would have come through a socket. */
const requestOf = ({ method, headers }: Exchange, url: string): IncomingMessage => {
  const request = new IncomingMessage(new Socket())
  Object.assign(request, { method, url, headers, httpVersion: '1.1' })
  request.push(null)
  return request
}

const headersOf = (response: ServerResponse): string[] =>
  Object.entries(response.getHeaders()).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => [name, String(one)]),
  )

/** Collects what an application writes, instead of sending it; `done` gets the whole of it. */
const collect = (request: IncomingMessage, done: (reply: Reply) => void): ServerResponse => {
  const response = new ServerResponse(request)
  const chunks: Buffer[] = []
  const add = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, encoding as BufferEncoding))
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  // On the object itself: Express puts a prototype of its own below it.
  return Object.assign(response, {
    write: (chunk: unknown, encoding?: unknown) => {
      add(chunk, encoding)
      return true
    },
    end: (chunk?: unknown, encoding?: unknown) => {
      add(chunk, encoding)
      const status = response.statusCode
      done({ status, headers: headersOf(response), body: Buffer.concat(chunks) })
      return response
    },
  })
}

/**
 * Asks an Express application without a port, so that its pages are reached as everything else is. Undefined
 * when it has nothing at the URL; `place` is in `response.locals`.
 */
export const askApp = (
  app: Express,
  exchange: Exchange,
  url: string,
  place: DocsPlace,
): Promise<Reply | undefined> =>
  new Promise((resolve, reject) => {
    const request = requestOf(exchange, url)
    const response = Object.assign(collect(request, resolve), { locals: { place } })
    app(
      request as Parameters<Express>[0],
      response as unknown as Parameters<Express>[1],
      (error) => (error === undefined ? resolve(undefined) : reject(error as Error)),
    )
  })
