import type { Contract } from '../../contract/contract.js'
import { groupBy } from '../../lib/group-by.js'
import { own, type JsonObject } from '../../lib/json-object.js'
import { escapeToken, tokens, valueAt } from '../../lib/json-pointer.js'
import { essence, isJson } from '../../lib/media-type.js'
import { reasonPhrase } from '../../lib/reason-phrase.js'
import type { Finding } from '../finding.js'
import { readReplyBody } from '../judge/read-reply-body.js'
import { isReply, replyHeader, type WireReply } from '../wire.js'
import { inferSchema, type SchemaDialect } from './infer-schema.js'
import { requestPointers } from './request-pointers.js'
import { valuesAt } from './values-at.js'

/** One action of an overlay. */
interface SuggestedAction {
  readonly target: string
  readonly description: string
  readonly update: object
}

/** What a contract lacks, as a document that adds it (Overlay 1.0.0). */
export interface SuggestedOverlay {
  readonly overlay: '1.0.0'
  readonly info: { readonly title: string; readonly version: string }
  readonly actions: readonly SuggestedAction[]
}

/** A finding with its reply, and the pointer of what is to be added to. */
interface Lack {
  readonly finding: Finding
  readonly reply: WireReply
  /** JSON pointer of the responses, the response or the schema that is added to. */
  readonly target: string
}

interface Suggesting {
  readonly dialect: SchemaDialect
  /** The pointers of what requests are made of. */
  readonly sent: ReadonlySet<string>
}

const suffixes: Readonly<Record<string, RegExp>> = {
  V101: /$/,
  V102: /\/content$/,
  V105: /\/properties$/,
}

/** What can be added to the document; parts of other files cannot be reached by an overlay. */
const lackOf = (finding: Finding): readonly Lack[] => {
  const { answer, place, contractPointer = place.pointer, rule, secondary } = finding
  const suffix = suffixes[rule]
  if (!suffix || secondary || !answer || !isReply(answer) || contractPointer === undefined)
    return []
  if (tokens(contractPointer)[0] === 'x-files') return []
  return [{ finding, reply: answer, target: contractPointer.replace(suffix, '') }]
}

const quoted = (name: string): string => `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A JSON pointer into a document as a JSONPath query (RFC 9535), which tells indices from names. */
const jsonPathOf = (document: JsonObject, pointer: string): string => {
  let at: unknown = document
  const steps = tokens(pointer).map((token) => {
    const step = Array.isArray(at) ? token : quoted(token)
    at = valueAt(at, `/${escapeToken(token)}`)
    return `[${step}]`
  })
  return `$${steps.join('')}`
}

const mediaTypeOf = (reply: WireReply): string | undefined => {
  const said = replyHeader(reply, 'content-type')
  return reply.bytes.length > 0 && said !== undefined ? essence(said) : undefined
}

/** The content of replies, by media type, with a schema that all of them satisfy. */
const contentOf = (lacks: readonly Lack[], dialect: SchemaDialect): object | undefined => {
  const typed = lacks.filter(({ reply }) => mediaTypeOf(reply) !== undefined)
  if (typed.length === 0) return undefined
  const byType = groupBy(typed, ({ reply }) => mediaTypeOf(reply) ?? '')
  return Object.fromEntries(
    [...byType].map(([mediaType, all]) => {
      const values = all.map(({ reply }) => readReplyBody(reply).value)
      const known = isJson(mediaType) && values.every((value) => value !== undefined)
      return [mediaType, known ? { schema: inferSchema(values, dialect) } : {}]
    }),
  )
}

const responsesOf = (lacks: readonly Lack[], dialect: SchemaDialect): object =>
  Object.fromEntries(
    [...groupBy(lacks, ({ reply }) => reply.status)].map(([status, all]) => {
      const content = contentOf(all, dialect)
      const description = reasonPhrase(status) || 'Answered, and not documented until now.'
      return [String(status), { description, ...(content && { content }) }]
    }),
  )

/** What answers have, requests may not: a schema that both are made of says so. */
const propertiesOf = (lacks: readonly Lack[], { dialect, sent }: Suggesting): object => {
  const pointerOf = ({ finding }: Lack): string => finding.dataPointer ?? ''
  const byName = groupBy(lacks, (lack) => tokens(pointerOf(lack)).at(-1) ?? '')
  return Object.fromEntries(
    [...byName].map(([name, all]) => {
      const values = all.flatMap((lack) =>
        valuesAt(readReplyBody(lack.reply).value, pointerOf(lack)),
      )
      const isSent = all.some(({ target }) => sent.has(target))
      return [name, { ...inferSchema(values, dialect), ...(isSent && { readOnly: true }) }]
    }),
  )
}

const updates: Readonly<
  Record<string, (lacks: readonly Lack[], means: Suggesting) => object | undefined>
> = {
  V101: (lacks, { dialect }) => responsesOf(lacks, dialect),
  V102: (lacks, { dialect }) => {
    const content = contentOf(lacks, dialect)
    return content && { content }
  },
  V105: (lacks, means) => ({ properties: propertiesOf(lacks, means) }),
}

const saidOf = ({ finding: { rule, method, path } }: Lack): string =>
  `${rule}: seen at ${method} ${path}`

const dialectOf = ({ document }: Contract): SchemaDialect =>
  String(own(document, 'openapi')).startsWith('3.0') ? '3.0' : '3.1'

/**
 * What was answered and is not documented, as an overlay: statuses (V101), media types (V102) and members
 * (V105), with schemas made of what was seen. Undefined when nothing can be added.
 */
export const suggestOverlay = (
  contract: Contract,
  findings: readonly Finding[],
): SuggestedOverlay | undefined => {
  const means = { dialect: dialectOf(contract), sent: requestPointers(contract.document) }
  const lacks = findings.flatMap(lackOf)
  const groups = groupBy(lacks, ({ finding: { rule }, target }) => `${rule} ${target}`)
  const actions = [...groups.values()].flatMap((all): readonly SuggestedAction[] => {
    const [first] = all as readonly [Lack]
    const update = updates[first.finding.rule]?.(all, means)
    if (!update) return []
    return [
      { target: jsonPathOf(contract.document, first.target), description: saidOf(first), update },
    ]
  })
  if (actions.length === 0) return undefined
  const title = `What ${contract.title} lacks, as it was seen`
  return { overlay: '1.0.0', info: { title, version: contract.version }, actions }
}
