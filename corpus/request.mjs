// One valid request to an operation: parameters and body as the contract says, credentials present.
import { generateValue } from '../dist/generate/generate-value.js'
import { isXml } from '../dist/lib/media-type.js'
import { xmlBody } from '../dist/generate/xml-body.js'

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value) =>
  isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)
const encode = (value) =>
  encodeURIComponent(text(value)).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )

/** Whether a value satisfies a schema; one that cannot be compiled holds for nothing. */
export const isValid = (schema, value) => {
  try {
    return schema.isValid(value)
  } catch {
    return false
  }
}

/** What it means that no value was found for a part of the request. */
export class ImpossibleRequest extends Error {}

/** The document has another path that is the same but for the names of its parameters. */
export class ShadowedPath extends Error {}

/** A value for a schema: the documented one where it is valid, else a generated one. */
export const sampleOf = (schema, documented, name) => {
  if (documented !== undefined && (!schema || isValid(schema, documented))) return documented
  if (!schema) return undefined
  const value = generateValue(schema, { seed: name, mode: 'static', name })
  const [wrong] = schema.validate(value, { location: 'body', pointer: '' })
  if (wrong) throw new ImpossibleRequest(`${name}: ${wrong.message}`)
  return value
}

/** A path parameter that is empty, or a step in the path, is none: other values are tried. */
const pathSample = ({ schema, example, name }, turn) => {
  const first = sampleOf(schema, turn === 0 ? example : undefined, name)
  const isUsable = (value) => !['', '.', '..', '[]', '{}', 'null'].includes(text(value))
  if (turn === 0 && isUsable(first)) return first
  for (let seed = turn * 20; seed < turn * 20 + 20; seed++) {
    const value = generateValue(schema, { seed, mode: 'dynamic', name })
    if (isUsable(value) && isValid(schema, value)) return value
  }
  return isValid(schema, 'value') ? 'value' : first
}

const delimiters = { form: ',', simple: ',', spaceDelimited: '%20', pipeDelimited: '|' }

const flat = (object) =>
  Object.entries(object).flatMap(([name, value]) => [encode(name), encode(value)])
const pairs = (object) =>
  Object.entries(object).map(([name, value]) => `${encode(name)}=${encode(value)}`)

/** A deepObject: `name[key]=value`, lists and objects below as well. */
const deep = (name, value) => {
  if (Array.isArray(value))
    return value.flatMap((item, index) => deep(`${name}[${isObject(item) ? index : ''}]`, item))
  if (isObject(value))
    return Object.entries(value).flatMap(([key, item]) => deep(`${name}[${encode(key)}]`, item))
  return [`${name}=${encode(value)}`]
}

/** The pairs of a query parameter or cookie (OpenAPI 3.0.3 §4.7.12.2). */
const queryPairs = ({ name: raw, style, explode, json }, value) => {
  const name = encodeURIComponent(raw)
  if (json) return [`${name}=${encodeURIComponent(JSON.stringify(value))}`]
  if (style === 'deepObject' && isObject(value)) return deep(name, value)
  if (Array.isArray(value)) {
    if (explode) return value.map((item) => `${name}=${encode(item)}`)
    return [`${name}=${value.map(encode).join(delimiters[style] ?? ',')}`]
  }
  if (!isObject(value)) return [`${name}=${encode(value)}`]
  return explode ? pairs(value) : [`${name}=${flat(value).join(delimiters[style] ?? ',')}`]
}

/** The text of a path parameter or header: simple, label or matrix. */
const inline = ({ name, style, explode, json }, value, write) => {
  if (json) return write(JSON.stringify(value))
  const list = Array.isArray(value)
    ? value.map(write)
    : isObject(value)
      ? Object.entries(value).map(
          ([key, item]) => `${write(key)}${explode ? '=' : ','}${write(item)}`,
        )
      : [write(value)]
  const isList = Array.isArray(value) || isObject(value)
  if (style === 'label') return `.${list.join(explode ? '.' : ',')}`
  if (style !== 'matrix') return list.join(',')
  if (!isList || !explode) return `;${name}=${list.join(',')}`
  return isObject(value) ? `;${list.join(';')}` : list.map((item) => `;${name}=${item}`).join('')
}

