import type { Contract, Operation } from '../contract/contract.js'
import { arrayOrEmpty, isObject, type JsonObject, objectOrEmpty, own } from '../lib/json-object.js'
import { jsonEqual } from '../lib/json-equal.js'
import { valueAt } from '../lib/json-pointer.js'
import type { SampleValues } from '../resources/records/sample-values.js'
import type { Sample } from '../samples/samples-of.js'
import { sampleContent } from '../samples/sample-body.js'
import { follow } from './follow.js'
import { remoteServers } from './local-servers.js'

/** What an operation of the enriched document is made of. */
export interface EnrichedParts {
  readonly contract: Contract
  readonly operation: Operation
  /** What its request has; undefined: it is left as it is documented. */
  readonly values: SampleValues | undefined
  readonly samples: readonly Sample[]
  /** This server. */
  readonly local: readonly JsonObject[]
}

/** The Path Item Objects of a path: what stands in a later one wins. */
const pathItems = ({ document }: Contract, path: string): readonly JsonObject[] => {
  const written = objectOrEmpty(own(objectOrEmpty(own(document, 'paths')), path))
  const behind = follow(document, written)
  return behind === written ? [written] : [behind, written]
}

/** Where the value of a parameter is shown: `examples` may stand in its place only (OpenAPI 3.0.3 §4.7.12). */
const withExample = (holder: JsonObject, example: unknown): JsonObject => {
  const { examples: _, ...others } = holder
  return { ...others, example }
}

const withParameterExample = (written: JsonObject, value: unknown): JsonObject => {
  const content = own(written, 'content')
  if (!isObject(content)) return withExample(written, value)
  const [type, media] = Object.entries(content)[0] ?? []
  if (type === undefined) return written
  return { ...written, content: { [type]: withExample(objectOrEmpty(media), value) } }
}

const valueOf = (values: SampleValues | undefined, place: unknown, name: string): unknown => {
  const held = values && ({ ...values, body: {} } as Record<string, JsonObject>)[String(place)]
  return held && own(held, name)
}

/** All parameters of an operation, its own first, with an example for each that is required. */
const parametersOf = (
  { contract, values }: EnrichedParts,
  holders: readonly JsonObject[],
): readonly JsonObject[] => {
  const found = new Map<string, JsonObject>()
  for (const holder of [...holders].reverse())
    for (const one of arrayOrEmpty(own(holder, 'parameters'))) {
      const written = follow(contract.document, one)
      const name = String(own(written, 'name'))
      const value = valueOf(values, own(written, 'in'), name)
      const key = `${String(own(written, 'in'))} ${name}`
      if (found.has(key)) continue
      // What the request does not succeed without is required, whatever is documented.
      const shown = { ...withParameterExample(written, value), required: true }
      found.set(key, value === undefined ? written : shown)
    }
  return [...found.values()]
}

/** The value as the first example of a media type; those that have names stay. */
const withBodyExample = (media: JsonObject, value: unknown): JsonObject => {
  const named = own(media, 'examples')
  if (!isObject(named)) return { ...media, example: value }
  const first = own(objectOrEmpty(Object.values(named)[0]), 'value')
  if (jsonEqual(first, value)) return media
  return { ...media, examples: { 'A first request': { value }, ...named } }
}

/** The body with its example; the media type that samples are written in stands first. */
const bodyOf = ({ contract, operation, values }: EnrichedParts, written: unknown) => {
  const body = follow(contract.document, written)
  const type = sampleContent(operation)?.mediaType
  const contents = objectOrEmpty(own(body, 'content'))
  const media = type === undefined ? undefined : own(contents, type)
  if (values?.body === undefined || type === undefined || !isObject(media)) return body
  return {
    ...body,
    content: { [type]: undefined, ...contents, [type]: withBodyExample(media, values.body) },
  }
}

/** The servers of an operation that has others than the document: this one comes first all the same. */
const serversOf = ({ local }: EnrichedParts, holders: readonly JsonObject[]) => {
  const own_ = holders.findLast((holder) => arrayOrEmpty(own(holder, 'servers')).length > 0)
  return own_ && [...local, ...remoteServers(own(own_, 'servers'))]
}

const withoutPlaces = ({ servers: _, parameters: __, ...others }: JsonObject): JsonObject => others

/**
 * An operation with a request that succeeds: examples of all that is required, the servers of this place, and
 * samples. What stood at its path stands in it.
 */
export const enrichedOperation = (parts: EnrichedParts): JsonObject => {
  const { contract, operation, samples } = parts
  const written = objectOrEmpty(valueAt(contract.document, operation.pointer))
  const holders = [...pathItems(contract, operation.path), written]
  const servers = serversOf(parts, holders)
  const parameters = parametersOf(parts, holders)
  const body = own(written, 'requestBody')
  return {
    operationId: operation.id,
    ...withoutPlaces(written),
    ...(servers && { servers }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: bodyOf(parts, body) }),
    ...(samples.length > 0 && {
      'x-codeSamples': samples.map(({ label, source }) => ({ lang: label, label, source })),
    }),
  }
}
