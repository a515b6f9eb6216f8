import type { PathNode } from './group-paths.js'
import type { ParameterView } from './operation-view.js'
import { inferScope } from './infer-filters.js'
import { plainName } from './plain-name.js'
import { nameOfSegments, parametersOf, shapeOfSegments, type Segment } from './path-pattern.js'
import { ownParameters, type ResourceDraft } from './resource-draft.js'
import type { Parent } from './resource-model.js'
import type { SchemaView } from './schema-view.js'

/** A draft and what its resource is called. */
export interface NamedDraft extends ResourceDraft {
  readonly name: string
}

/** The draft whose item stands at the end of a path, the longest such path first. */
export const draftAbove = <T extends ResourceDraft>(
  segments: readonly Segment[],
  drafts: ReadonlyMap<string, T>,
): { readonly draft: T; readonly prefix: readonly Segment[] } | undefined => {
  for (let length = segments.length - 1; length > 0; length--) {
    const prefix = segments.slice(0, length)
    const draft = drafts.get(shapeOfSegments(prefix))
    if (draft) return { draft, prefix }
  }
  return undefined
}

/** Drafts by what they can be found by as parents. */
export interface ParentIndex {
  /** By the shape of an item's path. */
  readonly byItem: ReadonlyMap<string, NamedDraft>
  /** By the name of the parameter of an item's path; undefined where several have it. */
  readonly byParameter: ReadonlyMap<string, NamedDraft | undefined>
  /** By the singular of what they hold; the first of each. */
  readonly byNoun: ReadonlyMap<string, NamedDraft>
}

/** Names of parameters that say of what they are: `{projectKey}`, not `{id}`. */
const isTelling = (parameter: string): boolean => plainName(parameter).length > 4

/** Makes the index of the drafts that have items. */
export const createParentIndex = (drafts: readonly NamedDraft[]): ParentIndex => {
  const byItem = new Map<string, NamedDraft>()
  const byParameter = new Map<string, NamedDraft | undefined>()
  const byNoun = new Map<string, NamedDraft>()
  for (const draft of drafts) {
    if (!draft.paths.item) continue
    byItem.set(draft.paths.item.shape, draft)
    const parameter = ownParameters(draft.paths).join()
    if (isTelling(parameter))
      byParameter.set(parameter, byParameter.has(parameter) ? undefined : draft)
    if (!byNoun.has(draft.paths.noun) && draft.identity) byNoun.set(draft.paths.noun, draft)
  }
  return { byItem, byParameter, byNoun }
}

/** The parent of a collection whose path has parameters. */
export const inferParent = (
  segments: readonly Segment[],
  record: SchemaView | undefined,
  { byItem, byParameter }: ParentIndex,
): Parent | undefined => {
  const parameters = parametersOf(segments)
  const last = parameters.at(-1)
  if (last === undefined) return undefined
  const above = draftAbove(segments, byItem)
  // Between the parent's item and this there must be no further parameter.
  const isDirect = above && parametersOf(above.prefix).length === parameters.length
  const draft = isDirect === true ? above?.draft : byParameter.get(last)
  const literal = segments.findLastIndex((segment) => segment.parameters.includes(last))
  const noun = draft?.paths.noun ?? plainName(last).replace(/(id|key|name|slug)$/, '')
  const property = record && inferScope(last, noun, record)?.property
  return {
    resource: draft?.name ?? `${nameOfSegments(segments.slice(0, literal))}/{${last}}`,
    parameters,
    ...(property && { property }),
  }
}

/** The parent of a flat collection: `/tasks?projectId=`, where no task is without `projectId`. */
export const inferFlatParent = (
  collection: PathNode | undefined,
  { record, name }: NamedDraft,
  { byNoun }: ParentIndex,
): Parent | undefined => {
  const list = collection?.view('GET')
  if (!list || !record || parametersOf(collection?.segments ?? []).length > 0) return undefined
  for (const property of record.view.required) {
    const draft = byNoun.get(/^(.+)id$/.exec(plainName(property))?.[1] ?? '')
    if (!draft || draft.name === name) continue
    const parameter = list.parameters.find((one) => names(one, property))
    if (parameter)
      return { resource: draft.name, parameters: [parameter.name], property: [property] }
  }
  return undefined
}

const names = ({ in: place, name }: ParameterView, property: string): boolean =>
  place === 'query' && plainName(name) === plainName(property)
