const messages = {
  ECONNRESET: 'read ECONNRESET',
  UND_ERR_SOCKET: 'other side closed',
} as const

/** What a socket says when the other side has broken the connection. */
class SocketError extends Error {
  constructor(readonly code: keyof typeof messages) {
    super(messages[code])
    this.name = 'SocketError'
  }
}

/** What `fetch` of Node rejects with when the connection is broken: its `cause` has the code. */
export const brokenConnection = (message: string, code: keyof typeof messages): TypeError =>
  new TypeError(message, { cause: new SocketError(code) })
