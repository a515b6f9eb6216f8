import { readFileSync } from 'node:fs'
import { Validator } from '@cfworker/json-schema'
import { load } from 'js-yaml'

type Json = { readonly [key: string]: Json }

/** A reply as the judge sees it. */
export interface JudgedReply {
  readonly method: string
  /** The path as sent, without its query. */
  readonly path: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A schema as answers have to satisfy it: what is write-only may not be there. */
const ofAnswers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ofAnswers)
  if (!isObject(value)) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, ofAnswers(one)]))
  if (!isObject(value['properties'])) return copy
  const hidden = Object.entries(value['properties'])
    .filter(([, schema]) => (schema as { writeOnly?: unknown }).writeOnly === true)
    .map(([name]) => name)
  const required = (value['required'] as unknown as string[] | undefined) ?? []
  return {
    ...copy,
    properties: {
      ...(copy['properties'] as object),
      ...Object.fromEntries(hidden.map((name) => [name, false])),
    },
    required: required.filter((name) => !hidden.includes(name)),
  }
}

const essence = (type: string | null): string => (type ?? '').split(';')[0]?.trim() ?? ''

/**
 * Judges replies by a document of OpenAPI 3.1 in which all references are local, by means that the
 * product does not use: its own look at paths and responses, and another validator of JSON Schema.
 */
export class ContractJudge {
  readonly #document: Json
  readonly #validators = new Map<string, Validator>()
  readonly #bases: readonly string[]

  constructor(file: string) {
    this.#document = ofAnswers(load(readFileSync(file, 'utf8'))) as Json
    const servers = (this.#document['servers'] ?? []) as unknown as { url: string }[]
    this.#bases = servers.map(({ url }) => new URL(url, 'http://x').pathname.replace(/\/$/, ''))
  }

  /** What is wrong with a reply, in words; nothing: it is as documented. */
  faultsOf(reply: JudgedReply): readonly string[] {
    const operation = this.#operationOf(reply.method, this.#withoutBase(reply.path))
    const responses = operation?.['responses'] ?? {}
    const written = responses[String(reply.status)] ?? responses[`${reply.status}`[0] + 'XX']
    const type = essence(reply.headers.get('content-type'))
    const isProblem = reply.status >= 400 && type === 'application/problem+json'
    if (!written) return isProblem ? [] : [`${reply.status} is not documented`]
    const response = this.#follow(written)
    if (isProblem && !response['content']) return this.#headerFaults(response, reply)
    return [...this.#headerFaults(response, reply), ...this.#bodyFaults(response, type, reply)]
  }

  #withoutBase(path: string): string {
    const base = this.#bases.find((one) => one !== '' && path.startsWith(`${one}/`))
    return base === undefined ? path : path.slice(base.length)
  }

  #operationOf(method: string, path: string): Json | undefined {
    const paths = Object.keys(this.#document['paths'] ?? {})
    const pattern = (template: string) =>
      new RegExp(
        `^${template
          .split(/\{[^}]+\}/)
          .map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'))
          .join('[^/]+')}$`,
      )
    return paths
      .filter((template) => pattern(template).test(path))
      .sort((one, other) => one.split('{').length - other.split('{').length)
      .map((template) => this.#document['paths']?.[template])
      .map(
        (item) => item?.[method.toLowerCase()] ?? (method === 'HEAD' ? item?.['get'] : undefined),
      )
      .find((operation) => operation !== undefined)
  }

  #follow(value: Json): Json {
    const ref = value['$ref'] as unknown as string | undefined
    if (ref === undefined) return value
    const keys = ref.slice(2).split('/')
    return this.#follow(keys.reduce((at, key) => at[key] as Json, this.#document))
  }

  #schemaFaults(schema: unknown, value: unknown): readonly string[] {
    const key = JSON.stringify(schema)
    const known =
      this.#validators.get(key) ??
      new Validator({
        allOf: [schema as object],
        components: this.#document['components'],
      } as object)
    this.#validators.set(key, known)
    const { valid, errors } = known.validate(value)
    return valid ? [] : [errors.map((one) => `${one.instanceLocation} ${one.error}`).join('; ')]
  }

  #headerFaults(response: Json, { headers }: JudgedReply): readonly string[] {
    return Object.entries(response['headers'] ?? {}).flatMap(([name, written]) => {
      const header = this.#follow(written)
      const text = headers.get(name)
      if (text === null)
        return (header['required'] as unknown) === true ? [`${name} is missing`] : []
      const schema = header['schema'] as { type?: unknown } | undefined
      const value = schema?.type === 'integer' ? Number(text) : text
      return schema ? this.#schemaFaults(schema, value).map((one) => `${name}: ${one}`) : []
    })
  }

  #bodyFaults(response: Json, type: string, { method, text }: JudgedReply): readonly string[] {
    const contents = response['content']
    if (!contents || method === 'HEAD') return text === '' ? [] : ['a body that is not documented']
    const content = contents[type]
    if (!content) return [`the media type ${type} is not documented`]
    if (!content['schema'] || !/json/.test(type)) return []
    return this.#schemaFaults(content['schema'], JSON.parse(text))
  }
}