const headerText = (value) =>
  text(value)
    .replace(/[^\t\x20-\x7e]/g, '?')
    .trim()

/** A template with values put in; what may not stand in a path is encoded. */
const pathWith = ({ path, parameters }, turn, given) => {
  const valueOf = (parameter) => given.get(parameter.name) ?? pathSample(parameter, turn)
  const values = new Map(
    parameters
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => [parameter.name, inline(parameter, valueOf(parameter), encode)]),
  )
  return path
    .split(/(\{[^{}]*\})/)
    .map((part, index) =>
      index % 2 === 1
        ? (values.get(part.slice(1, -1)) ?? 'value')
        : encodeURI(part).replaceAll('#', '%23').replaceAll('?', '%3F'),
    )
    .join('')
}

/** A path with values that do not lead to an operation of another path (`/users/me`). */
export const pathOf = (contract, operation, given) => {
  const paths = [0, 1, 2, 3, 4].map((turn) => pathWith(operation, turn, given))
  const leadsHere = (path) => contract.routes.match(path)?.entry.template === operation.path
  const found = paths.find(leadsHere)
  if (found !== undefined) return found
  const other = contract.routes.match(paths[0])?.entry
  if (other?.methods.has(operation.method)) throw new ShadowedPath(`${other.template} comes first`)
  return paths[0]
}

const credentialHeaders = (contract, operation, headers, query, cookies) => {
  const [alternative = {}] = operation.security
  for (const name of Object.keys(alternative)) {
    const scheme = contract.securitySchemes.get(name)
    if (!scheme) continue
    if (scheme.type === 'apiKey') {
      if (scheme.in === 'header') headers.set(scheme.name, 'key')
      else if (scheme.in === 'query') {
        const start = `${encodeURIComponent(scheme.name)}=`
        if (!query.some((pair) => pair.startsWith(start))) query.push(`${start}key`)
      } else cookies.push(`${scheme.name}=key`)
    } else if (scheme.scheme === 'basic') headers.set('authorization', 'Basic dXNlcjpwYXNz')
    else if (scheme.scheme === 'digest')
      headers.set(
        'authorization',
        'Digest username="u", realm="r", nonce="n", uri="/", response="0"',
      )
    else if (scheme.type === 'http' && scheme.scheme !== 'bearer')
      headers.set('authorization', `${scheme.scheme} token`)
    else headers.set('authorization', 'Bearer token')
  }
}

const latin1 = (value) => Uint8Array.from(text(value), (sign) => sign.charCodeAt(0) & 255)

const isFile = (schema) => isObject(schema) && schema.format === 'binary'

const partSchema = (content, name) => {
  const { schema, lookup } = content.schema
  const at = isObject(schema) && schema.$ref ? lookup(schema.$ref) : schema
  const property = at?.properties?.[name]
  const found = isObject(property) && property.$ref ? lookup(property.$ref) : property
  return found?.type === 'array' ? found.items : found
}

const multipart = (value, content) => {
  const form = new FormData()
  for (const [name, member] of Object.entries(isObject(value) ? value : {})) {
    const schema = partSchema(content, name)
    const items = Array.isArray(member) ? member : [member]
    for (const item of items) {
      const [listed] = content.encodings.get(name)?.contentType?.split(',') ?? []
      const type = listed === undefined || listed.includes('*') ? {} : { type: listed.trim() }
      if (isFile(schema)) form.append(name, new Blob([latin1(item)], type), 'file')
      else if (isObject(item) || Array.isArray(item))
        form.append(name, new Blob([JSON.stringify(item)], { type: 'application/json' }), '')
      else form.append(name, text(item))
    }
  }
  return { body: form }
}

