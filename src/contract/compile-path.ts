import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { CompileContext } from './compile-context.js'
import { compileCallbacks } from './compile-callbacks.js'
import { compileOperation, type OperationPlace } from './compile-operation.js'
import type { Operation, PathEntry } from './contract.js'
import { methodsOf, nameOf } from './methods-of.js'
import { resolveAll } from './resolver.js'
import { templateNames } from './route-index.js'

/** A path and the places of its operations, before they are compiled. */
export interface PathPlace {
  readonly template: string
  readonly operations: readonly OperationPlace[]
  readonly fault?: PathEntry['fault']
}

/** An id for an operation that has none: its method and the words of its path. */
const derivedId = (method: string, path: string): string =>
  [method, ...path.split(/[^A-Za-z0-9]+/)].filter(Boolean).join('_').toLowerCase()

/** Gives ids to operations: the written one, else a derived one that no other operation has. */
const withIds = (
  places: readonly (Omit<OperationPlace, 'id'> & { readonly id: string | undefined })[],
  taken: Set<string>,
): OperationPlace[] =>
  places.map((place) => {
    if (place.id !== undefined) return { ...place, id: place.id }
    const derived = derivedId(place.method, place.path)
    let id = derived
    for (let count = 2; taken.has(id); count++) id = `${derived}_${count}`
    taken.add(id)
    return { ...place, id }
  })

/** Finds the operations of all paths: which ids are taken is known before any is derived. */
export const findPaths = (
  templates: readonly string[],
  context: CompileContext,
): readonly PathPlace[] => {
  const found = templates.map((path) =>
    context.faults.attempt(
      () => {
        const pathItems = [...resolveAll(context.source, pointerOf('paths', path))].reverse()
        const byMethod = new Map(pathItems.flatMap((item) => methodsOf(item, context)))
        const places = [...byMethod].map(([method, at]) => {
          return { ...nameOf(at, context), method, path, ...at, pathItems }
        })
        return { path, places }
      },
      (fault) => ({ path, places: [], fault }),
    ),
  )
  const taken = new Set(found.flatMap(({ places }) => places.flatMap(({ id }) => id ?? [])))
  return found.map(({ path, places, ...rest }) => ({
    template: path,
    operations: withIds(places, taken),
    ...rest,
  }))
}

/** The methods a path answers, with those the server adds: HEAD from GET, and OPTIONS. */
const allowOf = (operations: readonly Operation[]): string => {
  const names = operations.map((operation) => operation.method)
  if (names.includes('GET')) names.push('HEAD')
  return [...new Set([...names, 'OPTIONS'])].join(', ')
}

/** Compiles the operations of a path. */
export const compilePath = (place: PathPlace, context: CompileContext): PathEntry => {
  const operations = place.operations.map((operation) =>
    compileOperation(operation, context, () => compileCallbacks(operation, context)),
  )
  return {
    template: place.template,
    names: templateNames(place.template),
    methods: new Map(operations.map((operation) => [operation.method, operation])),
    allow: allowOf(operations),
    ...(place.fault && { fault: place.fault }),
  }
}
