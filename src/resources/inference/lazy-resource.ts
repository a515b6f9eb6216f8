import type { NamedDraft } from './infer-parents.js'
import { representationOf, type ResourceDraft } from './resource-draft.js'
import type { Parent, Resource } from '../resource-model.js'

/** A resource whose representation is compiled when it is looked at. */
export class LazyResource implements Resource {
  readonly name: string
  readonly isSingleton: boolean
  readonly collectionPath?: string
  readonly itemPath?: string
  readonly identity?: NonNullable<Resource['identity']>
  readonly parent?: Parent
  readonly #draft: ResourceDraft
  #representation: { readonly value: Resource['representation'] } | undefined

  constructor(draft: NamedDraft, isSingleton: boolean, parent: Parent | undefined) {
    const { paths, identity, name } = draft
    this.#draft = draft
    this.name = name
    this.isSingleton = isSingleton
    if (paths.collection && !isSingleton) this.collectionPath = paths.collection.template
    if (isSingleton && paths.collection) this.itemPath = paths.collection.template
    if (paths.item) this.itemPath = paths.item.template
    if (identity) this.identity = identity
    if (parent) this.parent = parent
  }

  get representation() {
    const { record } = this.#draft
    return (this.#representation ??= { value: record && representationOf(record) }).value
  }
}
