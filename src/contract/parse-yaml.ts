import {
  constructFromEvents,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  getScalarValue,
  mapTag,
  mergeTag,
  parseEvents,
  seqTag,
  YAMLException,
} from 'js-yaml'
import { type Outline, OutlineBuilder } from '../lib/outline.js'

/** A text that is no YAML, and the offset at which that shows. */
export class YamlFault extends Error {
  constructor(
    reason: string,
    readonly offset: number,
  ) {
    super(reason)
    this.name = 'YamlFault'
  }
}

/** A key that a mapping has more than once: tokens of its JSON pointer, and its offset. */
export interface RepeatedKey {
  readonly tokens: readonly string[]
  readonly offset: number
}

/** What a YAML text holds. */
export interface ParsedYaml {
  readonly value: unknown
  readonly repeated: readonly RepeatedKey[]
  /** Where a second document begins, which nobody reads. */
  readonly second: number | undefined
}

type Event = ReturnType<typeof parseEvents>[number]

const kinds = { document: 1, sequence: 2, mapping: 3, scalar: 4, alias: 5 } as const

/** Tags of other programs are passed over, as are those of YAML 1.1: a date is a text. */
const anyTag = (prefix: string) =>
  [
    defineScalarTag(prefix, {
      matchByTagPrefix: true,
      resolve: (source) => source,
      identify: () => false,
    }),
    defineSequenceTag(prefix, { ...seqTag, matchByTagPrefix: true, identify: () => false }),
    defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true, identify: () => false }),
  ] as const

const schemaOf = () => CORE_SCHEMA.withTags(mergeTag, ...anyTag('!'), ...anyTag('tag:'))

/** Documents refer to themselves in $refs; YAML's own aliases are few. More is an attack. */
const limits = { maxTotalMergeKeys: 100_000, maxAliases: 20_000 } as const

const told = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw new YamlFault('The document is nested too deeply', 0)
    if (!(error instanceof YAMLException)) throw error
    const { position = 0 } = (error.mark ?? {}) as { readonly position?: number }
    throw new YamlFault(error.reason, position)
  }
}

const endOfFirst = (events: readonly Event[]): number => {
  const second = events.findIndex((event, index) => index > 0 && event.type === kinds.document)
  return second < 0 ? events.length : second
}

const offsetOfEvent = (event: Event): number | undefined => {
  const starts = ['valueStart', 'start', 'anchorStart'] as const
  for (const name of starts) {
    const offset = (event as unknown as Readonly<Record<string, number>>)[name]
    if (offset !== undefined && offset >= 0) return offset
  }
  return undefined
}

/** Values as `JSON.parse` makes them: of two keys with one name the last counts. */
const construct = (source: string, events: Event[]) => {
  const options = { source, schema: schemaOf(), ...limits }
  try {
    return { values: constructFromEvents(events, options), hasRepeated: false }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    // Repeated keys are all that this allows; what else is wrong is thrown once more.
    return { values: constructFromEvents(events, { ...options, json: true }), hasRepeated: true }
  }
}

/**
 * Parses the first document of a YAML text (1.2 core schema, with merge keys).
 * @throws YamlFault where it is no YAML; at once, however much follows.
 */
export const parseYaml = (text: string, maxDepth: number): ParsedYaml =>
  told(() => {
    const events = parseEvents(text, { maxDepth })
    const end = endOfFirst(events)
    const first = events.slice(0, end)
    const { values, hasRepeated } = construct(text, first)
    const repeated = hasRepeated ? new YamlOutline(text, first).repeated : []
    const content = events.slice(end).find((event) => offsetOfEvent(event) !== undefined)
    return { value: values[0], repeated, second: content && offsetOfEvent(content) }
  })

const kindOf = ({ type }: Event) =>
  type === kinds.mapping ? 'mapping' : type === kinds.sequence ? 'sequence' : 'scalar'

/** Where an event begins, quotes included; where a value that nobody wrote would stand, its key does. */
const startOf = (text: string, event: Event, last: number): number => {
  const start = offsetOfEvent(event) ?? last
  const isQuoted = event.type === kinds.scalar && (event.style === 2 || event.style === 3)
  return isQuoted && /["']/.test(text[start - 1] ?? '') ? start - 1 : start
}

class YamlOutline extends OutlineBuilder {
  readonly #anchors = new Map<string, number>()
  readonly #names: Set<string>[] = []
  readonly repeated: RepeatedKey[] = []

  constructor(text: string, events: readonly Event[]) {
    super()
    let last = 0
    for (const event of events) {
      if (event.type === kinds.document) continue
      if ('anchorStart' in event) {
        last = startOf(text, event, last)
        this.#read(text, event, last)
      } else {
        this.#names.pop()
        this.close()
      }
    }
  }

  #read(text: string, event: Event & { anchorStart: number; anchorEnd: number }, start: number) {
    const isName = this.isAtKey && event.type === kinds.scalar
    const name = isName ? getScalarValue(text, event) : undefined
    const kind = kindOf(event)
    const node = this.add(kind, start, name)
    if (name !== undefined && name !== '<<') {
      const names = this.#names.at(-1)
      if (names?.has(name)) this.repeated.push({ tokens: this.path, offset: start })
      names?.add(name)
    }
    if (kind !== 'scalar') this.#names.push(new Set())
    const anchor = event.anchorStart < 0 ? '' : text.slice(event.anchorStart, event.anchorEnd)
    if (event.type === kinds.alias) this.targets.set(node, this.#anchors.get(anchor) ?? node)
    else if (anchor !== '') this.#anchors.set(anchor, node)
  }
}

/** Where the values of a YAML text stand that `parseYaml` has taken. */
export const outlineYaml = (text: string, maxDepth: number): Outline =>
  told(() => {
    const events = parseEvents(text, { maxDepth })
    return new YamlOutline(text, events.slice(0, endOfFirst(events)))
  })
