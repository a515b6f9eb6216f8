import type { Content, DocumentedResponse, Operation } from '../../contract/contract.js'
import { isObject } from '../../lib/json-object.js'
import { isJson } from '../../lib/media-type.js'
import { once } from '../../lib/once.js'
import { bytesOf } from '../../lib/text-bytes.js'
import type { BodyValue } from '../../generate/content-value.js'
import { bodyValue } from '../../mock/body-value.js'
import { chooseContent } from '../../mock/choose-response.js'
import { replyHeaders } from '../../mock/reply-headers.js'
import { satisfies } from '../../generate/satisfies.js'
import { modelOf, project } from './project.js'
import type { Inference, PropertyPath } from '../resource-model.js'
import type { Sampler } from './sampler.js'
import {
  isValidAt,
  itemsPlace,
  keywordOf,
  membersOf,
  placeAtPath,
  placeOf,
  type SchemaPlace,
} from '../../generate/schema-place.js'
import { shapedRecord } from './shaped-record.js'
import { bodyOf, type SaidBody, type StateAnswer, type StateMessage } from './state-answer.js'
import type { StateReply } from './state-handler.js'
import type { StateRecord } from './state-record.js'
import { valueAtPath, withoutPath, withValueAtPath } from '../../lib/value-path.js'

/** Statuses whose messages have no body (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
const bodiless = new Set([204, 205, 304])

/** Where records stand in a content, and whether they stand in a list there. */
interface RecordPlace {
  readonly place: SchemaPlace | undefined
  readonly isList: boolean
}

const withMore = (body: unknown, more: NonNullable<StateAnswer['more']>): unknown =>
  more.reduce(
    (all, [path, value]) =>
      value === undefined ? withoutPath(all, path) : withValueAtPath(all, path, value),
    body,
  )

/** Only those values that the schema knows and allows. */
const withFitting = (
  body: unknown,
  more: NonNullable<StateAnswer['more']>,
  { schema }: Content,
  whole: SchemaPlace | undefined,
): unknown =>
  more.reduce((all, one) => {
    if (!schema || !placeAtPath(whole, one[0])) return all
    const next = withMore(all, [one])
    return satisfies(schema, next) ? next : all
  }, body)

/** XML, and the ranges that JSON is one of: objects are answered as such. */
const structured = /[/+]xml$|^(\*|application)\/\*/

/** Only values are made of records; text and bytes come from the contract. */
const isStructured = ({ mediaType }: Content): boolean =>
  isJson(mediaType) || structured.test(mediaType)

/** The members that the client wants, and those that the schema does. */
const picked = (
  value: unknown,
  fields: ReadonlySet<string> | undefined,
  place: SchemaPlace | undefined,
): unknown => {
  if (!fields || fields.size === 0 || !isObject(value)) return value
  const required = place ? membersOf(place).required : new Set<string>()
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => fields.has(name) || required.has(name)),
  )
}

/** Who hears of what cannot be answered from state. */
export interface StateFaults {
  readonly warn: (message: string) => void
  /** No body can be made for a content: throws, unless such bodies are to be sent all the same. */
  readonly unsatisfiable: (
    operation: Operation,
    response: DocumentedResponse,
    content: Content,
    flaw: string,
  ) => void
}

/** Writes what one operation answers in the words of its contract. */
export class StateWriter {
  readonly #inference: Inference
  readonly #operation: Operation
  readonly #faults: StateFaults
  /** A valid body of each content: what records do not say comes from it. */
  readonly #models = new WeakMap<Content, Promise<BodyValue>>()
  readonly #headers = new WeakMap<DocumentedResponse, Promise<readonly string[]>>()
  /** Records are frozen: what was said of one in a schema holds as long as it is there. */
  readonly #said = new WeakMap<StateRecord, Map<SchemaPlace['schema'], unknown>>()
  readonly #places = new WeakMap<Content, RecordPlace>()
  readonly #sound = new WeakMap<object, Content>()
  readonly #warned = new WeakSet<Content>()

  readonly #fallback: () => SchemaPlace | undefined

  /** `fallback` is what a record is like where the answer has no schema for it. */
  constructor(inference: Inference, fallback: () => SchemaPlace | undefined, faults: StateFaults) {
    this.#inference = inference
    this.#operation = inference.operation
    this.#fallback = fallback
    this.#faults = faults
  }

  /**
   * The reply; the contract's own body where none can be made of the records that it allows.
   * @throws SetupError `contract-unsatisfiable` (501) where there is none at all, so that nothing is written.
   */
  async reply(
    answer: StateAnswer,
    accept: string | undefined,
    sampler: Sampler,
  ): Promise<StateReply> {
    const message = await this.message(answer, accept, sampler)
    const { status, headers, content, isMine } = message
    if (!content) {
      const length = status === 204 || status === 304 ? [] : ['Content-Length', '0']
      return { reply: { status, headers: [...headers, ...length] }, answeredBy: 'state' }
    }
    const { mediaType, body } = bodyOf(message, content)
    const typed = [...headers, 'Content-Type', mediaType]
    const length =
      typeof body === 'string'
        ? bytesOf(body).length
        : body instanceof Uint8Array
          ? body.length
          : undefined
    const sized = length === undefined ? typed : [...typed, 'Content-Length', String(length)]
    return { reply: { status, headers: sized, body }, answeredBy: isMine ? 'state' : 'mock' }
  }

