import { connect } from 'node:net'

/** What came back over a bare socket. */
export interface RawAnswer {
  /** 0 when nothing came. */
  readonly status: number
  readonly text: string
  /** True when the server ended the connection. */
  readonly closed: boolean
  readonly header: (name: string) => string | undefined
}

const answerOf = (text: string, closed: boolean): RawAnswer => {
  const head = text.split('\r\n\r\n')[0] ?? ''
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0),
    text,
    closed,
    header: (name) =>
      new RegExp(`^${name}: (.*)$`, 'im').exec(head.replaceAll('\r\n', '\n'))?.[1]?.trim(),
  }
}

/** How long a connection that has answered is watched for its end, in milliseconds. */
const afterAnswer = 150

/** Longer than this, in milliseconds, nobody waits for an answer. */
const patience = 5000

/** Whether the client says that nothing more will come. */
export interface Sending {
  readonly end?: boolean
}

/** Writes bytes to a port and waits for the answer, or for the end of the connection. */
export const sendRaw = (
  port: number,
  parts: string | readonly string[],
  { end = false }: Sending = {},
): Promise<RawAnswer> =>
  new Promise((resolve) => {
    let text = ''
    let timer: NodeJS.Timeout | undefined
    const socket = connect(port, '127.0.0.1')
    const finish = (closed: boolean): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answerOf(text, closed))
    }
    const watch = (time: number): void => {
      clearTimeout(timer)
      timer = setTimeout(() => finish(false), time)
    }
    socket.on('error', () => undefined)
    socket.on('close', () => finish(true))
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      watch(/^connection: close\r$/im.test(text) ? patience : afterAnswer)
    })
    socket.on('connect', () => {
      for (const part of [parts].flat()) socket.write(part, 'latin1')
      if (end) socket.end()
    })
    watch(patience)
  })

/** A request with a Host, headers and a body of that length. */
export const message = (line: string, headers: readonly string[] = [], body?: string): string => {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`]
  return [`${line} HTTP/1.1`, 'Host: localhost', ...headers, ...length, '', body ?? ''].join('\r\n')
}
