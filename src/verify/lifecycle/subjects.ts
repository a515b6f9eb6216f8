import type { Operation } from '../../contract/contract.js'
import { parameterValues } from '../../samples/parameter-value.js'
import type { Inference, Resource, ResourceModel, Role } from '../../resources/resource-model.js'
import type { Case } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import type { Sent, Stage } from '../stage.js'
import type { Subject } from '../subject.js'
import { createdPlace } from './created-place.js'
import { placeOfDraft } from './draft-place.js'
import { isBelow, type PathPlace, shapeOf, valuesFor } from './path-place.js'
import { identityIn, type Thing } from './thing.js'
import { MadeThings } from './made-things.js'
import { saidIn } from './fresh-draft.js'
import { Things } from './things.js'

type Way = Pick<Stage, 'contract' | 'model' | 'settings' | 'prepare' | 'unjudged'>

const ofCollection: ReadonlySet<Role> = new Set(['list', 'create', 'bulk-create', 'bulk-delete'])

/** Refusals that the state of a thing may be the reason of. */
const stateRefusals: ReadonlySet<number> = new Set([403, 409, 422, 423])

/** The resource whose item a path lies below: the one with the longest path. */
const resourceAbove = (model: ResourceModel, path: string): Resource | undefined => {
  const shape = shapeOf(path)
  let best: Resource | undefined
  for (const resource of model.resources.values()) {
    const { itemPath = '' } = resource
    if (itemPath === '' || !`${shape}/`.startsWith(`${shapeOf(itemPath)}/`)) continue
    if (itemPath.length > (best?.itemPath?.length ?? 0)) best = resource
  }
  return best
}

const namesOf = ({ parameters }: Operation): readonly string[] =>
  parameters.flatMap((one) => (one.in === 'path' ? [one.name] : []))

const isWrite = ({ operation: { method } }: RequestDraft): boolean =>
  method !== 'GET' && method !== 'HEAD'

/** So often a thing of a kind that has vanished is made again. */
const mostVanished = 5

/** Finds or makes what the paths of operations name, remembers what was made, and takes it away at the end. */
export class Subjects {
  readonly #way: Way
  readonly #things: Things
  readonly #made: MadeThings
  /** What cases have changed: it is in a state of its own, and may take no children. */
  readonly #changed = new Set<Thing>()
  readonly #vanished = new Map<Resource, number>()

  constructor(way: Way) {
    this.#way = way
    this.#things = new Things(way)
    this.#made = new MadeThings(way)
  }

