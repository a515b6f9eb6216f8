import { Problem, type Violation } from '../errors.js'
import { escapeToken } from '../lib/json-pointer.js'
import { localName, type ParsedXml, type XmlElement } from '../lib/xml-element.js'
import { coerce } from './coerce.js'
import type { Content } from './contract.js'
import { refuseForbiddenNames } from './parse-body-json.js'
import type { Shape } from './shape.js'
import { violation } from './violation.js'
import { XmlPlan, type XmlMember } from './xml-plan.js'

/** A document while it is read. */
interface Reading {
  readonly violations: Violation[]
  /** True once an element could belong to several properties: nobody can tell what was meant. */
  isAmbiguous: boolean
}

/** Attributes that say something about the XML itself. */
const isMeta = (name: string): boolean => /^(?:xmlns(?::|$)|xml:|xsi:)/.test(name)

const isNil = ({ attributes }: XmlElement): boolean => attributes.get('xsi:nil') === 'true'

/** Text as the schema has it; where null is allowed, an empty element is null. */
const readText = (text: string, shape: Shape): unknown => {
  const { types } = shape
  if (text === '' && types.includes('null')) return null
  return coerce(types.length === 0 || types.includes('string') ? text : text.trim(), shape)
}

/** The attributes that are values; those that nothing documents are called `@name`. */
const readAttributes = ({ attributes }: XmlElement, plan: XmlPlan): [string, unknown][] => {
  const found = [...attributes].filter(([name]) => !isMeta(name))
  refuseForbiddenNames(found.map(([name]) => localName(name)))
  return found.map(([name, text]) => {
    const known = plan.members.attributes
    const member = known.get(name) ?? known.get(localName(name))
    if (!member) return [`@${localName(name)}`, readText(text, plan.others.shape)]
    return [member.key, readText(text, member.plan.shape)]
  })
}

/** Children by their names, and the properties that may have an element of the name. */
const byName = (
  { children }: XmlElement,
  { members: { elements } }: XmlPlan,
): ReadonlyMap<string, { own: XmlElement[]; members: readonly XmlMember[] }> => {
  const found = new Map<string, { own: XmlElement[]; members: readonly XmlMember[] }>()
  for (const child of children) {
    const members = elements.get(child.name) ?? elements.get(localName(child.name)) ?? []
    const known = found.get(child.name)
    if (known) known.own.push(child)
    else found.set(child.name, { own: [child], members })
  }
  return found
}

/** The children by the property they belong to, or by name. */
const grouped = (
  element: XmlElement,
  plan: XmlPlan,
  reading: Reading,
): ReadonlyMap<XmlMember | string, readonly XmlElement[]> => {
  refuseForbiddenNames(element.children.map(({ name }) => localName(name)))
  const groups = new Map<XmlMember | string, readonly XmlElement[]>()
  const add = (key: XmlMember | string, more: readonly XmlElement[]): void =>
    void groups.set(key, [...(groups.get(key) ?? []), ...more])
  for (const [name, { own, members }] of byName(element, plan)) {
    if (members.length < 2) {
      add(members[0] ?? localName(name), own)
      continue
    }
    // One for each of them: they are in order.
    const isInOrder = own.length === members.length && !members.some(({ isList }) => isList)
    reading.isAmbiguous ||= !isInOrder
    for (const [index, member] of members.entries()) add(member, own.slice(index, index + 1))
  }
  return groups
}

const readList = (
  elements: readonly XmlElement[],
  plan: XmlPlan,
  pointer: string,
  reading: Reading,
): readonly unknown[] =>
  elements.map((element, index) => readElement(element, plan, `${pointer}/${index}`, reading))

const readMember = (
  elements: readonly XmlElement[],
  { plan, isList }: XmlMember,
  pointer: string,
  reading: Reading,
): unknown => {
  if (isList) return readList(elements, plan.items, pointer, reading)
  if (elements.length === 1) return readElement(elements[0] as XmlElement, plan, pointer, reading)
  reading.violations.push(violation('body', pointer, 'repeated', 'one element'))
  return undefined
}

