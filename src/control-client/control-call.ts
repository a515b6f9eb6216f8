import type { operations } from '../generated/control.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { ControlError } from './control-error.js'
import { type ControlOperation, controlOperations } from './control-operations.js'

type ParametersOf<Id extends ControlOperation> = operations[Id]['parameters']

type BodyOf<Id extends ControlOperation> =
  NonNullable<operations[Id]['requestBody']> extends { content: { 'application/json': infer Body } }
    ? Body
    : undefined

type JsonOf<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : never

/** What an operation answers where it succeeds; nothing where it has nothing to say. */
export type ResultOf<Id extends ControlOperation> = operations[Id]['responses'] extends {
  204: unknown
}
  ? void
  : JsonOf<operations[Id]['responses'][keyof operations[Id]['responses'] & (200 | 201)]>

/** What a request of an operation carries. */
export interface ControlMessage<Id extends ControlOperation> {
  readonly path?: NonNullable<ParametersOf<Id>['path']>
  readonly query?: ParametersOf<Id>['query']
  readonly body?: BodyOf<Id>
  readonly headers?: Readonly<Record<string, string>>
  /** Ends the request. */
  readonly signal?: AbortSignal
}

/** Calls operations of the control API. */
export interface ControlCall {
  /**
   * Resolves to the answer's JSON.
   * @throws ControlError for every answer but 2xx.
   */
  <Id extends ControlOperation>(id: Id, message?: ControlMessage<Id>): Promise<ResultOf<Id>>
  /**
   * Resolves to the answer itself, for streams.
   * @throws ControlError for every answer but 2xx.
   */
  readonly raw: <Id extends ControlOperation>(
    id: Id,
    message?: ControlMessage<Id>,
  ) => Promise<Response>
}

/** A `fetch` as far as clients use it: what sends a request that is told in two parts. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Which server and which sandbox are called, and how. */
export interface ControlTarget {
  /** The server, or a sandbox of it: `http://localhost:4010`, `http://localhost:4010/@worker-7`. */
  readonly url: string | URL
  /** The name of the sandbox, where `url` does not say it; `default` when absent. */
  readonly sandbox?: string
  /** The control token, which servers that can be reached from other machines want. */
  readonly token?: string
  /** What sends requests; the `fetch` of the platform when absent. */
  readonly fetch?: Fetch
}

const pathOf = (template: string, values: JsonObject): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))

const queryOf = (values: JsonObject): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) query.append(name, String(value))
  return query.size > 0 ? `?${query}` : ''
}

const problemOf = async (response: Response): Promise<JsonObject> => {
  const text = await response.text()
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // A proxy that answers in its own words.
  }
  return text === '' ? {} : { detail: text.slice(0, 500) }
}

/** Makes what calls the control API of one sandbox. */
export const createControlCall = (target: ControlTarget): ControlCall => {
  const base = `${String(target.url).replace(/\/+$/, '')}/_sandbox/v1`
  // Looked up at each call: tests replace the one of the platform.
  const send: Fetch = (url, init) => (target.fetch ?? fetch)(url, init)

  const raw: ControlCall['raw'] = async (id, { path, query, body, headers, signal } = {}) => {
    const [method = '', template = ''] = controlOperations[id].split(' ')
    const url = base + pathOf(template, path ?? {}) + queryOf(query ?? {})
    const response = await send(url, {
      method,
      headers: {
        ...(target.sandbox !== undefined && { 'X-Sandbox': target.sandbox }),
        ...(target.token !== undefined && { Authorization: `Bearer ${target.token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    if (response.ok) return response
    throw new ControlError(id, response.status, await problemOf(response))
  }

  const call = async <Id extends ControlOperation>(
    id: Id,
    message?: ControlMessage<Id>,
  ): Promise<ResultOf<Id>> => {
    const text = await (await raw(id, message)).text()
    return (text === '' ? undefined : JSON.parse(text)) as ResultOf<Id>
  }
  return Object.assign(call, { raw })
}
