// The story of one resource: what is made is there, what is changed shows, what is deleted is gone.
import { membersOf, placeAtPath } from '../dist/resources/schema-place.js'
import { momentOf } from '../dist/resources/resource-words.js'
import { isDeepStrictEqual } from 'node:util'
import {
  ImpossibleRequest,
  isObject,
  isScalar,
  newBody,
  patchFor,
  takesPatch,
  trying,
  withValue,
} from './state-bodies.mjs'
import { valueAt } from './state-client.mjs'
import { walkList } from './state-lists.mjs'
import { itemPlace, placeAt, valuesFor } from './state-places.mjs'

/** Why a story ends: the step that failed, the operation it used, and what was wrong. */
export class StoryFailure extends Error {
  constructor(step, operation, why) {
    super(why)
    Object.assign(this, { step, operation: `${operation.method} ${operation.path}`, why })
  }
}

const isSuccess = ({ code }) => code >= 200 && code < 300
const isName = (value) => (typeof value === 'string' && value !== '') || typeof value === 'number'
const pathText = (path) => path.join('.')

/** Words at the beginning of a problem's text. */
const saysOf = ({ text }) => text.replace(/\s+/g, ' ').slice(0, 200)

/** Tells the story of a resource: `cast` has its operations by role, `world` how others are reached. */
export class Story {
  constructor({ client, resource, roles, world }) {
    Object.assign(this, { client, resource, roles, world })
    /** How many pairs of steps were seen to hold together. */
    this.links = []
    this.skipped = []
  }

  first(...names) {
    for (const name of names) {
      const all = this.roles.get(name) ?? []
      const own = all.find(
        ({ operation, scope }) => !scope && operation.path === this.resource.collectionPath,
      )
      if (own ?? all[0]) return own ?? all[0]
    }
    return undefined
  }

