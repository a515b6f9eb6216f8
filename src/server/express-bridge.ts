import type { IncomingMessage } from 'node:http'
import { isLoopbackHost } from './host.js'
import { exchangeOf, writeReply, type ListenerParts } from './listener.js'
import type { Middleware } from './server.js'

/** What body parsers of an application leave behind when they have read the stream. */
const parsedBody = (request: IncomingMessage): unknown =>
  request.readableEnded ? (request as { body?: unknown }).body : undefined

/** The name of a Host header, without the port. */
const nameIn = (host: string): string => host.replace(/:\d+$/, '')

/**
 * Where an application listens is not known: what comes from another machine is told by its address, and what a
 * proxy on this one passes on by the name that it was sent to.
 */
const isFromElsewhere = ({ socket, headers }: IncomingMessage): boolean =>
  !isLoopbackHost(socket.remoteAddress ?? 'localhost') ||
  !isLoopbackHost(nameIn(headers.host ?? 'localhost'))

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
      isExposed: parts.isExposed || isFromElsewhere(request),
      parsed,
      ...(mount && { mount }),
    })
    const converse = async (): Promise<void> => writeReply(await parts.answer(exchange), response)
    converse().catch((error: unknown) => (next ? next(error) : response.destroy()))
  }
