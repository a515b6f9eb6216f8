import type { Server as HttpServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { SetupError } from '../errors.js'
import { isLoopbackHost } from './host.js'
import { createListener, type ListenerParts } from './listener.js'

/** Where a server listens. */
export interface ListenOptions {
  /** 0 (the default) takes any that is free. */
  readonly port?: number
  /** `localhost` (the default) is 127.0.0.1 and ::1. */
  readonly host?: string
}

/** Open sockets of a server. */
export interface Listening {
  readonly url: string
  readonly port: number
  /** Takes no new connection, waits for what was accepted. */
  readonly close: () => Promise<void>
}

const listenOn = (server: HttpServer, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })

/** Browsers open connections before they need them: Node takes those for busy, and waits a minute. */
const unusedSockets = (server: HttpServer): (() => void) => {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => open.forEach((socket) => socket.bytesRead === 0 && socket.destroy())
}

/** An open port. */
interface OpenServer {
  readonly server: HttpServer
  /** Ends the connections on which nothing was ever sent. */
  readonly dropUnused: () => void
}

const close = ({ server, dropUnused }: OpenServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    dropUnused()
    // For connections whose answer has begun: its headers promised to keep them alive.
    server.keepAliveTimeout = 1
  })

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use by another process',
  EACCES: 'this user may not open it',
  EADDRNOTAVAIL: 'this machine does not have the address',
  ENOTFOUND: 'the host name is unknown',
}

const unavailable = (error: unknown, port: number, host: string): SetupError => {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return new SetupError(
    'port-unavailable',
    `Port ${port} on ${host} could not be opened: ${reasons[code] ?? String(error)}`,
  )
}

const addressesOf = (host: string): readonly string[] =>
  host === 'localhost' ? ['127.0.0.1', '::1'] : [host]

/** Machines without IPv6 have no ::1. */
const isMissingAddress = (error: unknown): boolean =>
  ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Opens the same port on each address of the host; nothing stays open when one of them fails. */
const openAll = async (
  parts: ListenerParts,
  host: string,
  wanted: number,
): Promise<{ readonly servers: readonly OpenServer[]; readonly port: number }> => {
  const servers: OpenServer[] = []
  let port = wanted
  for (const [index, address] of addressesOf(host).entries()) {
    const server = createListener(parts)
    try {
      port = await listenOn(server, port, address)
      servers.push({ server, dropUnused: unusedSockets(server) })
    } catch (error) {
      if (index > 0 && isMissingAddress(error)) continue
      await Promise.all(servers.map(close))
      throw error
    }
  }
  return { servers, port }
}

/** A port that is free on the first address may be taken on the second. */
const maxTries = 5

const openAny = async (parts: ListenerParts, host: string, wanted: number) => {
  for (let tries = 1; ; tries++)
    try {
      return await openAll(parts, host, wanted)
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (wanted !== 0 || !isTaken || tries === maxTries) throw unavailable(error, wanted, host)
    }
}

const urlOf = (host: string, port: number): string => {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * Opens a port.
 * @throws SetupError `port-unavailable`.
 */
export const listen = async (parts: ListenerParts, options: ListenOptions): Promise<Listening> => {
  const host = options.host ?? 'localhost'
  const isExposed = parts.isExposed || !isLoopbackHost(host)
  const { servers, port } = await openAny({ ...parts, isExposed }, host, options.port ?? 0)
  return {
    url: urlOf(host, port),
    port,
    close: async () => {
      await Promise.all(servers.map(close))
    },
  }
}
