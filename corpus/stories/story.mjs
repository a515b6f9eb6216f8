// The story of one resource: what is made is there, what is changed shows, what is deleted is gone.
import { begin } from './beginning.mjs'
import { isScalar } from './bodies.mjs'
import { change } from './changes.mjs'
import { valueAt } from './client.mjs'
import { end } from './end.mjs'
import { walkList } from './lists.mjs'
import { look } from './look.mjs'
import { act, createMany } from './others.mjs'
import { itemPlace, valuesFor } from './places.mjs'
import { isName, saysOf, StoryFailure } from './story-failure.mjs'

const isSuccess = ({ code }) => code >= 200 && code < 300

const parameterOf = ({ parameters }, place, isMeant) =>
  parameters.find((one) => one.in === place && isMeant(one))

/** Comparisons that a record's own value does not meet. */
const excluding = new Set(['above', 'below', 'not'])

/** Tells the story of a resource: `roles` are its inferences by role, `world` is how others are reached. */
export class Story {
  /** The pairs of steps that were seen to hold together, and what could not be tried. */
  links = []
  skipped = []
  /** Numbers for names that nobody has. */
  turns = 90
  /** What parameters name that a list cannot do without. */
  names = new Map()

  constructor({ client, resource, roles, world }) {
    Object.assign(this, { client, resource, roles, world })
  }

  all(role) {
    return this.roles.get(role) ?? []
  }

  /** The operation with a role; that of the collection itself where several have it. */
  main(role) {
    const isOwn = ({ operation, scope }) =>
      !scope && operation.path === this.resource.collectionPath
    return this.all(role).find(isOwn) ?? this.all(role)[0]
  }

  /** Sends a request of a step, which has to succeed unless `wanted` says another status. */
  async step(name, inference, extra = {}, wanted = undefined) {
    const { operation } = inference
    let reply
    try {
      reply = await this.client.send(operation, { ...this.given(inference), ...extra })
    } catch (error) {
      throw new StoryFailure(name, operation, `no valid request: ${error.message}`)
    }
    this.check(name, operation, reply, wanted)
    return reply
  }

  check(name, operation, reply, wanted) {
    if (wanted === undefined ? isSuccess(reply) : reply.code === wanted) return
    const what = wanted === undefined ? '' : `, not ${wanted}`
    throw new StoryFailure(name, operation, `answered ${reply.code}${what}: ${saysOf(reply)}`)
  }

  /**
   * The identity in a record, one value for each parameter, as the answer of an operation shows it; undefined
   * where one is missing.
   */
  identityOf(record, { named } = {}) {
    const { identity } = this.resource
    const found = identity && (named ?? identity.properties).map((path) => valueAt(record, path))
    return found?.every(isName) ? found : undefined
  }

  /** Whether a record is the one that the story is about. */
  isMine(record, inference) {
    return String(this.identityOf(record, inference)) === String(this.own)
  }

  /** Notes which record the story is about. */
  meet(own, record) {
    this.own = own
    this.record = record ?? this.record
    this.place = itemPlace(this.resource, this.scope, own)
  }

  /** What a request about the record says of it. */
  given(inference) {
    const header = this.#header(inference)
    const given = { path: this.#path(inference), query: this.#query(inference) }
    return header ? { ...given, header } : given
  }

  #path({ operation, scope = [] }) {
    const path = valuesFor(operation.path, [this.place, this.scope].filter(Boolean))
    for (const { parameter, property } of scope) {
      const value = valueAt(this.record, property) ?? this.names.get(parameter)
      if (isName(value)) path.set(parameter, value)
    }
    return path
  }

  /** Filters that a list cannot do without get the values of the record. */
  #query({ operation, list }) {
    const inQuery = (name) => parameterOf(operation, 'query', (one) => one.name === name)
    const query = this.#own(inQuery)
    for (const { parameter, property, test } of list?.filters ?? []) {
      const value = valueAt(this.record, property) ?? this.names.get(parameter)
      const isWanted = inQuery(parameter)?.required && !excluding.has(test)
      if (isWanted && isScalar(value)) query[parameter] = test === 'oneOf' ? [value] : value
    }
    return query
  }

  /** The name of the record, where it stands in the query. */
  #own(inQuery) {
    const names = this.own ? (this.resource.identity?.parameters ?? []) : []
    const said = names.map((name, index) => [name, this.own?.[index]])
    return Object.fromEntries(said.filter(([name]) => inQuery(name)))
  }

  #header({ operation }) {
    const match = parameterOf(operation, 'header', ({ name }) => /^if-match$/i.test(name))
    return match?.required ? { [match.name]: this.etag ?? '*' } : undefined
  }

  /** All items of a list. */
  async items(name, list) {
    const { operation } = list
    const check = (reply) => this.check(name, operation, reply)
    try {
      const { items, first } = await walkList(this.client, list, this.given(list), check)
      if (items) return items.map((item) => valueAt(item, list.itemAt ?? []))
      throw new StoryFailure(name, operation, `no list where it should be: ${saysOf(first)}`)
    } catch (error) {
      if (error instanceof StoryFailure) throw error
      throw new StoryFailure(name, operation, `no valid request: ${error.message}`)
    }
  }

  /** Finds out where the resource is, and what is there before anything is done. */
  async open() {
    this.scope = await this.world.scopeOf(this.resource)
    if (this.resource.isSingleton) this.meet([])
    const list = this.main('list')
    if (!list) return
    await this.#learnNames(list)
    this.before = await this.items('list', list)
  }

  /** What a list cannot do without names things that are elsewhere: whoever asks has seen them there. */
  async #learnNames({ operation, scope = [] }) {
    const wanted = operation.parameters.filter((one) => one.in === 'query' && one.required)
    const names = [...scope.map(({ parameter }) => parameter), ...wanted.map(({ name }) => name)]
    for (const name of names) {
      const value = await this.world.nameFor(name, this.resource)
      if (value !== undefined) this.names.set(name, value)
    }
  }

  /** The place of any record: the first that is listed, or a new one. */
  async anyPlace() {
    await this.open()
    const own = this.before?.map((item) => this.identityOf(item, this.main('list'))).find(Boolean)
    if (own) this.meet(own)
    else await begin(this)
    return this.place
  }

  async tell() {
    await this.open()
    await begin(this)
    await look(this)
    for (const role of ['merge', 'replace', 'upsert'])
      for (const inference of this.place ? this.all(role) : []) await change(this, inference)
    for (const inference of this.place ? this.all('action') : []) await act(this, inference)
    for (const inference of this.all('bulk-create')) await createMany(this, inference)
    if (this.place) await end(this)
  }
}
