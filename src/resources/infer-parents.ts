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

/** A resource whose items have a path parameter of this name: `{projectKey}` is a project's. */
const draftOfParameter = <T extends ResourceDraft>(
  parameter: string,
  drafts: ReadonlyMap<string, T>,
): T | undefined => {
  const found = [...drafts.values()].filter(
    ({ paths }) => ownParameters(paths).join() === parameter && plainName(parameter).length > 4,
  )
  return found.length === 1 ? found[0] : undefined
}

/** The parent of a collection whose path has parameters; `drafts` are by the shape of their item's path. */
export const inferParent = (
  segments: readonly Segment[],
  record: SchemaView | undefined,
  drafts: ReadonlyMap<string, NamedDraft>,
): Parent | undefined => {
  const parameters = parametersOf(segments)
  const last = parameters.at(-1)
  if (last === undefined) return undefined
  const above = draftAbove(segments, drafts)
  // Between the parent's item and this there must be no further parameter.
  const isDirect = above && parametersOf(above.prefix).length === parameters.length
  const draft = isDirect === true ? above?.draft : draftOfParameter(last, drafts)
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
  drafts: ReadonlyMap<string, NamedDraft>,
): Parent | undefined => {
  const list = collection?.view('GET')
  if (!list || !record || parametersOf(collection?.segments ?? []).length > 0) return undefined
  for (const property of record.view.required) {
    const noun = /^(.+)id$/.exec(plainName(property))?.[1]
    const draft = [...drafts.values()].find(
      (one) => one.name !== name && one.paths.noun === noun && one.identity,
    )
    const parameter = draft && list.parameters.find((one) => names(one, property))
    if (draft && parameter)
      return { resource: draft.name, parameters: [parameter.name], property: [property] }
  }
  return undefined
}

const names = ({ in: place, name }: ParameterView, property: string): boolean =>
  place === 'query' && plainName(name) === plainName(property)
