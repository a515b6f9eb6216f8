import type { IncomingMessage } from 'node:http'
import { exchangeOf, writeReply, type ListenerParts } from './listener.js'
import type { Middleware } from './server.js'

/** What body parsers of an application leave behind when they have read the stream. */
const parsedBody = (request: IncomingMessage): unknown =>
  request.readableEnded ? (request as { body?: unknown }).body : undefined

/**
 * Everything the server answers as a middleware for Express or Connect, below any path. The
 * application's own Host is trusted; a body that it parsed already is taken as it is.
 */
export const createMiddleware =
  (parts: ListenerParts): Middleware =>
  (request, response, next) => {
    const { baseUrl: mount } = request as { baseUrl?: string }
    const parsed = parsedBody(request)
    const exchange = exchangeOf(request, parts, {
      inProcess: true,
      response,
      parsed,
      ...(mount && { mount }),
    })
    parts
      .answer(exchange)
      .then((reply) => writeReply(reply, response))
      .catch((error: unknown) => (next ? next(error) : response.destroy()))
  }
