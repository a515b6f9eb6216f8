import { isObject } from '../../lib/json-object.js'
import { escapeToken } from '../../lib/json-pointer.js'

/** Types by JSON pointer, in which `*` stands for every item of an array. */
export type ValueShape = ReadonlyMap<string, ReadonlySet<string>>

const typeOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'bigint' ? 'number' : typeof value
}

/** Deeper values are not compared. */
const maxDepth = 12

/** Which types a value and its parts have: of two answers that only ids and dates tell apart, the same. */
export const shapeOf = (root: unknown): ValueShape => {
  const shape = new Map<string, Set<string>>()
  const visit = (value: unknown, pointer: string, depth: number): void => {
    const types = shape.get(pointer) ?? new Set<string>()
    shape.set(pointer, types.add(typeOf(value)))
    if (depth > maxDepth) return
    if (Array.isArray(value)) for (const item of value) visit(item, `${pointer}/*`, depth + 1)
    else if (isObject(value))
      for (const [name, member] of Object.entries(value))
        visit(member, `${pointer}/${escapeToken(name)}`, depth + 1)
  }
  if (root !== undefined) visit(root, '', 0)
  return shape
}

const typesText = (types: ReadonlySet<string> | undefined): string =>
  types === undefined ? 'nothing' : [...types].sort().join(' or ')

/** True for what lies in an array that one of both has without items: nothing is known of them. */
const isBelowEmpty = (pointer: string, shape: ValueShape): boolean => {
  for (let at = pointer.indexOf('/*'); at >= 0; at = pointer.indexOf('/*', at + 1))
    if (shape.has(pointer.slice(0, at)) && !shape.has(pointer.slice(0, at + 2))) return true
  return false
}

/** What lies below a difference differs with it. */
const isCovered = (pointer: string, told: readonly string[]): boolean =>
  told.some((one) => pointer.startsWith(`${one}/`))

/** Where two values have other types or other members: `/owner: string here, nothing there`. */
export const shapeDifferences = (left: ValueShape, right: ValueShape): readonly string[] => {
  const told: string[] = []
  const pointers = [...new Set([...left.keys(), ...right.keys()])].sort(
    (a, b) => a.length - b.length || (a < b ? -1 : 1),
  )
  return pointers.flatMap((pointer) => {
    const [here, there] = [typesText(left.get(pointer)), typesText(right.get(pointer))]
    if (here === there || isCovered(pointer, told)) return []
    if (isBelowEmpty(pointer, left) || isBelowEmpty(pointer, right)) return []
    told.push(pointer)
    return [`${pointer || 'the body'}: ${here} here, ${there} there`]
  })
}
