import type { Content, Contract, DocumentedResponse, Operation } from '../../contract/contract.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  stringOr,
  type JsonObject,
} from '../../lib/json-object.js'
import { valueAt } from '../../lib/json-pointer.js'
import { isJson } from '../../lib/media-type.js'
import { findList, type FoundList } from './infer-envelope.js'
import type { DocumentReader, SchemaView } from './schema-view.js'

/** A parameter as it is written. */
export interface ParameterView {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: SchemaView
}

/** A body as it is written: its preferred media type. */
export interface BodyView {
  readonly mediaType: string
  readonly schema: SchemaView
}

/** What is read off an operation as it is written: nothing of it is compiled. */
export interface OperationView {
  readonly operation: Operation
  readonly parameters: readonly ParameterView[]
  readonly request: BodyView | undefined
  /** The response of success: the documented key and status, and its body. */
  readonly response:
    { readonly key: string; readonly status: number; readonly body?: BodyView } | undefined
  /** Keys of all documented responses. */
  readonly keys: readonly string[]
  /** Its id, summary and the beginning of its description. */
  readonly text: string
  /** The list in the response of success, `noun` being the singular of what it holds. */
  readonly listed: (noun: string) => FoundList | undefined
}

const preferred = (holder: JsonObject, { viewOf }: DocumentReader): BodyView | undefined => {
  const contents = objectOrEmpty(own(holder, 'content'))
  const types = Object.keys(contents)
  const mediaType =
    types.find(isJson) ?? types.find((type) => /urlencoded|form-data|\*\/\*/.test(type))
  if (mediaType === undefined) return undefined
  const schema = own(objectOrEmpty(contents[mediaType]), 'schema')
  return schema === undefined ? undefined : { mediaType, schema: viewOf(schema) }
}

/** Which response success is: the lowest documented 2xx, else the default. */
const successKey = (keys: readonly string[]): string | undefined =>
  keys.filter((key) => /^2(\d\d|xx)$/i.test(key)).sort()[0] ??
  keys.find((key) => key.toLowerCase() === 'default')

const statusOf = (key: string, method: string): number => {
  if (/^\d+$/.test(key)) return Number(key)
  return method === 'POST' ? 201 : 200
}

const responseOf = (
  written: JsonObject,
  method: string,
  reader: DocumentReader,
): OperationView['response'] => {
  const responses = objectOrEmpty(own(written, 'responses'))
  const keys = Object.keys(responses)
  // A 200 or 201 with a body says more than a 202 or 204 beside it.
  const withBody = keys
    .filter((key) => /^20[0-3]$/.test(key))
    .sort()
    .find((key) => isObject(own(reader.follow(responses[key]), 'content')))
  const key = withBody ?? successKey(keys)
  if (key === undefined) return undefined
  const found = preferred(reader.follow(responses[key]), reader)
  // A body of which nothing is said may as well be none.
  const body =
    found && (found.schema.names.length > 0 || found.schema.types.size > 0) ? found : undefined
  return { key, status: statusOf(key, method), ...(body && { body }) }
}

/** The parameters of an operation and of its path; the operation's own win. */
const parametersOf = (
  holders: readonly JsonObject[],
  reader: DocumentReader,
): readonly ParameterView[] => {
  const found = new Map<string, ParameterView>()
  for (const holder of holders)
    for (const one of arrayOrEmpty(own(holder, 'parameters'))) {
      const value = reader.follow(one)
      const [name, place] = [stringOr(own(value, 'name')), stringOr(own(value, 'in'))]
      if (name === undefined || place === undefined) continue
      const schema = reader.viewOf(own(value, 'schema') ?? {})
      found.set(`${place}:${name}`, {
        name,
        in: place,
        required: own(value, 'required') === true,
        schema,
      })
    }
  return [...found.values()]
}

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))

/** How much of a description is looked at: what an operation does is said first. */
const maxText = 160

const textOf = (written: JsonObject, summary: string | undefined): string => {
  const description = (stringOr(own(written, 'description')) ?? '').slice(0, 4 * maxText)
  const id = stringOr(own(written, 'operationId'))?.replace(/([a-z])([A-Z])/g, '$1 $2')
  const plain = description.replace(/<[^>]*>/g, '').slice(0, maxText)
  return [id, summary, plain].filter(Boolean).join('. ')
}

/** What is written at a path and at an operation of it. */
interface Written {
  readonly pathItem: JsonObject
  readonly operation: JsonObject
}

const writtenAt = (document: JsonObject, { pointer }: Operation): Written => {
  const pathItem = objectOrEmpty(valueAt(document, parentOf(pointer)))
  const tail = pointer.slice(pointer.lastIndexOf('/'))
  return { pathItem, operation: objectOrEmpty(valueAt(pathItem, tail)) }
}

class View implements OperationView {
  readonly operation: Operation
  readonly keys: readonly string[]
  readonly #written: Written
  readonly #reader: DocumentReader
  readonly #lists = new Map<string, FoundList | undefined>()
  #request: { readonly value: OperationView['request'] } | undefined
  #response: { readonly value: OperationView['response'] } | undefined
  #parameters: readonly ParameterView[] | undefined
  #text: string | undefined

  constructor(written: Written, operation: Operation, reader: DocumentReader) {
    this.operation = operation
    this.keys = Object.keys(objectOrEmpty(own(written.operation, 'responses')))
    this.#written = written
    this.#reader = reader
  }

  get request() {
    const body = own(this.#written.operation, 'requestBody')
    this.#request ??= {
      value: body === undefined ? undefined : preferred(this.#reader.follow(body), this.#reader),
    }
    return this.#request.value
  }
  get response() {
    const { operation } = this.#written
    this.#response ??= { value: responseOf(operation, this.operation.method, this.#reader) }
    return this.#response.value
  }
  get parameters() {
    const { pathItem, operation } = this.#written
    return (this.#parameters ??= parametersOf([pathItem, operation], this.#reader))
  }
  get text() {
    return (this.#text ??= textOf(this.#written.operation, this.operation.summary))
  }
  readonly listed = (noun: string): FoundList | undefined => {
    if (!this.#lists.has(noun)) this.#lists.set(noun, findList(this.response?.body?.schema, noun))
    return this.#lists.get(noun)
  }
}

/** Reads an operation as it is written, each part of it when it is first asked for. */
export const operationView = (
  { document }: Pick<Contract, 'document'>,
  operation: Operation,
  reader: DocumentReader,
): OperationView => new View(writtenAt(document, operation), operation, reader)

/** The compiled content of a body that was read as it is written. */
export const contentOf = (
  contents: readonly Content[] | undefined,
  body: BodyView | undefined,
): Content | undefined => contents?.find(({ mediaType }) => mediaType === body?.mediaType)

/** The compiled response of success. */
export const documentedResponse = (view: OperationView): DocumentedResponse | undefined => {
  const key = view.response?.key.toUpperCase()
  return view.operation.responses.find((one) => one.key.toUpperCase() === key)
}
