import { arrayOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import type { CompiledSchema } from './contract.js'
import { shapeOf, type Shape } from './shape.js'
import {
  componentName,
  isAttribute,
  isText,
  isWrapped,
  layersOf,
  partsOf,
  plainName,
  xmlName,
  xmlOf,
} from './xml-object.js'

/** A property, and how it stands in its element. */
export interface XmlMember {
  readonly key: string
  readonly plan: XmlPlan
  /** True for an array without an element around its items. */
  readonly isList: boolean
  readonly isRequired: boolean
}

/** What the children and attributes of an element mean, by name. */
interface XmlMembers {
  readonly attributes: ReadonlyMap<string, XmlMember>
  /** Several properties may have elements of one name: the first is the first. */
  readonly elements: ReadonlyMap<string, readonly XmlMember[]>
  readonly text: XmlMember | undefined
  /** Arrays that are required: without items there is nothing to see of them. */
  readonly lists: readonly XmlMember[]
}

type Lookup = CompiledSchema['lookup']

/** Several schemas of one value as one. */
const allOf = (schemas: readonly unknown[]): unknown =>
  schemas.length === 1 ? schemas[0] : { allOf: schemas }

/** Adds a member below a name, unless it is there. */
const put = (map: Map<string, XmlMember[]>, name: string, member: XmlMember): void => {
  const known = map.get(name) ?? []
  if (!known.includes(member)) map.set(name, [...known, member])
}

/** How an element is read by its schema; each part of it is looked up once, when it is needed. */
export class XmlPlan {
  readonly #schema: unknown
  readonly #lookup: Lookup
  readonly #known: Map<unknown, XmlPlan>
  readonly #layers: readonly JsonObject[]
  #shape: Shape | undefined
  #members: XmlMembers | undefined
  #items: XmlPlan | undefined
  #others: XmlPlan | undefined

  constructor(schema: unknown, lookup: Lookup, known = new Map<unknown, XmlPlan>()) {
    this.#schema = schema
    this.#lookup = lookup
    this.#known = known
    this.#layers = layersOf(schema, lookup)
  }

  get shape(): Shape {
    return (this.#shape ??= shapeOf(this.#schema as JsonObject, this.#lookup))
  }

  /** The XML Object. */
  get xml(): JsonObject {
    return xmlOf(this.#layers)
  }

  /** The names that an element of this schema may have; empty where the schema says none. */
  get names(): readonly string[] {
    const said = this.#layers.flatMap(({ xml }) => stringOr(own(Object(xml), 'name')) ?? [])
    return said.length === 0 || !this.#isOne
      ? []
      : [...said, ...this.#layers.flatMap((at) => componentName(at) ?? [])]
  }

  get members(): XmlMembers {
    return (this.#members ??= this.#findMembers())
  }

  /** False for alternatives: each may be called otherwise, and require something else. */
  get #isOne(): boolean {
    return !this.#layers.some((layer) => 'oneOf' in layer || 'anyOf' in layer)
  }

  /** The items of an array. */
  get items(): XmlPlan {
    return (this.#items ??= this.#of(allOf(partsOf(this.#layers, undefined))))
  }

  /** What no property documents. */
  get others(): XmlPlan {
    const schemas = this.#layers.map((layer) => own(layer, 'additionalProperties'))
    return (this.#others ??= this.#of(allOf(schemas.filter((one) => one !== undefined))))
  }

  #of(schema: unknown): XmlPlan {
    const plan = this.#known.get(schema) ?? new XmlPlan(schema, this.#lookup, this.#known)
    this.#known.set(schema, plan)
    return plan
  }

  #memberOf(key: string): XmlMember {
    const plan = this.#of(allOf(partsOf(this.#layers, key)))
    const isList = plan.shape.types.includes('array') && !isWrapped(plan.xml)
    const requiring = this.#layers.filter((layer) => arrayOrEmpty(layer['required']).includes(key))
    return { key, plan, isList, isRequired: this.#isOne && requiring.length > 0 }
  }

  #findMembers(): XmlMembers {
    const members = this.shape.names.map((key) => this.#memberOf(key))
    const attributes = members.filter(({ plan }) => isAttribute(plan.xml))
    const text = members.find(({ plan }) => isText(plan.xml))
    const inElements = members.filter((one) => one !== text && !attributes.includes(one))
    const elements = new Map<string, XmlMember[]>()
    for (const member of inElements) for (const name of namesOf(member)) put(elements, name, member)
    // Generators of clients write the name of a property for that of its type.
    for (const member of inElements)
      if (!elements.has(member.key)) elements.set(member.key, [member])
    return {
      attributes: new Map(
        attributes.flatMap((member) => [
          [plainName(member.plan.xml, member.key), member],
          [xmlName(member.plan.xml, member.key), member],
        ]),
      ),
      elements,
      text,
      lists: inElements.filter(({ isList, isRequired }) => isList && isRequired),
    }
  }
}

/** The names, with and without prefix, of the elements of a property. */
const namesOf = ({ key, plan, isList }: XmlMember): readonly string[] => {
  const { xml } = isList ? plan.items : plan
  return [xmlName(xml, key), plainName(xml, key)]
}
