import type { Content, DocumentedResponse, Operation } from '../contract/contract.js'
import type { PropertyPath } from '../lib/value-path.js'

/** What an operation does to the records of a resource. */
export type Role =
  | 'list'
  | 'create'
  | 'read'
  | 'replace'
  /** Changes what the body names: a plain partial, JSON merge patch (RFC 7396) or JSON patch (RFC 6902). */
  | 'merge'
  | 'delete'
  /** PUT on an item that may not be there yet: the client chose its identity. */
  | 'upsert'
  | 'exists'
  | 'bulk-create'
  | 'bulk-delete'
  | 'action'

export type { PropertyPath }

/** How an item of a resource is told from the others. */
export interface Identity {
  /**
   * The path parameters that name it below its parent: `['userId']`, `['owner', 'repo']`; the name of the
   * property where no path leads to an item.
   */
  readonly parameters: readonly string[]
  /** Where each of them stands in a record. */
  readonly properties: readonly PropertyPath[]
  /** Where other names of it stand, for a single parameter such as `{issueIdOrKey}`. */
  readonly alternatives?: readonly PropertyPath[]
  /** How a new one is made; `client`: the request says it. */
  readonly origin: 'counter' | 'uuid' | 'slug' | 'generated' | 'client'
}

/** The resource that another one lies below. */
export interface Parent {
  /** The name of the parent resource. When the model has none of that name, any value names a parent. */
  readonly resource: string
  /**
   * The parameters of the collection path, or the query parameter of a flat list, that name the parent.
   * The item path may lack them (`/projects/{p}/tasks` with `/tasks/{id}`): an identity is unique then.
   */
  readonly parameters: readonly string[]
  /** Where a record holds its parent's identity, if it does. */
  readonly property?: PropertyPath
}

/** Things of one kind that the operations of a contract read and write. */
export interface Resource {
  /** Unique in the model, made of the literal segments of its path: `projects/tasks`. */
  readonly name: string
  /** The path templates of the collection and of an item, where there are operations. */
  readonly collectionPath?: string
  readonly itemPath?: string
  /** True for `/me` or `/settings`: there is one of it (for each parent), without identity. */
  readonly isSingleton: boolean
  /** Undefined for a singleton. */
  readonly identity?: Identity
  readonly parent?: Parent
  /** The fullest representation of a record that any operation answers. */
  readonly representation?: {
    readonly operation: Operation
    readonly content: Content
    readonly at: PropertyPath
    /** True when `at` leads to an array, each item of which is a record. */
    readonly inItems?: boolean
    /** Where an item of the array holds the record, when it is not the record itself. */
    readonly itemAt?: PropertyPath
  }
}

/** A query or path parameter that compares a property of the records. */
export interface ListFilter {
  readonly parameter: string
  readonly property: PropertyPath
  readonly test: 'equals' | 'oneOf' | 'atLeast' | 'above' | 'atMost' | 'below' | 'contains' | 'not'
}

/** The query parameters by which a list is steered, each by its name. */
export interface ListParameters {
  readonly page?: string
  readonly size?: string
  readonly offset?: string
  readonly cursor?: string
  /** `sort=-name`; `fields` are the values it takes when they are enumerated. */
  readonly sort?: string
  readonly order?: string
  readonly search?: string
  readonly fields?: string
  readonly filters: readonly ListFilter[]
}

/** How a list is wrapped. */
export interface Envelope {
  /** Where the items stand; empty for a bare array. */
  readonly items: PropertyPath
  /** Where the body says how many there are, which page it is, and where the next one is. */
  readonly total?: PropertyPath
  readonly page?: PropertyPath
  readonly size?: PropertyPath
  readonly pages?: PropertyPath
  readonly offset?: PropertyPath
  readonly hasMore?: PropertyPath
  readonly next?: PropertyPath
  readonly previous?: PropertyPath
}

/** What an operation was found to do. */
export interface Inference {
  readonly operation: Operation
  readonly role: Role
  readonly resource: Resource
  /** Where the record stands in the request body: `{ user: {...} }` is `['user']`. */
  readonly request?: { readonly content: Content; readonly at: PropertyPath }
  /** The response of success, and where a record stands in its body; no `at` where it holds none. */
  readonly response?: {
    readonly status: number
    readonly response: DocumentedResponse
    readonly content?: Content
    readonly at?: PropertyPath
  }
  /**
   * Where the answer's representation holds the identity of a record, one place for each parameter, where it
   * is not where the resource has it: a list of `{ id }` of what is read as `{ assetId }`. Empty: it is the
   * identity itself.
   */
  readonly named?: readonly PropertyPath[]
  /** Where an item of a list holds the record: `[{ task: {...} }]` is `['task']`; undefined: it is the record. */
  readonly itemAt?: PropertyPath
  readonly envelope?: Envelope
  readonly list?: ListParameters
  /** The property that an action sets, and to what; undefined: the item stays as it is. */
  readonly action?: {
    readonly property: PropertyPath
    readonly value: unknown
    /** True when the property gets the time of the sandbox, in the form its schema wants. */
    readonly isTime?: boolean
  }
  /**
   * Path parameters that compare a property of the records, where a collection is reached by another
   * path than its own: a list has the records that have the values, a create sets them.
   */
  readonly scope?: readonly ListFilter[]
  /** From 0 to 1; below 0.5 the mock answers. */
  readonly confidence: number
  /** In words: which signs led to it. */
  readonly reason: string
}

/** Inferences that are less sure are answered by the mock. */
export const leastConfidence = 0.5

/**
 * What was inferred of a contract; each part when it is first asked for. Of large documents that is a
 * small part at a time: only `resources` and `inferences` ask for all of them.
 */
export interface ResourceModel {
  /** By name: those that an operation keeps. */
  readonly resources: ReadonlyMap<string, Resource>
  /** By operation id. Operations that are not here are answered by the mock. */
  readonly inferences: ReadonlyMap<string, Inference>
  /** True when no operation keeps anything. */
  readonly isEmpty: boolean
  /** The inference of the operation with this id. */
  readonly inferenceOf: (operation: string) => Inference | undefined
  /** The same, where it is sure enough to answer by it. */
  readonly sureInferenceOf: (operation: string) => Inference | undefined
  /** The resource of this name, if an operation keeps it. */
  readonly resource: (name: string) => Resource | undefined
  /** What operations do to the resource, so far as it is sure. */
  readonly inferencesOn: (resource: Resource) => readonly Inference[]
  /** The resources that lie below one. */
  readonly below: (resource: Resource) => readonly Resource[]
  /** The literals that paths end in, parameters left out. */
  readonly literals: ReadonlySet<string>
  /** Those whose path ends in the literal. */
  readonly endingIn: (literal: string) => readonly Resource[]
}
