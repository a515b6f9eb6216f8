/** An OpenAPI document, as far as a page that tries its operations looks at it. */
export interface TriedDocument {
  readonly servers: readonly TriedServer[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, TriedOperation>>>>
  readonly components?: { readonly securitySchemes?: Readonly<Record<string, unknown>> }
  readonly security?: readonly Readonly<Record<string, unknown>>[]
}

export interface TriedServer {
  readonly url: string
  readonly description?: string
  readonly variables?: Readonly<Record<string, { readonly default: string }>>
}

export interface TriedOperation {
  readonly operationId: string
  readonly servers?: readonly TriedServer[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly style?: string
    readonly explode?: boolean
    readonly example?: unknown
    readonly content?: Readonly<Record<string, { readonly example?: unknown }>>
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, TriedMedia>> }
  readonly security?: readonly Readonly<Record<string, unknown>>[]
  readonly 'x-codeSamples'?: readonly { readonly label: string; readonly source: string }[]
}

interface TriedMedia {
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>
}

/** How a credential is sent. */
export interface TriedCredential {
  readonly in: string
  readonly name: string
  readonly value: string
}

/** The URL of a server with the defaults of its variables. */
export const serverUrl = ({ url, variables = {} }: TriedServer): string =>
  url.replace(/\{([^{}]*)\}/g, (_, name: string) => variables[name]?.default ?? '')

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(textOf).join(',')
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flat().map(textOf).join(',')
      : String(value)

const exampleOf = (media: TriedMedia): unknown =>
  'example' in media ? media.example : Object.values(media.examples ?? {})[0]?.value

const formOf = (value: unknown): [string, string][] =>
  Object.entries(value as object).flatMap(([name, member]): [string, string][] =>
    Array.isArray(member)
      ? member.map((item): [string, string] => [name, textOf(item)])
      : [[name, typeof member === 'object' ? JSON.stringify(member) : textOf(member)]],
  )

const bodyOf = ({ requestBody }: TriedOperation) => {
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const example = media && exampleOf(media)
  if (type === undefined || example === undefined) return {}
  if (type === 'application/x-www-form-urlencoded')
    return { type, body: new URLSearchParams(formOf(example)).toString() }
  if (type === 'multipart/form-data') {
    const body = new FormData()
    for (const [name, text] of formOf(example)) body.append(name, text)
    return { body }
  }
  return {
    type,
    body: typeof example === 'string' && !type.includes('json') ? example : JSON.stringify(example),
  }
}

/** Writes values to their places in a request. */
const createWriter = (path: string) => {
  const headers = new Headers()
  const query = new URLSearchParams()
  let filled = path
  const put: Record<string, (name: string, text: string) => void> = {
    path: (name, text) => {
      filled = filled.replaceAll(`{${name}}`, encodeURIComponent(text))
    },
    query: (name, text) => query.append(name, text),
    header: (name, text) => headers.set(name, text),
    cookie: (name, text) => headers.append('cookie', `${name}=${text}`),
  }
  return { headers, put, target: () => filled + (query.size > 0 ? `?${query}` : '') }
}

type TriedParameter = NonNullable<TriedOperation['parameters']>[number]

const textsOf = ({ in: place, example, content, explode }: TriedParameter): readonly string[] => {
  const [type, media] = Object.entries(content ?? {})[0] ?? []
  if (type?.includes('json')) return [JSON.stringify(media?.example)]
  const value = type === undefined ? example : media?.example
  const isRepeated = place === 'query' && Array.isArray(value) && explode !== false
  return isRepeated ? (value as unknown[]).map(textOf) : [textOf(value)]
}

/** The request that a page sends for an operation when nobody has typed anything. */
export const firstClick = (
  server: TriedServer,
  [path, method, operation]: readonly [string, string, TriedOperation],
  credentials: readonly TriedCredential[],
): Request => {
  const { headers, put, target } = createWriter(path)
  const required = (operation.parameters ?? []).filter((one) => one.required === true)
  for (const one of required) textsOf(one).forEach((text) => put[one.in]?.(one.name, text))
  for (const { in: place, name, value } of credentials) put[place]?.(name, value)
  const { type, body } = bodyOf(operation)
  if (type !== undefined) headers.set('content-type', type)
  return new Request(serverUrl(server).replace(/\/$/, '') + target(), {
    method: method.toUpperCase(),
    headers,
    ...(body !== undefined && method !== 'get' && method !== 'head' && { body }),
  })
}

/** Path, method and operation of all that a document has. */
export const operationsIn = (
  document: TriedDocument,
): readonly (readonly [string, string, TriedOperation])[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, one]) => typeof one === 'object' && 'operationId' in one)
      .map(([method, operation]) => [path, method, operation] as const),
  )
