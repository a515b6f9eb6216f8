import { inferEnvelope } from './infer-envelope.js'
import { inferListParameters } from './infer-list-parameters.js'
import { contentOf, documentedResponse, type OperationView } from './operation-view.js'
import type { Inference, ListFilter, PropertyPath, Resource, Role } from './resource-model.js'
import type { SchemaView } from './schema-view.js'

/** What an operation was found to do, before the resource is known as a whole. */
export interface FoundRole {
  readonly view: OperationView
  readonly role: Role
  readonly confidence: number
  readonly reason: string
  /** Where the record stands in the request body. */
  readonly requestAt?: PropertyPath
  /** Where it stands in the response body. */
  readonly responseAt?: PropertyPath
  /** Where the items of a list stand, and what one is. */
  readonly items?: { readonly at: PropertyPath; readonly view: SchemaView }
  /** The fullest representation of what a list may show only a part of: filters compare that. */
  readonly record?: SchemaView
  readonly action?: NonNullable<Inference['action']>
  readonly scope?: readonly ListFilter[]
}

/** A request body that is compiled when it is looked at. */
const requestOf = ({ view, requestAt }: FoundRole): Inference['request'] => {
  const content = contentOf(view.operation.body?.contents, view.request)
  return content && requestAt ? { content, at: requestAt } : undefined
}

const responseOf = ({ view, responseAt, items }: FoundRole): Inference['response'] => {
  const response = documentedResponse(view)
  if (!response || !view.response) return undefined
  const content = contentOf(response.contents, view.response.body)
  const at = items ? undefined : responseAt
  return {
    status: view.response.status,
    response,
    ...(content && { content }),
    ...(at && { at }),
  }
}

const envelopeOf = ({ view, items }: FoundRole): Inference['envelope'] => {
  const body = view.response?.body?.schema
  return items && body && inferEnvelope(body, items.at)
}

const listOf = ({ view, role, items, record }: FoundRole): Inference['list'] =>
  role === 'list' && items
    ? inferListParameters(view.parameters, record ? [record, items.view] : [items.view])
    : undefined

/** An inference whose parts of the contract are compiled when they are first looked at. */
class LazyInference implements Inference {
  readonly operation
  readonly role
  readonly resource
  readonly confidence
  readonly reason
  readonly action?: NonNullable<Inference['action']>
  readonly scope?: readonly ListFilter[]
  readonly #found: FoundRole
  #request: { readonly value: Inference['request'] } | undefined
  #response: { readonly value: Inference['response'] } | undefined
  #envelope: { readonly value: Inference['envelope'] } | undefined
  #list: { readonly value: Inference['list'] } | undefined

  constructor(found: FoundRole, resource: Resource) {
    const { view, role, confidence, reason, action, scope } = found
    this.#found = found
    this.operation = view.operation
    this.role = role
    this.resource = resource
    this.confidence = confidence
    this.reason = reason
    if (action) this.action = action
    if (scope) this.scope = scope
  }

  get request() {
    return (this.#request ??= { value: requestOf(this.#found) }).value
  }
  get response() {
    return (this.#response ??= { value: responseOf(this.#found) }).value
  }
  get envelope() {
    return (this.#envelope ??= { value: envelopeOf(this.#found) }).value
  }
  get list() {
    return (this.#list ??= { value: listOf(this.#found) }).value
  }
}

/** The inference of a role that was found. */
export const inferenceOf = (found: FoundRole, resource: Resource): Inference =>
  new LazyInference(found, resource)