  /** See `Stage.subject`. */
  readonly subject = async (
    operation: Operation,
    { fresh = false }: { readonly fresh?: boolean } = {},
  ): Promise<Subject> => {
    const inference = this.#way.model.sureInferenceOf(operation.id)
    const isCollection = inference !== undefined && ofCollection.has(inference.role)
    const resource = inference?.resource ?? resourceAbove(this.#way.model, operation.path)
    if (!resource || this.#way.settings.stateless) return documented(operation, [], true)
    if (isCollection) {
      return this.#collection(operation, inference)
    }
    const thing = await this.#thing(resource, operation, fresh)
    if (!thing) {
      const { place } = await this.#things.scope(resource)
      return { ...documented(operation, [place], false), why: this.#things.why(resource) }
    }
    const references = inference && (await this.#things.references(inference, thing.parent))
    const found = documented(operation, [thing.place], thing.isOwn)
    return { ...found, shown: thing.shown, ...(references && { references }) }
  }

  /** Hears of every exchange: what was made, and what is spoilt. */
  readonly notice = (draft: RequestDraft, sent: Sent, one: Case | undefined): void => {
    const here = placeOfDraft(draft)
    const at = this.#things.current.filter(({ place }) => isBelow(here, place))
    if (sent.isSuccess) this.#remember(draft, sent)
    for (const thing of at)
      if (this.#isSpoilt(thing, draft, sent, one) && !this.#isFleeting(thing, sent))
        this.#dropAll(thing)
      else if (one && sent.isSuccess && isWrite(draft) && here.template === thing.place.template)
        this.#changed.add(thing)
  }

  /** Takes away what an accepted write, which had to be refused, has made or changed: lists show it else. */
  readonly discard = async (draft: RequestDraft, sent: Sent): Promise<void> => {
    const inference = this.#way.model.sureInferenceOf(draft.operation.id)
    const place = inference && isWrite(draft) && this.#placeAfter(inference, draft, sent)
    if (place) await this.#made.remove(place)
  }

  /** Takes away what was made, children first; how many are left. */
  readonly cleanUp = (): Promise<number> => this.#made.removeAll()

  async #collection(operation: Operation, inference: Inference): Promise<Subject> {
    const { place, isOwn, parent } = await this.#things.scope(inference.resource)
    const above = await this.#above(operation, place, parent)
    const references = await this.#things.references(inference, parent ?? above)
    const places = above ? [place, above.place] : [place]
    return { ...documented(operation, places, isOwn && (above?.isOwn ?? true)), references }
  }

  /** The item of another resource that a second path of a collection lies below: `/customers/{id}/orders`. */
  async #above(
    operation: Operation,
    place: PathPlace,
    parent: Thing | undefined,
  ): Promise<Thing | undefined> {
    const known = valuesFor(operation.path, [place])
    if (namesOf(operation).every((name) => known.has(name))) return undefined
    const resource = resourceAbove(this.#way.model, operation.path)
    return resource && resource !== parent?.resource ? this.#things.one(resource) : undefined
  }

  /** What is not ours is never deleted. */
  async #thing(
    resource: Resource,
    { method }: Operation,
    fresh: boolean,
  ): Promise<Thing | undefined> {
    const thing = await this.#things.one(resource, fresh)
    const isForeign = thing !== undefined && !thing.isOwn && !resource.isSingleton
    return method === 'DELETE' && isForeign ? undefined : thing
  }

  #remember(draft: RequestDraft, sent: Sent): void {
    const inference = this.#way.model.sureInferenceOf(draft.operation.id)
    if (!inference) return
    const { role, resource } = inference
    if (role === 'delete') this.#made.forget(draft)
    if (role !== 'create' && !(role === 'upsert' && sent.status === 201)) return
    const place = this.#placeAfter(inference, draft, sent)
    if (place && !resource.isSingleton) this.#made.add(resource, place)
  }

  /** Where the thing is that a write has made or changed. */
  #placeAfter(inference: Inference, draft: RequestDraft, sent: Sent): PathPlace | undefined {
    const here = placeOfDraft(draft)
    if (inference.role !== 'create') return here
    return createdPlace({ contract: this.#way.contract, inference, draft, sent }, here)?.place
  }

  /** Gone, changed by what had to be refused, or in a state in which nothing more is accepted. */
  #isSpoilt(thing: Thing, draft: RequestDraft, sent: Sent, one: Case | undefined): boolean {
    const { status, isSuccess } = sent
    if (status === 404 || status === 410) return true
    if (!isSuccess) return stateRefusals.has(status) && this.#changed.has(thing)
    const role = this.#way.model.sureInferenceOf(draft.operation.id)?.role
    if (role === 'delete' || role === 'action') return true
    return isWrite(draft) && (one?.expect.kind === 'refused' || this.#isRenamed(thing, draft))
  }

  #isRenamed({ resource, identity }: Thing, draft: RequestDraft): boolean {
    const inference = this.#way.model.sureInferenceOf(draft.operation.id)
    const said = inference && identityIn(resource, saidIn(inference, draft))
    return said !== undefined && String(said) !== String(identity)
  }

  /** What is never there once it was made need not be made again and again. */
  #isFleeting({ resource }: Thing, { status }: Sent): boolean {
    if (status !== 404) return false
    const times = (this.#vanished.get(resource) ?? 0) + 1
    this.#vanished.set(resource, times)
    return times > mostVanished
  }

  #dropAll(thing: Thing): void {
    this.#things.drop(thing)
    for (const other of this.#things.current) if (other.parent === thing) this.#dropAll(other)
  }
}

const documented = (
  operation: Operation,
  places: readonly PathPlace[],
  isOwn: boolean,
): Subject => {
  const known = valuesFor(operation.path, places)
  const path = operation.parameters.flatMap((parameter) =>
    parameter.in === 'path'
      ? [[parameter.name, known.get(parameter.name) ?? parameterValues(parameter)[0]] as const]
      : [],
  )
  return {
    path: new Map(path),
    isOwn: isOwn && namesOf(operation).every((name) => known.has(name)),
  }
}