  /** The same, before it is written in a media type. */
  async message(
    answer: StateAnswer,
    accept: string | undefined,
    sampler: Sampler,
  ): Promise<StateMessage> {
    const { status, response } = answer
    const headers = await this.#headersOf(answer)
    const content = bodiless.has(status) ? undefined : chooseContent(response, accept)
    if (!content) return { status, headers, content, value: undefined, isMine: true }
    const model = await this.#modelOf(content)
    const value = this.#bodyOf(answer, content, model.value, sampler)
    if (value !== undefined) return { status, headers, content, value, isMine: true }
    this.#tell(content)
    if (model.flaw !== undefined)
      this.#faults.unsatisfiable(this.#operation, response, content, model.flaw)
    return { status, headers, content, value: model.value, isMine: false }
  }

  #modelOf(content: Content): Promise<BodyValue> {
    const known = this.#models.get(content) ?? bodyValue(this.#operation, content)
    this.#models.set(content, known)
    return known
  }

  async #headersOf({ response, headers = [] }: StateAnswer): Promise<readonly string[]> {
    const known = this.#headers.get(response) ?? replyHeaders(response, this.#operation)
    this.#headers.set(response, known)
    const mine = new Set(headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()))
    const usual = await known
    const kept = usual.filter((_, at) => !mine.has((usual[at - (at % 2)] as string).toLowerCase()))
    const deprecation = this.#operation.deprecated ? ['Deprecation', 'true'] : []
    return [...kept, ...headers, ...deprecation]
  }

  /** The body of an answer; undefined when the contract allows none that says what is so. */
  #bodyOf(answer: StateAnswer, content: Content, model: unknown, sampler: Sampler): unknown {
    const { at, more = [], body: said } = answer
    if (!isStructured(content)) return typeof said?.value === 'string' ? said.value : undefined
    const whole = placeOf(content.schema)
    const shown = at ? this.#shown(answer, at, content, model, sampler) : model
    const body = said
      ? this.#told(said, whole, said.value, answer, sampler)
      : at
        ? withMore(shown, more)
        : withFitting(shown, more, content, whole)
    if (this.#isSound(content, body)) return body
    const mended =
      whole &&
      project(
        whole,
        body,
        modelOf(() => model),
      )
    const isKept = at === undefined || valueAtPath(mended, at) !== undefined
    return isKept && this.#isSound(content, mended) ? mended : undefined
  }

  /** What was said of a record is the same object each time: it is judged once. */
  #isSound(content: Content, body: unknown): boolean {
    const { schema } = content
    if (!schema) return true
    if (!isObject(body)) return satisfies(schema, body)
    if (this.#sound.get(body) === content) return true
    const isSound = satisfies(schema, body)
    if (isSound) this.#sound.set(body, content)
    return isSound
  }

  /** The model with the records of an answer in it. */
  #shown(
    answer: StateAnswer,
    at: PropertyPath,
    content: Content,
    model: unknown,
    sampler: Sampler,
  ): unknown {
    const { record, records } = answer
    const { place, isList } = this.#placeIn(content, at)
    const all = (records ?? (record ? [record] : [])).map((one) =>
      this.#say(one, place, answer, sampler),
    )
    if (all.length === 0 && !records) return model
    return withValueAtPath(model, at, isList || records ? all : all[0])
  }

  /** The schema of a record in a content: looked up once, so that what is said of records is found again. */
  #placeIn(content: Content, at: PropertyPath): RecordPlace {
    const known = this.#places.get(content)
    if (known) return known
    const found = placeAtPath(placeOf(content.schema), at)
    const items = found && itemsPlace(found)
    // Of an array, nobody need say what it holds.
    const isArray = found !== undefined && keywordOf(found, 'type') === 'array'
    const isList = (items !== undefined || isArray) && found !== undefined && isValidAt(found, [])
    const made = { place: (isList ? items : found) ?? this.#fallback(), isList }
    this.#places.set(content, made)
    return made
  }

  /** A record in the representation of a place. */
  #say(
    record: StateRecord,
    place: SchemaPlace | undefined,
    { fields }: StateAnswer,
    sampler: Sampler,
    isOther = false,
  ): unknown {
    const value = () => (isOther ? record.value : shapedRecord(this.#inference, record.value))
    if (!place) return picked(value(), fields, place)
    const said = this.#said.get(record) ?? new Map<SchemaPlace['schema'], unknown>()
    this.#said.set(record, said)
    if (!said.has(place.schema)) {
      const seed = `${this.#operation.path} ${record.key}`
      const model = {
        whole: once(() => sampler(place, seed, '')),
        member: (name: string, part: SchemaPlace) => sampler(part, `${seed} ${name}`, name),
      }
      said.set(place.schema, project(place, value(), model))
    }
    return picked(said.get(place.schema), fields, place)
  }

  /** A body as it was said, with each record in it as the schema of its place has it. */
  #told(
    said: SaidBody,
    place: SchemaPlace | undefined,
    value: unknown,
    answer: StateAnswer,
    sampler: Sampler,
  ): unknown {
    if (typeof value !== 'object' || value === null) return value
    const known = said.recordIn(value)
    if (known) {
      const { record, state } = known
      const isOther = state.resource.name !== this.#inference.resource.name
      return this.#say(record, place ?? state.place, answer, sampler, isOther)
    }
    if (Array.isArray(value)) {
      const items = place && itemsPlace(place)
      return value.map((item) => this.#told(said, items, item, answer, sampler))
    }
    const told = Object.entries(value).flatMap(([name, member]) => {
      if (member === undefined) return []
      const part = placeAtPath(place, [name])
      return [[name, this.#told(said, part, member, answer, sampler)] as const]
    })
    return Object.fromEntries(told)
  }

  #tell(content: Content): void {
    if (this.#warned.has(content)) return
    this.#warned.add(content)
    if (!isStructured(content)) return
    const { id, method, path } = this.#operation
    this.#faults.warn(
      `${id} (${method} ${path}) is answered as the mock does: its records cannot be said in the schema of ${content.mediaType}`,
    )
  }
}
