import { isObject, objectOrEmpty } from '../lib/json-object.js'
import { decided } from './decided.js'
import { blocks, code, indented, plain, quoted } from './markdown-text.js'
import {
  alternativesOf,
  type Lookup,
  nameOfRef,
  propertiesOf,
  said,
  schemaParts,
  type SchemaParts,
} from './schema-parts.js'
import { factLines, typeWords } from './type-words.js'

/** How much of a page's schemas is told: large ones have thousands of properties. */
export interface RowBudget {
  left: number
}

/** So many rows has a page; what is left out is said, and stands in the bundle. */
export const maxRows = 400

/** Deeper structures are named, not told. */
const maxDepth = 6

/** Where in a schema the writer is. */
interface Place {
  readonly lookup: Lookup
  readonly budget: RowBudget
  readonly depth: number
  /** The references on the way down: one of them again is a circle. */
  readonly above: readonly string[]
  readonly direction: 'request' | 'response'
}

/** One item of a list: what it is called, its type, and what stands below it. */
export interface Item {
  readonly label: string
  readonly schema: unknown
  readonly marks: readonly string[]
  readonly description?: string | undefined
  readonly facts?: readonly string[]
  /** The Parameter or Header Object itself. */
  readonly written?: unknown
  /** Where the references of its schema lead, if not where those of the list do. */
  readonly lookup?: Lookup
}

const maxRowDescription = 4000

/** A row's words that depend on the way the message goes. */
const accessMarks = (parts: SchemaParts, direction: Place['direction']): readonly string[] => [
  ...(direction === 'request' && said(parts, 'writeOnly') === true ? ['write-only'] : []),
  ...(direction === 'response' && said(parts, 'readOnly') === true ? ['read-only'] : []),
  ...(said(parts, 'deprecated') === true ? ['deprecated'] : []),
]

const descriptionOf = (parts: SchemaParts): string | undefined => {
  const description = said(parts, 'description') ?? said(parts, 'title')
  return typeof description === 'string' ? description : undefined
}

/** The reference that is met again, if there is one. */
const circle = (parts: SchemaParts, { above }: Place): string | undefined =>
  parts.refs.find((ref) => above.includes(ref))

/** One item of a list and what is nested in it. */
const itemText = (item: Item, list: Place): string => {
  const place = { ...list, lookup: item.lookup ?? list.lookup }
  const { lookup, direction } = place
  const parts = schemaParts(item.schema, lookup)
  const words = [
    typeWords(item.schema, lookup),
    ...accessMarks(parts, direction),
    ...item.marks,
    decided(item.written, ...parts.parts),
  ]
  const again = circle(parts, place)
  const head = `${item.label} ${words.filter((word) => word !== '').join(', ')}`
  return `- ${indented(
    blocks(
      head,
      quoted(item.description ?? descriptionOf(parts), maxRowDescription),
      (item.facts ?? factLines(item.schema, lookup)).join('  \n'),
      again === undefined
        ? nestedText(item.schema, place)
        : `The same as ${plain(nameOfRef(again))} above, and so on.`,
    ),
  ).trimStart()}`
}

const listText = (items: readonly Item[], place: Place): string => {
  const { budget } = place
  const told: string[] = []
  for (const item of items) {
    if (budget.left <= 0) break
    budget.left--
    told.push(itemText(item, place))
  }
  const rest = items.length - told.length
  const end = rest > 0 ? [`- … and ${rest} more: the whole of it is in the contract.`] : []
  return [...told, ...end].join('\n')
}

const propertyItems = (parts: SchemaParts): readonly Item[] =>
  propertiesOf(parts).map(({ name, schema, required }) => ({
    label: `**${code(name)}**`,
    schema,
    marks: [required ? 'required' : ''],
  }))

/** True for a schema of which its type says all. */
const isPlain = (schema: unknown, lookup: Lookup): boolean => {
  const parts = schemaParts(schema, lookup)
  const inner = ['items', 'prefixItems', 'additionalProperties', 'patternProperties']
  return (
    descriptionOf(parts) === undefined &&
    factLines(schema, lookup).length === 0 &&
    propertiesOf(parts).length + alternativesOf(parts).length === 0 &&
    !inner.some((keyword) => isObject(said(parts, keyword)))
  )
}

/** Properties whose names are not known: the type of a map tells of plain ones. */
const innerItems = (parts: SchemaParts, lookup: Lookup): readonly Item[] => {
  const patterns = said(parts, 'patternProperties')
  const others = said(parts, 'additionalProperties')
  const named = Object.entries(objectOrEmpty(patterns)).map(([pattern, schema]) => ({
    label: `Names like ${code(pattern)}:`,
    schema,
  }))
  const isTold = propertiesOf(parts).length + named.length === 0 && isPlain(others, lookup)
  const rest = isTold ? [] : [{ label: 'Any other name:', schema: others }]
  return [...named, ...rest]
    .filter(({ schema }) => isObject(schema) && Object.keys(schema).length > 0)
    .map((item) => ({ ...item, marks: [] }))
}

const alternativesText = (parts: SchemaParts, place: Place): string =>
  blocks(
    ...alternativesOf(parts).map(({ word, schemas, chosenBy }) => {
      const by = chosenBy === undefined ? '' : ` (${code(chosenBy)} says which)`
      const items = schemas.map((schema, at) => ({
        label: `(${at + 1})`,
        schema,
        marks: [],
      }))
      return blocks(`${word}${by}:`, listText(items, place))
    }),
  )

/** What an array holds, where there is more to tell than its type. */
const arrayText = (parts: SchemaParts, place: Place): string => {
  const items = said(parts, 'items')
  if (!isObject(items)) return ''
  const inner = schemaParts(items, place.lookup)
  const again = circle(inner, place)
  if (again !== undefined) return `Items are ${plain(nameOfRef(again))} as above, and so on.`
  const facts = factLines(items, place.lookup).join('  \n')
  return blocks(facts === '' ? '' : `Each item:`, facts, nestedText(items, place))
}

/** What is inside of a schema: its properties, items and alternatives, as nested lists. */
const nestedText = (schema: unknown, place: Place): string => {
  const { lookup, depth, above } = place
  const parts = schemaParts(schema, lookup)
  const items = [...propertyItems(parts), ...innerItems(parts, lookup)]
  const tuple = said(parts, 'prefixItems')
  const below = { ...place, depth: depth + 1, above: [...above, ...parts.refs] }
  const isLeaf = items.length === 0 && alternativesOf(parts).length === 0
  if (isLeaf) return arrayText(parts, below)
  if (depth >= maxDepth) return 'What is inside is told no further here: it is in the contract.'
  return blocks(
    listText(items, below),
    Array.isArray(tuple) ? '' : arrayText(parts, below),
    alternativesText(parts, below),
  )
}

/** The body of a message: its schema as nested lists, from the top. */
export const schemaText = (
  schema: unknown,
  lookup: Lookup,
  direction: Place['direction'],
  budget: RowBudget,
): string => nestedText(schema, { lookup, budget, depth: 0, above: [], direction })

/** Parameters or headers, each an item of its own. */
export const itemsText = (
  items: readonly Item[],
  direction: Place['direction'],
  budget: RowBudget,
): string => listText(items, { lookup: () => undefined, budget, depth: 0, above: [], direction })