const formText = (value, { encodings }) =>
  Object.entries(isObject(value) ? value : {})
    .flatMap(([name, member]) => {
      const encoding = encodings.get(name)
      const style = encoding?.style ?? 'form'
      const json = isObject(member) && encoding?.style === undefined
      return queryPairs(
        { name, style, explode: encoding?.explode ?? style === 'form', json },
        member,
      )
    })
    .join('&')

const essence = (type) => (type.split(';')[0] ?? '').trim().toLowerCase()
const isJson = (type) => /^[^/]+\/(?:json|.+\+json)$/.test(type)

/** How well we can write a media type: the first is taken. */
const ease = ({ mediaType }) => {
  const type = essence(mediaType)
  if (isJson(type)) return 0
  if (type === 'application/x-www-form-urlencoded') return 1
  return type === 'multipart/form-data' ? 2 : 3
}

const concrete = (mediaType) => {
  const type = essence(mediaType)
  if (!type.includes('*')) return mediaType
  return { '*/*': 'application/json', 'text/*': 'text/plain' }[type] ?? type.replace('*', 'x')
}

/** The media type of a body that is written; undefined where none is documented. */
export const contentFor = (operation) =>
  [...(operation.body?.contents ?? [])].sort((a, b) => ease(a) - ease(b))[0]

const bodyOf = (operation, given) => {
  const content = contentFor(operation)
  if (!content) return {}
  const value = given ?? sampleOf(content.schema, content.examples[0]?.value, operation.id)
  const type = essence(concrete(content.mediaType))
  const typed = { 'content-type': concrete(content.mediaType) }
  if (isJson(type)) return { headers: typed, body: JSON.stringify(value ?? {}) }
  if (type === 'multipart/form-data') return multipart(value, content)
  if (type === 'application/x-www-form-urlencoded')
    return { headers: typed, body: formText(value, content) }
  if (isXml(type) && typeof value !== 'string')
    return { headers: typed, body: xmlBody(value, content.schema) }
  return { headers: typed, body: text(value ?? 'text') || 'text' }
}

const ignored = new Set(['accept', 'content-type', 'authorization', 'content-length'])

/** Query, cookies and headers: what is required, and what is given. */
const addParameters = (operation, given, query, cookies, headers) => {
  for (const parameter of operation.parameters) {
    const said = parameter.in === 'path' ? undefined : given[parameter.in]?.[parameter.name]
    if ((!parameter.required && said === undefined) || parameter.in === 'path') continue
    if (parameter.in === 'header' && ignored.has(parameter.name.toLowerCase())) continue
    const value = said ?? sampleOf(parameter.schema, parameter.example, parameter.name)
    if (parameter.in === 'query') query.push(...queryPairs(parameter, value))
    else if (parameter.in === 'cookie') cookies.push(...queryPairs(parameter, value))
    else headers.set(parameter.name, inline(parameter, value, headerText))
  }
}

/**
 * A Request that the operation's contract allows. `given` may say values by parameter name (`path`, a
 * map; `query` and `header`, objects), the value of the body, and further headers (`headers`).
 */
export const requestFor = (contract, operation, given = {}) => {
  const [query, cookies, headers] = [[], [], new Headers(given.headers)]
  addParameters(operation, given, query, cookies, headers)
  credentialHeaders(contract, operation, headers, query, cookies)
  if (cookies.length > 0) headers.append('cookie', cookies.join('; '))
  const hasBody = !['GET', 'HEAD', 'TRACE'].includes(operation.method)
  const { body, headers: typed = {} } = hasBody ? bodyOf(operation, given.body) : {}
  for (const [name, value] of Object.entries(typed)) headers.set(name, value)
  const path = pathOf(contract, operation, given.path ?? new Map())
  // At the root /@NAME chooses a sandbox.
  const base = path.startsWith('/@') ? `/_mock/${contract.slug}` : ''
  const search = query.length > 0 ? `?${query.join('&')}` : ''
  const { method } = operation
  return new Request(`http://localhost${base}${path}${search}`, {
    method,
    headers,
    body,
  })
}
