import { localPointer } from '../contract/resolver.js'
import type { Contract, Operation } from '../contract/contract.js'
import { isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf, valueAt } from '../lib/json-pointer.js'
import { coverageKey } from './coverage/coverage.js'

/** A part of a document that others refer to, or an operation: its text without what it refers to. */
interface Node {
  readonly text: string
  readonly refs: readonly number[]
}

/** What people read and no request depends on. */
const prose: ReadonlySet<string> = new Set(['description', 'summary', 'operationId'])

/** What an operation is made of: what stands in it, and what stands around it. */
const definitionOf = (
  { document, securitySchemes }: Contract,
  operation: Operation,
): JsonObject => {
  const { pointer, path, security } = operation
  const written = objectOrEmpty(valueAt(document, pointer))
  const around = [pointer.slice(0, pointer.lastIndexOf('/')), pointerOf('paths', path)]
  const names = security.flatMap((one) => Object.keys(one))
  return {
    operation: { ...written, tags: undefined, externalDocs: undefined, security },
    parameters: around.map((at) => own(objectOrEmpty(valueAt(document, at)), 'parameters')),
    schemes: names.map((name) => securitySchemes.get(name)),
  }
}

/** The nodes of contracts. References are numbers of nodes: what a part is called does not matter. */
class Graph {
  readonly nodes: Node[] = []

  /** Adds an operation with all that it leads to; its number. */
  add(contract: Contract, operation: Operation, known: Map<string, number>): number {
    return this.#addNode(definitionOf(contract, operation), contract.document, known)
  }

  #addNode(value: unknown, document: JsonObject, known: Map<string, number>, at?: string): number {
    const number = this.nodes.length
    this.nodes.push({ text: '', refs: [] })
    if (at !== undefined) known.set(at, number)
    const refs: number[] = []
    const refer = (ref: string): boolean => {
      const pointer = localPointer(ref) ?? ''
      const target = ref.startsWith('#/') ? valueAt(document, pointer) : undefined
      if (typeof target !== 'object' || target === null) return false
      refs.push(known.get(pointer) ?? this.#addNode(target, document, known, pointer))
      return true
    }
    const text = textOf(value, refer)
    this.nodes[number] = { text, refs }
    return number
  }
}

/** Canonical text; what `refer` takes for a reference is not in it. */
const textOf = (value: unknown, refer: (ref: string) => boolean): string => {
  if (typeof value === 'string') return refer(value) ? '$' : JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((one) => textOf(one, refer)).join()}]`
  if (!isObject(value)) return String(value)
  const members = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .filter((key) => !(prose.has(key) && typeof value[key] === 'string'))
  return `{${members.map((key) => `${JSON.stringify(key)}:${textOf(value[key], refer)}`).join()}}`
}

/** Numbers for texts: the same for the same. */
const createClasses = () => {
  const known = new Map<string, number>()
  return {
    of: (text: string): number => {
      const number = known.get(text) ?? known.size
      known.set(text, number)
      return number
    },
    count: () => known.size,
  }
}

/**
 * The class of each node: two have the same when they are the same with all that they lead to, however
 * often that leads back to them. Classes are refined until there are no more of them.
 */
const classesOf = (nodes: readonly Node[]): readonly number[] => {
  let classes: readonly number[] = nodes.map(() => 0)
  for (let count = 0; ;) {
    const next = createClasses()
    const before = classes
    classes = nodes.map(({ text, refs }, at) =>
      next.of(`${before[at]} ${refs.map((ref) => before[ref]).join()} ${text}`),
    )
    if (next.count() === count) return classes
    count = next.count()
  }
}

/**
 * The operations of a contract that are not the same in an older one, with all that they refer to, or that
 * it does not have. What things are called, and what people read of them, does not matter.
 */
export const changedOperations = (before: Contract, after: Contract): readonly Operation[] => {
  const graph = new Graph()
  const addAll = (contract: Contract): ReadonlyMap<string, number> => {
    const known = new Map<string, number>()
    return new Map(
      contract.operations.map((one) => [coverageKey(one), graph.add(contract, one, known)]),
    )
  }
  const [old, young] = [addAll(before), addAll(after)]
  const classes = classesOf(graph.nodes)
  const classIn = (all: ReadonlyMap<string, number>, key: string): number | undefined =>
    classes[all.get(key) ?? -1]
  return after.operations.filter((one) => {
    const key = coverageKey(one)
    return classIn(old, key) === undefined || classIn(old, key) !== classIn(young, key)
  })
}