  /** Sends a request of a step, which has to succeed unless `wanted` says another status. */
  async step(name, inference, given, wanted) {
    const { operation } = inference
    let reply
    try {
      reply = await this.client.send(operation, given)
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

  link(name) {
    this.links.push(name)
  }

  identityOf(record) {
    const { identity } = this.resource
    if (!identity) return undefined
    const found = identity.properties.map((path) => valueAt(record, path))
    return found.every(isName) ? found : undefined
  }

  /** Path values, and what else a request about the record has to say of it. */
  given(inference, extra = {}) {
    const { operation, list, scope = [] } = inference
    const places = [this.place, this.scope].filter(Boolean)
    const path = valuesFor(operation.path, places)
    for (const { parameter, property } of scope) {
      const value = valueAt(this.record, property)
      if (isName(value)) path.set(parameter, value)
    }
    const query = {}
    for (const { parameter, property, test } of list?.filters ?? []) {
      const value = valueAt(this.record, property)
      const isWanted = operation.parameters.some(
        (one) => one.name === parameter && one.in === 'query' && one.required,
      )
      if (isWanted && isScalar(value) && !['above', 'below', 'not'].includes(test))
        query[parameter] = test === 'oneOf' ? [value] : value
    }
    for (const [index, name] of (this.resource.identity?.parameters ?? []).entries())
      if (this.own && operation.parameters.some((one) => one.in === 'query' && one.name === name))
        query[name] ??= this.own[index]
    const header = this.etag ? { 'If-Match': this.etag } : { 'If-Match': '*' }
    const wantsMatch = operation.parameters.find(
      (one) => one.in === 'header' && /^if-match$/i.test(one.name),
    )
    return {
      path,
      query,
      ...(wantsMatch?.required && { header: { [wantsMatch.name]: header['If-Match'] } }),
      ...extra,
    }
  }

  /** Finds out where the resource is and what is there. */
  async open() {
    this.scope = await this.world.scopeOf(this.resource)
    if (this.resource.isSingleton) this.meet([])
    const list = this.first('list')
    if (list) this.before = await this.items('list', list)
  }

  /** The place of any record: the first that is listed, or a new one. */
  async anyPlace() {
    await this.open()
    const own = this.before?.map((item) => this.identityOf(item)).find(Boolean)
    if (own) this.meet(own)
    else await this.begin()
    return this.place
  }

  async tell() {
    await this.open()
    await this.begin()
    await this.look()
    await this.changes()
    await this.others()
    await this.end()
  }

  /** Notes which record the story is about. */
  meet(own, record) {
    this.own = own
    this.record = record ?? this.record
    this.place = itemPlace(this.resource, this.scope, own)
  }

  async items(name, list) {
    const { operation } = list
    try {
      const { items, first } = await walkList(this.client, list, this.given(list), (reply) =>
        this.check(name, operation, reply),
      )
      if (items) return items
      throw new StoryFailure(name, operation, `no list where it should be: ${saysOf(first)}`)
    } catch (error) {
      if (error instanceof StoryFailure) throw error
      throw new StoryFailure(name, operation, `no valid request: ${error.message}`)
    }
  }

  // -- The beginning: a record that is made, or the first one that is there.

  async begin() {
    const create = this.first('create')
    const upsert = this.first('upsert')
    if (this.resource.isSingleton) return
    if (create) return this.create(create)
    if (upsert) return this.choose(upsert)
    const list = this.first('list')
    const first = this.before?.map((item) => [this.identityOf(item), item]).find(([own]) => own)
    if (first) {
      this.meet(...first)
      this.isFirst = true
      this.source = 'list'
    } else if (list && (this.before.length === 0 || this.resource.identity))
      throw new StoryFailure(
        'first record',
        list.operation,
        this.before.length === 0 ? 'the list is empty' : 'no item has an identity',
      )
  }

  /** A valid body for a new record, whose name nobody has. */
  freshBody(inference, turn) {
    const { operation, request, response } = inference
    const at = request?.at ?? []
    const body = newBody(operation, `new ${turn}`, at)
    const { identity } = this.resource
    if (!identity || !isObject(body)) return body
    // Whoever is told nothing of the new record names it where that is allowed.
    const isTold = response?.content !== undefined
    if (identity.origin !== 'client' && isTold)
      return identity.properties.reduce(
        (one, path) => trying(operation, one, [...at, ...path], undefined),
        body,
      )
    return this.named(operation, body, at, turn)
  }

  /** A body with a name in it that nobody has, if it has one. */
  named(operation, body, at, turn) {
    const taken = new Set((this.before ?? []).map((item) => String(this.identityOf(item))))
    return this.resource.identity.properties.reduce((one, path) => {
      const value = valueAt(one, [...at, ...path])
      if (!isName(value)) return one
      const others =
        typeof value === 'number'
          ? [value + 1000 + turn, 40 + turn]
          : [`${value}-${turn}`, `${value}${turn}`]
      for (const other of others) {
        const next = trying(operation, one, [...at, ...path], other)
        if (next !== one && !taken.has(String(other))) return next
      }
      return one
    }, body)
  }

  body(step, inference, make) {
    try {
      return make()
    } catch (error) {
      if (!(error instanceof ImpossibleRequest) && !String(error.code).startsWith('contract-'))
        throw error
      throw new StoryFailure(step, inference.operation, `no valid request exists: ${error.message}`)
    }
  }

  async create(inference) {
    const { operation } = inference
    let reply
    let body
    // Who is told that a name is taken chooses another one.
    for (let turn = 0; turn < 4; turn++) {
      body = this.body('create', inference, () => this.freshBody(inference, turn))
      const given = this.given(inference, body === undefined ? {} : { body })
      reply = await this.step('create', inference, given, undefined).catch((error) => {
        if (error instanceof StoryFailure && turn < 3 && /^answered 409/.test(error.why))
          return undefined
        throw error
      })
      if (reply) break
    }
    const said = valueAt(body, inference.request?.at ?? [])
    this.said = isObject(said) ? said : {}
    await this.learn(reply, inference, said)
    if (!this.own && this.resource.identity && this.first('read', 'delete', 'merge', 'replace'))
      throw new StoryFailure(
        'create',
        operation,
        `nothing says what the new record is called: ${saysOf(reply)}`,
      )
    this.source = 'create'
    const shown = valueAt(reply.body, inference.response?.at ?? [])
    if (isObject(shown) && inference.response?.at) this.compare('create', inference, reply, shown)
  }

  /** What a new record is called: by the answer, its Location, the request, or what the list has more. */
  async learn(reply, inference, said) {
    const shown = inference.response?.at && valueAt(reply.body, inference.response.at)
    const own =
      this.identityOf(shown) ??
      this.located(reply) ??
      (await this.added(said)) ??
      (this.resource.identity?.origin === 'client' ? this.identityOf(said) : undefined)
    if (own) this.meet(own, isObject(shown) ? shown : undefined)
    else this.record = shown
  }

  located({ headers }) {
    const { itemPath, identity } = this.resource
    const location = headers.get('location')
    if (!location || !itemPath || !identity) return undefined
    const segments = new URL(location, 'http://localhost').pathname.split('/').reverse()
    const template = itemPath.split('/').reverse()
    const found = identity.parameters.map((name) => {
      const index = template.indexOf(`{${name}}`)
      return index < 0 || segments[index] === undefined
        ? undefined
        : decodeURIComponent(segments[index])
    })
    return found.every(isName) ? found : undefined
  }

  async added() {
    const list = this.first('list')
    if (!list || !this.before) return undefined
    const known = new Set(this.before.map((item) => JSON.stringify(this.identityOf(item))))
    const items = await this.items('list contains', list)
    const fresh = items.find(
      (item) => this.identityOf(item) && !known.has(JSON.stringify(this.identityOf(item))),
    )
    return fresh && this.identityOf(fresh)
  }

  /** PUT where nothing was yet. */
  async choose(inference) {
    const { identity } = this.resource
    const { operation, request } = inference
    const at = request?.at ?? []
    for (let turn = 0; turn < 4; turn++) {
      let body = this.body('upsert', inference, () => newBody(operation, `new ${turn}`, at))
      const own = identity.parameters.map((name, index) =>
        this.world.sample(operation, name, `new ${turn} ${index}`),
      )
      identity.properties.forEach((path, index) => {
        if (isObject(body)) body = trying(operation, body, [...at, ...path], own[index])
      })
      this.meet(own)
      const isThere = this.before?.some((item) => String(this.identityOf(item)) === String(own))
      if (isThere) continue
      const reply = await this.step(
        'upsert',
        inference,
        this.given(inference, body === undefined ? {} : { body }),
      )
      const said = valueAt(body, at)
      this.said = isObject(said) ? said : {}
      const shown = inference.response?.at && valueAt(reply.body, inference.response.at)
      if (isObject(shown)) this.record = shown
      this.source = 'upsert'
      return
    }
  }

  // -- What is there shows.

  async look() {
    await this.read(this.source)
    await this.contains(this.source)
    if (this.own)
      for (const exists of this.roles.get('exists') ?? [])
        await this.step('exists', exists, this.given(exists))
  }

  /** Reads the record; it has to be the one that is meant, and show what was said. */
  async read(after, said = this.said) {
    for (const read of this.roles.get('read') ?? []) {
      if (!this.place) continue
      const step = after ? `${after} → read` : 'read'
      const reply = await this.step(step, read, this.given(read))
      this.etag = reply.headers.get('etag') ?? undefined
      const shown = valueAt(reply.body, read.response?.at ?? [])
      if (!isObject(shown)) continue
      this.record = shown
      const own = this.identityOf(shown)
      if (this.own && own && String(own) !== String(this.own))
        throw new StoryFailure(
          step,
          read.operation,
          `shows ${own.join()} instead of ${this.own.join()}`,
        )
      if (after) this.link(step)
      this.compare(step, read, reply, shown, said)
    }
  }

  async contains(after) {
    for (const list of this.roles.get('list') ?? []) {
      if (!after || after === 'list') continue
      const step = `${after} → list contains`
      const items = await this.items(step, list)
      const named = items.filter((item) => this.identityOf(item))
      const isMine = (item) => String(this.identityOf(item)) === String(this.own)
      if (named.length > 0 && this.own) {
        const mine = named.find(isMine)
        if (!mine)
          throw new StoryFailure(
            step,
            list.operation,
            `${items.length} items, none of them ${this.own.join()}`,
          )
        this.record ??= mine
      } else if (list === this.first('list') && items.length <= this.before.length)
        throw new StoryFailure(
          step,
          list.operation,
          `${items.length} items, ${this.before.length} before`,
        )
      if (list === this.first('list')) this.count = items.length
      this.link(step)
    }
  }

  /** What was said has to show wherever the representation has a place that can hold it. */
  compare(step, inference, reply, shown, said = this.said) {
    const { operation, response } = inference
    const place =
      response?.content?.schema && placeAtPath(response.content.schema, response.at ?? [])
    if (!place) return
    const { properties } = membersOf(place)
    for (const [name, value] of Object.entries(said ?? {})) {
      if (!isScalar(value) || !properties.has(name) || this.isServers(name)) continue
      if (isDeepStrictEqual(shown[name], value)) continue
      const next = withValue(reply.body, [...(response.at ?? []), name], value)
      const { body } = this.client.judgeText(operation, reply, JSON.stringify(next))
      if (body !== 'valid') continue
      throw new StoryFailure(
        step,
        operation,
        `shows ${name}: ${JSON.stringify(shown[name])}, not ${JSON.stringify(value)}`,
      )
    }
  }

  /** What the server says of a record whatever the client does: its name, its parent, its times. */
  isServers(name) {
    const { identity, parent } = this.resource
    const own = [...(identity?.properties ?? []), ...(identity?.alternatives ?? [])]
    return (
      own.some(([first]) => first === name) ||
      parent?.property?.[0] === name ||
      momentOf(name) !== undefined
    )
  }

  // -- Changes show.

  async changes() {
    if (!this.place) return
    for (const role of ['merge', 'replace', 'upsert'])
      for (const change of this.roles.get(role) ?? []) await this.change(change)
  }

  async change(inference) {
    const { operation, request, role } = inference
    const name = role === 'upsert' ? 'replace' : role
    const at = request?.at ?? []
    const made = this.body(name, inference, () => this.changeBody(inference, at))
    if (made === undefined)
      return void this.skipped.push(`${operation.method} ${operation.path}: no change can be made`)
    const { body, said } = made
    const reply = await this.step(
      name,
      inference,
      this.given(inference, body === undefined ? {} : { body }),
    )
    this.said = { ...this.said, ...said }
    const shown = inference.response?.at && valueAt(reply.body, inference.response.at)
    if (isObject(shown)) this.compare(name, inference, reply, shown, said)
    if (this.roles.has('read')) await this.read(name, said)
    else if (this.roles.has('list')) await this.contains(name)
  }

  changeBody({ operation, response }, at) {
    if (takesPatch(operation)) {
      const found = patchFor(operation, this.record, (name) => this.isServers(name))
      return found && { body: found.steps, said: {} }
    }
    let body = newBody(operation, 'change', at)
    for (const [index, path] of (this.resource.identity?.properties ?? []).entries()) {
      if (valueAt(body, [...at, ...path]) === undefined) continue
      body = trying(
        operation,
        body,
        [...at, ...path],
        valueAt(this.record, path) ?? this.own?.[index],
      )
    }
    const said = valueAt(body, at)
    return { body, said: isObject(said) ? said : {}, response }
  }

  // -- Further operations, which have to succeed.

  async others() {
    if (this.place)
      for (const action of this.roles.get('action') ?? [])
        await this.step('action', action, this.given(action))
    for (const many of this.roles.get('bulk-create') ?? []) await this.createMany(many)
  }

  async createMany(many) {
    const { operation, request } = many
    const at = request?.at ?? []
    const list = this.first('list')
    const before = list && (await this.items('bulk-create', list)).length
    const body = this.body('bulk-create', many, () => {
      const drawn = newBody(operation, 'many', at)
      const items = valueAt(drawn, at)
      if (!Array.isArray(items) || !this.resource.identity) return drawn
      return items.reduce(
        (one, _, index) => this.named(operation, one, [...at, index], 90 + index),
        drawn,
      )
    })
    await this.step('bulk-create', many, this.given(many, { body }))
    const said = valueAt(body, at)
    if (!list || !Array.isArray(said)) return
    const after = (await this.items('bulk-create → list contains', list)).length
    if (after < before + said.length)
      throw new StoryFailure(
        'bulk-create → list contains',
        operation,
        `${after} items, ${before} before`,
      )
    if (this.count !== undefined) this.count = after
    this.link('bulk-create → list contains')
  }

  // -- The end: what is deleted is gone.

  async end() {
    if (!this.place) return
    for (const remove of (this.roles.get('delete') ?? []).slice(0, 1)) {
      const { place } = this
      await this.step('delete', remove, this.given(remove))
      for (const read of this.roles.get('read') ?? []) {
        await this.step('delete → read 404', read, this.given(read), 404)
        this.link('delete → read 404')
      }
      this.place = place
      await this.lacks()
    }
  }

  async lacks() {
    for (const list of this.roles.get('list') ?? []) {
      const step = 'delete → list lacks'
      const items = await this.items(step, list)
      const named = items.filter((item) => this.identityOf(item))
      const isThere = named.some((item) => String(this.identityOf(item)) === String(this.own))
      if (isThere) throw new StoryFailure(step, list.operation, `still lists ${this.own.join()}`)
      const isMain = list === this.first('list') && this.count !== undefined
      if (isMain && named.length === 0 && items.length >= this.count)
        throw new StoryFailure(step, list.operation, `still ${items.length} items`)
      this.link(step)
    }
  }
}

export { pathText, placeAt }
