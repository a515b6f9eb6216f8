/** An answer as a worker looks at it; status 0: the connection broke. */
export interface WorkerAnswer {
  readonly status: number
  readonly headers: Headers
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any
}

/** What is sent besides `POST /path`. */
export interface WorkerMessage {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends `POST /path` in the sandbox of the worker. */
export type WorkerCall = (request: string, message?: WorkerMessage) => Promise<WorkerAnswer>

/** Which sandbox the n-th request of a worker goes to; its own, unless a test mixes them on purpose. */
export type Route = (sandbox: string, count: number) => string

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Calls a server over sockets, selecting the sandbox by header. */
export const workerCall = (
  url: string,
  sandbox: string,
  route: Route = (own) => own,
): WorkerCall => {
  let count = 0
  return async (request, { body, headers = {} } = {}) => {
    const [method = '', path = ''] = request.split(' ')
    const response = await fetch(url + path, {
      method,
      headers: {
        'X-Sandbox': route(sandbox, ++count),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => undefined)
    const text = await response?.text().catch(() => undefined)
    return text === undefined
      ? { status: 0, headers: new Headers(), body: undefined }
      : {
          status: response?.status ?? 0,
          headers: response?.headers ?? new Headers(),
          body: parsed(text),
        }
  }
}
