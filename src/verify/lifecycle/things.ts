import type { Inference, Resource } from '../../resources/resource-model.js'
import { validDraft } from '../plan/valid-draft.js'
import type { Stage } from '../stage.js'
import type { Subject } from '../subject.js'
import { parameterValues } from '../../samples/parameter-value.js'
import { findMade } from './find-made.js'
import { saidIn } from './fresh-draft.js'
import { firstListed, makeThing, type Made } from './make-thing.js'
import { namesIn, type PathPlace, valuesFor } from './path-place.js'
import { referencesOf, referring } from './references.js'
import { mainOf, operationsOf, pathAbove, pathParameter } from './resource-operations.js'
import { itemPlace, recordIn, type Thing } from './thing.js'

/** What a resource lies below. */
export interface Scope extends Subject {
  readonly place: PathPlace
  readonly parent: Thing | undefined
}

type Way = Pick<Stage, 'contract' | 'model' | 'settings' | 'prepare'>

/** The things that the plan has made, or found: one of each resource is used until it is spoilt. */
export class Things {
  readonly #way: Way
  readonly #current = new Map<string, Thing>()
  readonly #pending = new Set<string>()
  readonly #whys = new Map<string, string>()
  #turn = 0

  constructor(way: Way) {
    this.#way = way
  }

  /** Those that are in use. */
  get current(): readonly Thing[] {
    return [...this.#current.values()]
  }

  /** Why none could be made. */
  readonly why = ({ name }: Resource): string | undefined => this.#whys.get(name)

  /** Another one is made when the next is asked for. */
  readonly drop = (thing: Thing): void => {
    if (this.#current.get(thing.resource.name) === thing) this.#current.delete(thing.resource.name)
  }

  /** One that is there: that of before, else a new one, else the first that is listed. */
  readonly one = async (resource: Resource, isFresh = false): Promise<Thing | undefined> => {
    const known = isFresh ? undefined : this.#current.get(resource.name)
    if (known) return known
    // Who is asked for while it is being made lies in a circle.
    if (this.#pending.has(resource.name)) return undefined
    this.#pending.add(resource.name)
    try {
      const found = await this.#make(resource)
      if (found) this.#current.set(resource.name, found)
      return found
    } finally {
      this.#pending.delete(resource.name)
    }
  }

  /** The path of what a resource lies below: its parents are made as well. */
  readonly scope = async (resource: Resource): Promise<Scope> => {
    const template = pathAbove(resource)
    const above = resource.parent && this.#way.model.resource(resource.parent.resource)
    const parent = above && above !== resource ? await this.one(above) : undefined
    const operations = operationsOf(this.#way.model, resource)
    const known = parent ? valuesFor(template, [parent.place]) : new Map<string, unknown>()
    const names = namesIn(template)
    const values = names.map((name) => {
      const parameter = pathParameter(operations, name)
      return known.get(name) ?? (parameter && parameterValues(parameter)[0])
    })
    const isOwn = names.every((name) => known.has(name)) && (parent?.isOwn ?? true)
    const path = new Map(names.map((name, index) => [name, values[index]]))
    return { place: { template, values }, path, isOwn, parent }
  }

  /** Names of other things for what the request of an operation says of them. */
  readonly references = async (
    inference: Inference,
    parent: Thing | undefined,
  ): Promise<ReadonlyMap<string, unknown>> => {
    const found = new Map<string, unknown>()
    for (const reference of referencesOf(this.#way.model, inference)) {
      const { target, name } = reference
      const thing = target === parent?.resource ? parent : await this.one(target)
      const value = thing && referring(reference, thing.identity[0])
      if (value !== undefined) found.set(name, value)
    }
    return found
  }

  /** Tries to make a new one; undefined where no operation does. */
  readonly tryToMake = async (
    resource: Resource,
  ): Promise<
    { readonly made: Made; readonly inference: Inference; readonly scope: Scope } | undefined
  > => {
    const { settings, model } = this.#way
    if (settings.safeOnly || settings.stateless) return undefined
    const operations = operationsOf(model, resource)
    const inference =
      mainOf(operations, 'create', resource) ?? mainOf(operations, 'upsert', resource)
    if (!inference || resource.isSingleton) return undefined
    let scope = await this.scope(resource)
    let made = await this.#tried(inference, scope)
    // A parent may be closed for what is new: below another one it is tried again.
    if (!made.sent.isSuccess && scope.parent?.isOwn === true) {
      await this.one(scope.parent.resource, true)
      scope = await this.scope(resource)
      made = await this.#tried(inference, scope)
    }
    const found = made.place
      ? made
      : { ...made, ...(await findMade(this.#way, inference, made, scope)) }
    return { made: found, inference, scope }
  }

  async #tried(inference: Inference, scope: Scope): Promise<Made> {
    const references = await this.references(inference, scope.parent)
    const seed = `${this.#way.settings.nonce} ${inference.resource.name} ${this.#turn++}`
    return makeThing(this.#way, inference, { ...scope, references }, seed)
  }

  async #make(resource: Resource): Promise<Thing | undefined> {
    const { settings } = this.#way
    if (settings.stateless) return undefined
    if (resource.isSingleton) {
      const { place, isOwn, parent } = await this.scope(resource)
      return { resource, place: itemPlace(resource, place, []), identity: [], isOwn, parent }
    }
    const tried = await this.tryToMake(resource)
    if (!tried) return this.#listed(resource)
    const { made, inference, scope } = tried
    const { place, identity, sent, draft } = made
    if (!place || !identity) {
      this.#whys.set(resource.name, whyNot(inference, made))
      return this.#listed(resource)
    }
    const shown = recordIn(inference, sent.body)
    const said = saidIn(inference, draft)
    return { resource, place, identity, isOwn: true, parent: scope.parent, shown, said }
  }

  async #listed(resource: Resource): Promise<Thing | undefined> {
    const list = mainOf(operationsOf(this.#way.model, resource), 'list', resource)
    if (!list) return undefined
    const scope = await this.scope(resource)
    const references = await this.references(list, scope.parent)
    const subject = { ...scope, references }
    const draft = await validDraft(list.operation, { subject, values: 'documented', seed: '' })
    const sent = await this.#way.prepare(draft)
    const found = sent.isSuccess ? firstListed(list, scope.place, sent.body) : undefined
    return found && { resource, ...found, isOwn: false, parent: scope.parent }
  }
}

const whyNot = ({ operation: { method, path } }: Inference, { sent }: Made): string => {
  const what = `${method} ${path} answered ${sent.status === 0 ? 'nothing' : sent.status}`
  return sent.isSuccess
    ? `${what}, and nothing says what was made.`
    : `${what}: nothing could be made for it.`
}