/** Children that nothing documents: one is a value, several are a list. */
const readOthers = (
  elements: readonly XmlElement[],
  { others }: XmlPlan,
  pointer: string,
  reading: Reading,
): unknown => {
  if (others.shape.types.includes('array'))
    return readList(elements, others.items, pointer, reading)
  const values = readList(elements, others, pointer, reading)
  return values.length === 1 ? values[0] : values
}

const readObject = (
  element: XmlElement,
  plan: XmlPlan,
  pointer: string,
  reading: Reading,
): object => {
  const { text, lists } = plan.members
  const entries = readAttributes(element, plan)
  const groups = grouped(element, plan, reading)
  for (const [group, elements] of groups) {
    const key = typeof group === 'string' ? group : group.key
    const at = `${pointer}/${escapeToken(key)}`
    const value =
      typeof group === 'string'
        ? readOthers(elements, plan, at, reading)
        : readMember(elements, group, at, reading)
    if (value !== undefined) entries.push([key, value])
  }
  for (const list of lists) if (!groups.has(list)) entries.push([list.key, []])
  if (text) entries.push([text.key, readText(element.text, text.plan.shape)])
  else if (element.text.trim() !== '') entries.push(['#text', element.text])
  return Object.fromEntries(entries)
}

/** The items of an array that has an element around them; they are named as the schema names them. */
const readWrapped = (
  { children, name }: XmlElement,
  { items }: XmlPlan,
  pointer: string,
  reading: Reading,
): readonly unknown[] => {
  const { names } = items
  const allowed = [...names, localName(name)]
  for (const [index, child] of children.entries())
    if (names.length > 0 && !allowed.includes(localName(child.name))) {
      const expected = `the element <${names[0]}>`
      reading.violations.push(
        violation('body', `${pointer}/${index}`, 'xml', expected, `<${child.name}>`),
      )
    }
  return readList(children, items, pointer, reading)
}

const hasStructure = ({ children, attributes }: XmlElement): boolean =>
  children.length > 0 || [...attributes.keys()].some((name) => !isMeta(name))

const readElement = (
  element: XmlElement,
  plan: XmlPlan,
  pointer: string,
  reading: Reading,
): unknown => {
  const { shape } = plan
  const { types } = shape
  if (isNil(element) && types.includes('null')) return null
  const isEmpty = element.text.trim() === '' && !hasStructure(element)
  if (types.includes('array') && (isEmpty || element.children.length > 0))
    return readWrapped(element, plan, pointer, reading)
  if (types.includes('object') && (isEmpty || plan.members.text))
    return readObject(element, plan, pointer, reading)
  const isPlain = element.children.length === 0 && types.length > 0 && !types.includes('object')
  if (isPlain || !hasStructure(element)) return readText(element.text, shape)
  return readObject(element, plan, pointer, reading)
}

/** The root is called as the schema says, where it says something. */
const checkRoot = ({ name }: XmlElement, { names }: XmlPlan, reading: Reading): void => {
  if (names.length === 0 || names.includes(localName(name))) return
  reading.violations.push(violation('body', '', 'xml', `the element <${names[0]}>`, `<${name}>`))
}

/**
 * The value that an XML document describes, by the `xml` keywords of its schema (OpenAPI 3.0.3
 * §4.7.26); what cannot be part of such a value is a violation. Namespaces are not compared.
 * Undefined when the schema calls several properties the same and nobody can tell which are meant.
 * @throws Problem `body-malformed`, `body-too-deep` or `body-forbidden-key` (400).
 */
export const readXml = (
  parsed: ParsedXml,
  { schema }: Content,
  violations: Violation[],
): unknown => {
  if ('root' in parsed) {
    const plan = new XmlPlan(schema?.schema, schema?.lookup ?? (() => undefined))
    const reading: Reading = { violations: [], isAmbiguous: false }
    checkRoot(parsed.root, plan, reading)
    const value = readElement(parsed.root, plan, '', reading)
    if (reading.isAmbiguous) return undefined
    violations.push(...reading.violations)
    return value
  }
  const { fault } = parsed
  if (fault.kind === 'too-deep')
    throw new Problem('body-too-deep', { detail: 'The body nests more than 64 levels.' })
  const { reason, line, column } = fault
  throw new Problem('body-malformed', {
    detail: `The body is not well-formed XML: line ${line}, column ${column}: ${reason}`,
    fix: 'Send well-formed XML 1.0, without a DOCTYPE.',
  })
}
