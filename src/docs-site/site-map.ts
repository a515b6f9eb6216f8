import type { Contract, Operation } from '../contract/contract.js'
import { documentedTags } from '../contract/documented-tags.js'
import { arrayOrEmpty, objectOrEmpty, own } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'

/** The page of an operation. */
export interface OperationPlace {
  readonly operation: Operation
  /** Below the index page: `/users/userscontroller_findusers`. */
  readonly path: string
}

/** The page of a tag and those of the operations that have it. */
export interface TagPlace {
  readonly name: string
  /** Below the index page: `/users`. */
  readonly path: string
  /** CommonMark (OpenAPI 3.0.3 §4.7.22). */
  readonly description: string | undefined
  readonly operations: readonly OperationPlace[]
}

/** What a path below the index page shows; the empty path is the index. */
export type PagePlace =
  | { readonly kind: 'index' }
  | { readonly kind: 'tag'; readonly tag: TagPlace }
  | { readonly kind: 'operation'; readonly tag: TagPlace; readonly operation: OperationPlace }

/** Every page of a contract. */
export interface SiteMap {
  readonly tags: readonly TagPlace[]
  /** The page at a path, whatever its letter case. */
  readonly find: (path: string) => PagePlace | undefined
  /** The paths of all pages. */
  readonly paths: readonly string[]
}

/** The tag of operations that have none. */
const untagged = 'Operations'

/** Ids and tags of people are shorter. */
const maxSlug = 120

/** A text as a segment of a path: in lower case, without what would have to be encoded. */
const slugOf = (text: string): string =>
  text
    .slice(0, maxSlug)
    .toLowerCase()
    .replace(/[^a-z0-9._~-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '') || 'page'

/** Gives out slugs: a repeat gets `-2`, the next one `-3`. */
const createSlugs = () => {
  const taken = new Set<string>()
  return (text: string): string => {
    const slug = slugOf(text)
    let free = slug
    for (let count = 2; taken.has(free); count++) free = `${slug}-${count}`
    taken.add(free)
    return free
  }
}

const tagNames = (contract: Contract, operation: Operation): readonly string[] => {
  const tags = arrayOrEmpty(
    own(objectOrEmpty(valueAt(contract.document, operation.pointer)), 'tags'),
  )
  const names = tags.filter((tag) => typeof tag === 'string')
  return names.length > 0 ? [...new Set(names)] : [untagged]
}

/** The tags of the document in its order, then those that only operations name. */
const groupByTag = (contract: Contract): ReadonlyMap<string, readonly Operation[]> => {
  const groups = new Map<string, Operation[]>(
    [...documentedTags(contract).keys()].map((name) => [name, []]),
  )
  for (const operation of contract.operations)
    for (const name of tagNames(contract, operation)) {
      const group = groups.get(name)
      if (group) group.push(operation)
      else groups.set(name, [operation])
    }
  return groups
}

const isEmpty = (tag: TagPlace): boolean => tag.operations.length === 0

/** Finds the pages of a contract. An operation with several tags has its page below each of them. */
export const createSiteMap = (contract: Contract): SiteMap => {
  const descriptions = documentedTags(contract)
  const tagSlug = createSlugs()
  const tags = [...groupByTag(contract)].map(([name, operations]): TagPlace => {
    const path = `/${tagSlug(name)}`
    const slug = createSlugs()
    return {
      name,
      path,
      description: descriptions.get(name),
      operations: operations.map((operation) => ({
        operation,
        path: `${path}/${slug(operation.id)}`,
      })),
    }
  })
  const pages = new Map<string, PagePlace>([['', { kind: 'index' }]])
  for (const tag of tags) {
    pages.set(tag.path, { kind: 'tag', tag })
    for (const operation of tag.operations)
      pages.set(operation.path, { kind: 'operation', tag, operation })
  }
  return {
    tags: tags.filter((tag) => !isEmpty(tag)),
    find: (path) => pages.get(path.toLowerCase()),
    paths: [...pages.keys()],
  }
}
