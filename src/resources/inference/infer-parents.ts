import type { PathNode } from './group-paths.js'
import type { OperationView, ParameterView } from './operation-view.js'
import { inferScope } from './infer-filters.js'
import { plainName } from '../../lib/plain-name.js'
import { nameOfSegments, parametersOf, shapeOfSegments, type Segment } from './path-pattern.js'
import type { NamedPaths, PathFamilies } from './path-families.js'
import type { ResourceDraft } from './resource-draft.js'
import type { Parent } from '../resource-model.js'
import type { SchemaView } from './schema-view.js'

/** A draft and what its resource is called. */
export interface NamedDraft extends ResourceDraft {
  readonly name: string
}

/** The collection whose item stands at the end of a path, the longest such path first. */
export const pathsAbove = (
  segments: readonly Segment[],
  { byItem }: PathFamilies,
): { readonly above: NamedPaths; readonly prefix: readonly Segment[] } | undefined => {
  for (let length = segments.length - 1; length > 0; length--) {
    const prefix = segments.slice(0, length)
    const above = byItem.get(shapeOfSegments(prefix))
    if (above) return { above, prefix }
  }
  return undefined
}

/** The parent of a collection, as its path says; `noun` is the singular of what it is. */
interface PathParent extends Parent {
  readonly noun: string
}

/** Which resource the path of a collection names as the one it lies below; nothing else is read. */
export const inferPathParent = (
  segments: readonly Segment[],
  families: PathFamilies,
): PathParent | undefined => {
  const parameters = parametersOf(segments)
  const last = parameters.at(-1)
  if (last === undefined) return undefined
  const found = pathsAbove(segments, families)
  // Between the parent's item and this there must be no further parameter.
  const isDirect = found && parametersOf(found.prefix).length === parameters.length
  const parent = isDirect === true ? found?.above : families.byParameter.get(last)
  const literal = segments.findLastIndex((segment) => segment.parameters.includes(last))
  return {
    resource: parent?.name ?? `${nameOfSegments(segments.slice(0, literal))}/{${last}}`,
    parameters,
    noun: parent?.paths.noun ?? plainName(last).replace(/(id|key|name|slug)$/, ''),
  }
}

/** The parent of a collection whose path has parameters. */
export const inferParent = (
  segments: readonly Segment[],
  record: SchemaView | undefined,
  families: PathFamilies,
): Parent | undefined => {
  const found = inferPathParent(segments, families)
  if (!found) return undefined
  const { noun, resource, parameters } = found
  const property = record && inferScope(parameters.at(-1) ?? '', noun, record)?.property
  return { resource, parameters, ...(property && { property }) }
}

/** The noun of what a parameter or a property refers to: `projectId` to a project. */
const nounOfReference = (name: string): string | undefined => /^(.+)id$/.exec(plainName(name))?.[1]

/** The list of a collection that lies below nothing by its path. */
const flatList = (collection: PathNode | undefined): OperationView | undefined =>
  parametersOf(collection?.segments ?? []).length > 0 ? undefined : collection?.view('GET')

/** What the items of a flat collection may lie below, by the query parameters of its list. */
export const flatParentNouns = (collection: PathNode): readonly string[] =>
  (flatList(collection)?.parameters ?? []).flatMap(({ in: place, name }) =>
    place === 'query' ? (nounOfReference(name) ?? []) : [],
  )

/** The parent of a flat collection: `/tasks?projectId=`, where no task is without `projectId`. */
export const inferFlatParent = (
  collection: PathNode | undefined,
  { record, name }: NamedDraft,
  draftOf: (noun: string) => NamedDraft | undefined,
): Parent | undefined => {
  const list = flatList(collection)
  if (!list || !record) return undefined
  for (const property of record.view.required) {
    const noun = nounOfReference(property)
    const draft = noun === undefined ? undefined : draftOf(noun)
    if (!draft || draft.name === name) continue
    const parameter = list.parameters.find((one) => names(one, property))
    if (parameter)
      return { resource: draft.name, parameters: [parameter.name], property: [property] }
  }
  return undefined
}

const names = ({ in: place, name }: ParameterView, property: string): boolean =>
  place === 'query' && plainName(name) === plainName(property)
