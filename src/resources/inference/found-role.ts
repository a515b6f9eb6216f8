import { inferEnvelope } from './infer-envelope.js'
import { inferListParameters } from './infer-list-parameters.js'
import { contentOf, documentedResponse, type OperationView } from './operation-view.js'
import type { Inference, ListFilter, PropertyPath, Resource, Role } from '../resource-model.js'
import { namesElsewhere } from './names-elsewhere.js'
import { viewAt, type SchemaView } from './schema-view.js'

/** The items of a list: where they stand, what a record of them is, and where an item holds it. */
export interface FoundItems {
  readonly at: PropertyPath
  readonly view: SchemaView
  readonly itemAt?: PropertyPath
}

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
  readonly items?: FoundItems
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

/** What a record is in the answer. */
const shownBy = ({ view, responseAt, items }: FoundRole): SchemaView | undefined =>
  items ? items.view : responseAt && viewAt(view.response?.body?.schema, responseAt)

const namesOf = (found: FoundRole, resource: Resource, noun: string): Inference['named'] => {
  const view = shownBy(found)
  return view && namesElsewhere(view, resource, noun)
}

/** An inference whose parts of the contract are compiled when they are first looked at. */
class LazyInference implements Inference {
  readonly operation
  readonly role
  readonly resource
  readonly confidence
  readonly reason
  readonly action?: NonNullable<Inference['action']>
  readonly scope?: readonly ListFilter[]
  readonly itemAt?: PropertyPath
  readonly #found: FoundRole
  readonly #noun: string
  #request: { readonly value: Inference['request'] } | undefined
  #response: { readonly value: Inference['response'] } | undefined
  #envelope: { readonly value: Inference['envelope'] } | undefined
  #list: { readonly value: Inference['list'] } | undefined
  #named: { readonly value: Inference['named'] } | undefined

  constructor(found: FoundRole, resource: Resource, noun: string) {
    const { view, role, confidence, reason, action, scope, items } = found
    this.#found = found
    this.#noun = noun
    this.operation = view.operation
    this.role = role
    this.resource = resource
    this.confidence = confidence
    this.reason = reason
    if (action) this.action = action
    if (scope) this.scope = scope
    if (items?.itemAt) this.itemAt = items.itemAt
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
  get named() {
    const found = () => namesOf(this.#found, this.resource, this.#noun)
    return (this.#named ??= { value: found() }).value
  }
  get list() {
    return (this.#list ??= { value: listOf(this.#found) }).value
  }
}

/** The inference of a role that was found; `noun` is the singular of what the resource holds. */
export const inferenceOf = (found: FoundRole, resource: Resource, noun: string): Inference =>
  new LazyInference(found, resource, noun)
