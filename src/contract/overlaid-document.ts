import type { SourcePlace } from '../errors.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf, tokens } from '../lib/json-pointer.js'
import type { ValueLocation } from './json-path.js'

/** Where a value comes from: a text, and a JSON pointer in it. */
export interface Origin {
  readonly place: (pointer: string) => SourcePlace
  readonly pointer: string
}

type Container = Record<string, unknown> | unknown[]

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null

/** A copy that shares nothing: aliases may make one object stand in several places. */
const copyOf = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(copyOf) as T
  if (!isObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) put(copy, name, copyOf(member))
  return copy as T
}

/** `__proto__` is a name like any other. */
const put = (object: Record<string, unknown>, name: string, value: unknown): void => {
  Object.defineProperty(object, name, {
    ...{ value, enumerable: true, configurable: true, writable: true },
  })
}

/** A document that is changed, and knows of each value where it was written. */
export class OverlaidDocument {
  readonly root: JsonObject
  readonly #source: Origin['place']
  /** Members and items that were set, and where they were written. */
  readonly #members = new WeakMap<Container, Map<string, Origin>>()
  /** The items of arrays that were changed: the index that each had, or where it was written. */
  readonly #items = new WeakMap<Container, (number | Origin)[]>()

  constructor(document: JsonObject, source: Origin['place']) {
    this.root = copyOf(document)
    this.#source = source
  }

  /** The value at a location. */
  at(location: ValueLocation): unknown {
    let value: unknown = this.root
    for (const token of location) value = isContainer(value) ? value[token as never] : undefined
    return value
  }

  /** Merges a value into the object at a location, or appends it to the array there. */
  add(location: ValueLocation, value: unknown, origin: Origin): void {
    const target = this.at(location)
    if (Array.isArray(target)) this.#append(target, [value], [origin])
    else if (isObject(target) && isObject(value)) this.#merge(target, value, origin)
    else this.set(location, value, origin)
  }

  /** Puts a value in the place of another. */
  set(location: ValueLocation, value: unknown, origin: Origin): void {
    const parent = this.at(location.slice(0, -1))
    const token = location.at(-1)
    if (token === undefined || !isContainer(parent)) return
    if (Array.isArray(parent)) {
      parent[Number(token)] = copyOf(value)
      this.#itemsOf(parent)[Number(token)] = origin
    } else this.#put(parent, String(token), value, origin)
  }

  /** Takes away what stands at a location. */
  remove(location: ValueLocation): void {
    const parent = this.at(location.slice(0, -1))
    const token = location.at(-1)
    if (token === undefined || !isContainer(parent)) return
    if (Array.isArray(parent)) {
      this.#itemsOf(parent).splice(Number(token), 1)
      parent.splice(Number(token), 1)
    } else {
      Reflect.deleteProperty(parent, token)
      this.#members.get(parent)?.delete(String(token))
    }
  }

  /** Where the value of a JSON pointer was written. */
  place(pointer: string): SourcePlace {
    let from: Origin = { place: this.#source, pointer: '' }
    let value: unknown = this.root
    for (const token of tokens(pointer)) {
      from = this.#step(value, token, from)
      value = isContainer(value) ? value[token as never] : undefined
    }
    return { ...from.place(from.pointer), pointer }
  }

  #step(value: unknown, token: string, { place, pointer }: Origin): Origin {
    const known = isContainer(value)
      ? (this.#items.get(value)?.[Number(token)] ?? this.#members.get(value)?.get(token))
      : undefined
    if (typeof known === 'object') return known
    return { place, pointer: pointer + pointerOf(known ?? token) }
  }

  #merge(target: JsonObject, value: JsonObject, { place, pointer }: Origin): void {
    for (const [name, next] of Object.entries(value)) {
      const origin = { place, pointer: pointer + pointerOf(name) }
      const known = Object.hasOwn(target, name) ? target[name] : undefined
      if (isObject(known) && isObject(next)) this.#merge(known, next, origin)
      else if (Array.isArray(known) && Array.isArray(next)) this.#concatenate(known, next, origin)
      else this.#put(target as Record<string, unknown>, name, next, origin)
    }
  }

  #concatenate(target: unknown[], values: readonly unknown[], { place, pointer }: Origin): void {
    const origins = values.map((_, index) => ({ place, pointer: pointer + pointerOf(index) }))
    this.#append(target, values, origins)
  }

  #append(target: unknown[], values: readonly unknown[], origins: readonly Origin[]): void {
    this.#itemsOf(target).push(...origins)
    target.push(...values.map(copyOf))
  }

  #put(target: Record<string, unknown>, name: string, value: unknown, origin: Origin): void {
    put(target, name, copyOf(value))
    const known = this.#members.get(target) ?? new Map<string, Origin>()
    this.#members.set(target, known.set(name, origin))
  }

  #itemsOf(target: readonly unknown[]): (number | Origin)[] {
    const container = target as unknown[]
    const known = this.#items.get(container) ?? [...container.keys()]
    this.#items.set(container, known)
    return known
  }
}
