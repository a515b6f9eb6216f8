import { Problem, type Violation } from '../errors.js'
import { escapeToken } from '../lib/json-pointer.js'
import { localName, type ParsedXml, type XmlElement } from '../lib/xml-element.js'
import { coerce } from './coerce.js'
import type { Content } from './contract.js'
import { refuseForbiddenNames } from './parse-body-json.js'
import type { Shape } from './shape.js'
import { violation } from './violation.js'
import { XmlPlan, type XmlMember } from './xml-plan.js'

type Violations = Violation[]

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

/** The property that a child belongs to: of several with one name, the first that has none yet. */
const memberOf = (
  { name }: XmlElement,
  { members: { elements } }: XmlPlan,
  taken: ReadonlyMap<XmlMember | string, unknown>,
): XmlMember | undefined => {
  const candidates = elements.get(name) ?? elements.get(localName(name)) ?? []
  return candidates.find((one) => one.isList || !taken.has(one)) ?? candidates.at(-1)
}

/** The children by the property they belong to, or by name. */
const grouped = (
  { children }: XmlElement,
  plan: XmlPlan,
): ReadonlyMap<XmlMember | string, readonly XmlElement[]> => {
  refuseForbiddenNames(children.map(({ name }) => localName(name)))
  const groups = new Map<XmlMember | string, XmlElement[]>()
  for (const child of children) {
    const key = memberOf(child, plan, groups) ?? localName(child.name)
    const known = groups.get(key)
    if (known) known.push(child)
    else groups.set(key, [child])
  }
  return groups
}

const readList = (
  elements: readonly XmlElement[],
  plan: XmlPlan,
  pointer: string,
  violations: Violations,
): readonly unknown[] =>
  elements.map((element, index) => readElement(element, plan, `${pointer}/${index}`, violations))

const readMember = (
  elements: readonly XmlElement[],
  { plan, isList }: XmlMember,
  pointer: string,
  violations: Violations,
): unknown => {
  if (isList) return readList(elements, plan.items, pointer, violations)
  if (elements.length === 1)
    return readElement(elements[0] as XmlElement, plan, pointer, violations)
  violations.push(violation('body', pointer, 'repeated', 'one element'))
  return undefined
}

/** Children that nothing documents: one is a value, several are a list. */
const readOthers = (
  elements: readonly XmlElement[],
  { others }: XmlPlan,
  pointer: string,
  violations: Violations,
): unknown => {
  if (others.shape.types.includes('array'))
    return readList(elements, others.items, pointer, violations)
  const values = readList(elements, others, pointer, violations)
  return values.length === 1 ? values[0] : values
}

const readObject = (
  element: XmlElement,
  plan: XmlPlan,
  pointer: string,
  violations: Violations,
): object => {
  const { text, lists } = plan.members
  const entries = readAttributes(element, plan)
  const groups = grouped(element, plan)
  for (const [group, elements] of groups) {
    const key = typeof group === 'string' ? group : group.key
    const at = `${pointer}/${escapeToken(key)}`
    const value =
      typeof group === 'string'
        ? readOthers(elements, plan, at, violations)
        : readMember(elements, group, at, violations)
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
  violations: Violations,
): readonly unknown[] => {
  const { names } = items
  const allowed = [...names, localName(name)]
  for (const [index, child] of children.entries())
    if (names.length > 0 && !allowed.includes(localName(child.name))) {
      const expected = `the element <${names[0]}>`
      violations.push(violation('body', `${pointer}/${index}`, 'xml', expected, `<${child.name}>`))
    }
  return readList(children, items, pointer, violations)
}

const hasStructure = ({ children, attributes }: XmlElement): boolean =>
  children.length > 0 || [...attributes.keys()].some((name) => !isMeta(name))

const readElement = (
  element: XmlElement,
  plan: XmlPlan,
  pointer: string,
  violations: Violations,
): unknown => {
  const { shape } = plan
  const { types } = shape
  if (isNil(element) && types.includes('null')) return null
  const isEmpty = element.text.trim() === '' && !hasStructure(element)
  if (types.includes('array') && (isEmpty || element.children.length > 0))
    return readWrapped(element, plan, pointer, violations)
  if (types.includes('object') && (isEmpty || plan.members.text))
    return readObject(element, plan, pointer, violations)
  const isPlain = element.children.length === 0 && types.length > 0 && !types.includes('object')
  if (isPlain || !hasStructure(element)) return readText(element.text, shape)
  return readObject(element, plan, pointer, violations)
}

/** The root is called as the schema says, where it says something. */
const checkRoot = ({ name }: XmlElement, { names }: XmlPlan, violations: Violations): void => {
  if (names.length === 0 || names.includes(localName(name))) return
  violations.push(violation('body', '', 'xml', `the element <${names[0]}>`, `<${name}>`))
}

/**
 * The value that an XML document describes, by the `xml` keywords of its schema (OpenAPI 3.0.3
 * §4.7.26); what cannot be part of such a value is a violation. Namespaces are not compared.
 * @throws Problem `body-malformed`, `body-too-deep` or `body-forbidden-key` (400).
 */
export const readXml = (
  parsed: ParsedXml,
  { schema }: Content,
  violations: Violations,
): unknown => {
  if ('root' in parsed) {
    const plan = new XmlPlan(schema?.schema, schema?.lookup ?? (() => undefined))
    checkRoot(parsed.root, plan, violations)
    return readElement(parsed.root, plan, '', violations)
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
