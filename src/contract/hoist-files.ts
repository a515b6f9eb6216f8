import { isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf, tokens, valueAt } from '../lib/json-pointer.js'
import { localPointer } from './resolver.js'

type Draft = Record<string, unknown>

/** A Swagger document whose further files stand where a converter looks for them. */
export interface HoistedFiles {
  readonly document: JsonObject
  /** The JSON pointer in the document as it was loaded. */
  readonly origin: (pointer: string) => string
}

/** What is referred to, by where the reference stands. */
const sectionOf = (path: readonly string[]): string => {
  const holder = path.at(-2)
  return holder === 'parameters' || holder === 'responses' ? holder : 'definitions'
}

/** Moves parts of other files to `definitions`, `parameters` and `responses`, in a copy. */
export const hoistFiles = (loaded: JsonObject): HoistedFiles => {
  if (!isObject(own(loaded, 'x-files'))) return { document: loaded, origin: (pointer) => pointer }
  const document = structuredClone(loaded) as Draft
  const moved = new Map<string, string>()
  const origins = new Map<string, string>()
  const move = (from: string, section: string): string => {
    const known = moved.get(`${section} ${from}`)
    if (known !== undefined) return known
    const members = (document[section] = objectOrEmpty(document[section])) as Draft
    const stem = tokens(from).at(-1) ?? section
    let name = stem
    for (let number = 2; Object.hasOwn(members, name); number++) name = `${stem}-${number}`
    members[name] = valueAt(document, from)
    const to = pointerOf(section, name)
    moved.set(`${section} ${from}`, to)
    origins.set(to, from)
    return to
  }
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== 'object' || value === null) return
    const ref = own(value as JsonObject, '$ref')
    const from =
      typeof ref === 'string' && ref.startsWith('#/x-files/') ? localPointer(ref) : undefined
    // The converter is given copies of path items.
    if (from !== undefined && path.length === 2 && path[0] === 'paths')
      origins.set(pointerOf(...path), from)
    else if (from !== undefined) (value as Draft)['$ref'] = `#${move(from, sectionOf(path))}`
    for (const [key, child] of Object.entries(value)) visit(child, [...path, key])
  }
  for (const key of Object.keys(document)) visit(document[key], [key])
  const origin = (pointer: string): string => {
    const all = tokens(pointer)
    const holder = origins.get(pointerOf(...all.slice(0, 2)))
    return holder === undefined ? pointer : holder + pointerOf(...all.slice(2))
  }
  return { document, origin }
}
