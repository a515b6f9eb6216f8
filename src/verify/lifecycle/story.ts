import { pointer } from '../../lib/json-pointer.js'
import { placeAtPath, placeOf } from '../../generate/schema-place.js'
import type { Inference, Resource } from '../../resources/resource-model.js'
import type { Case, Expectation } from '../case.js'
import type { Fault } from '../finding.js'
import { type DraftWish, validDraft } from '../plan/valid-draft.js'
import type { RequestDraft } from '../request-draft.js'
import type { Sent, Stage } from '../stage.js'
import type { Subject } from '../subject.js'
import { isReply, replyHeader } from '../wire.js'
import { type Difference, differences } from './differences.js'
import { namesIn, type PathPlace, valuesFor } from './path-place.js'
import { mainOf, type ResourceOperations } from './resource-operations.js'
import { type Step } from './story-cases.js'
import { identityIn, recordIn } from './thing.js'

/** The thing that a story is about. */
export interface StoryThing {
  readonly place: PathPlace
  readonly identity: readonly unknown[]
  /** The record as it was said when it was made. */
  readonly said: unknown
  /** True when the answer to its creation has shown the same identity. */
  readonly isSure: boolean
  readonly created: Sent
  readonly draft: RequestDraft
}

/** What a story is told with. */
export interface StoryParts {
  readonly stage: Stage
  readonly resource: Resource
  readonly operations: ResourceOperations
  readonly cases: ReadonlyMap<Step, Case>
  /** What the resource lies below. */
  readonly scope: Subject & { readonly place: PathPlace }
  /** Another one for each story. */
  readonly seed: string
}

/** The words of a value in a message. */
const told = (value: unknown): string => {
  const text =
    typeof value === 'bigint'
      ? String(value)
      : JSON.stringify(value, (_, part: unknown) =>
          typeof part === 'bigint' ? String(part) : part,
        )
  return text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** The life of one thing, as far as it is told; steps add to it. */
export class Story {
  readonly parts: StoryParts
  thing: StoryThing | undefined
  /** What the last read has shown, and its strong ETag. */
  record: unknown
  etag: string | undefined
  #turn = 0

  constructor(parts: StoryParts) {
    this.parts = parts
  }

  /** The operation with a role, that of the resource's own path. */
  main(role: Inference['role']): Inference | undefined {
    return mainOf(this.parts.operations, role, this.parts.resource)
  }

  /** A text that nothing else in the run is called. */
  name(): string {
    return `${this.parts.seed} ${this.#turn++}`
  }

  /** A valid request to the thing, or to what it lies below; undefined where its path is not known. */
  async draft(
    { operation }: Inference,
    values: DraftWish['values'] = 'documented',
  ): Promise<RequestDraft | undefined> {
    const { scope } = this.parts
    const path = valuesFor(operation.path, [...(this.thing ? [this.thing.place] : []), scope.place])
    if (namesIn(operation.path).some((name) => !path.has(name))) return undefined
    const { references } = scope
    const subject = { path, isOwn: true, ...(references && { references }) }
    const draft = await validDraft(operation, { subject, values, seed: this.name() })
    return this.#matching(draft)
  }

  /** Sends the request of a step. */
  send(step: Step, draft: RequestDraft): Promise<Sent> {
    const one = this.parts.cases.get(step)
    return one ? this.parts.stage.send(one, draft) : this.parts.stage.prepare(draft)
  }

  /** Reads the thing, and notes what is shown; `expect` says what else than success is fine. */
  async look(expect?: Expectation): Promise<Sent | undefined> {
    const read = this.main('read')
    const draft = read && (await this.draft(read))
    if (!read || !draft) return undefined
    const sent = await this.parts.stage.prepare(draft, 'user', expect)
    if (sent.isSuccess) this.note(read, sent)
    return sent
  }

  /** Notes what an answer shows of the thing. */
  note(inference: Inference, sent: Sent): void {
    this.record = recordIn(inference, sent.body)
    const etag = isReply(sent.answer) ? replyHeader(sent.answer, 'etag') : undefined
    this.etag = etag?.startsWith('"') === true ? etag : undefined
  }

  /** In what the record that was read is not what was said. */
  compare(said: unknown): readonly Difference[] {
    const read = this.main('read')
    const schema = read?.response?.content?.schema
    const place = placeAtPath(placeOf(schema), read?.response?.at ?? [])
    if (!place) return []
    const { identity, parent } = this.parts.resource
    const own = [...(identity?.properties ?? []), ...(identity?.alternatives ?? [])]
    const names = new Set([...own, parent?.property ?? []].map(([name = '']) => pointer(name)))
    return differences(said, this.record, place).filter(
      (one) => !names.has(pointer(one.pointer.split('/')[1] ?? '')),
    )
  }

  /** Whether a record that was read is another one than that which was made. */
  isAnother(read: Inference): boolean {
    const { thing, record } = this
    if (!thing?.isSure) return false
    const shown = identityIn(this.parts.resource, record, read.named)
    return shown !== undefined && String(shown) !== String(thing.identity)
  }

  /** Notes what is wrong, with the exchange that shows it. */
  found(step: Step, message: string, sent: Sent, more: Partial<Fault> = {}): void {
    const one = this.parts.cases.get(step)
    if (one) this.parts.stage.find(one, { rule: one.expect.rule, message, ...more }, sent)
  }

  /** Notes that a member is not what it should be. */
  differs(step: Step, what: string, { pointer: at, wanted, shown }: Difference, sent: Sent): void {
    const read = this.main('read')?.response?.at ?? []
    const message = `${at.slice(1)} ${what} ${told(wanted)}, and is read as ${told(shown)}`
    this.found(step, `${message}.`, sent, { dataPointer: pointer(...read) + at })
  }

  /** Notes that a step holds. */
  holds(step: Step, sent: Sent): void {
    const one = this.parts.cases.get(step)
    if (one) this.parts.stage.passed(one, sent)
  }

  /** Notes that a step proves nothing, and why. */
  unverified(step: Step, why: string): void {
    const one = this.parts.cases.get(step)
    if (one) this.parts.stage.unverified(one, why)
  }

  /** What compares versions where an operation insists on it (RFC 6585 §3). */
  #matching(draft: RequestDraft): RequestDraft {
    const match = draft.operation.parameters.find(
      ({ in: place, name, required }) => place === 'header' && required && /^if-match$/i.test(name),
    )
    if (!match) return draft
    return { ...draft, parameters: new Map([...draft.parameters, [match, this.etag ?? '*']]) }
  }
}
