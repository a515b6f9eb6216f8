import fc from 'fast-check'
import { chosen, type ModelAnswer, type ModelCall } from './model-call.js'
import { keysOf, pageOf, queryOf } from './plain-list.js'
import {
  mergedProject,
  partlyProject,
  patchedProject,
  type PatchStep,
  type PlainProject,
  replacedProject,
  type SaidProject,
  shownProject,
} from './plain-project.js'

const pick = fc.nat(9)
const name = fc.constantFrom('Mars', 'mars', 'Venus', 'Io', 'ü "quoted" /name')
const slug = fc.constantFrom('one', 'two', 'three')
const tags = fc.array(fc.constantFrom('xx', 'yy', 'zz'), { maxLength: 3 })
const budget = fc.integer({ min: 0, max: 12 })
const status = fc.constantFrom('draft', 'published', 'closed')
const owner = fc.record(
  { name: fc.constantFrom('Ada', null), mail: fc.constantFrom('a@ship', null) },
  { requiredKeys: [] },
)
const whole = fc.record(
  { name, slug, status, budget, tags, owner: fc.constant({ name: 'Ada', mail: 'a@ship' }) },
  { requiredKeys: ['name'] },
)
const part = fc.record(
  { name, slug, budget: fc.option(budget), tags, owner: fc.option(owner) },
  { requiredKeys: [] },
)
const patchStep: fc.Arbitrary<PatchStep> = fc.oneof(
  fc.record({ op: fc.constantFrom('replace', 'test'), path: fc.constant('/name'), value: name }),
  fc.record({ op: fc.constantFrom('add', 'replace'), path: fc.constant('/budget'), value: budget }),
  fc.record({ op: fc.constant('remove' as const), path: fc.constantFrom('/budget', '/slug') }),
  fc.record({ op: fc.constant('add' as const), path: fc.constant('/slug'), value: slug }),
  fc.record({ op: fc.constant('add' as const), path: fc.constant('/tags/-'), value: name }),
  fc.record({ op: fc.constant('remove' as const), path: fc.constant('/name') }),
)

/** What is done to projects. */
export const projectStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('create'), said: whole }) },
  fc.record({
    do: fc.constant('put'),
    pick,
    said: whole,
    tag: fc.constantFrom('*', 'ok', 'old', 'none'),
  }),
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('partial', 'merge'), pick, said: part }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('patch'),
      pick,
      steps: fc.array(patchStep, { minLength: 1, maxLength: 3 }),
    }),
  },
  fc.record({
    do: fc.constantFrom('archive', 'unarchive', 'publish', 'close', 'star', 'refresh'),
    pick,
  }),
  fc.record({ do: fc.constantFrom('delete', 'known'), pick }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('list'),
      query: fc.record(
        {
          ...{ status, archived: fc.boolean(), tags, min_budget: budget, max_budget: budget },
          q: fc.constantFrom('MARS', 'us', 'zz', 'publ', 'ship'),
          sort: fc.constantFrom(
            'name',
            '-name',
            'budget',
            '-budget',
            'status,-name',
            '-tagCount,budget',
          ),
          ...{ undeclared: fc.constant('x') },
        },
        { requiredKeys: [] },
      ),
      ...{ page: fc.integer({ min: 1, max: 3 }), size: fc.integer({ min: 1, max: 5 }) },
    }),
  },
)

/** A step; which members it has depends on what is done. */
export interface ProjectStep {
  readonly do: string
  readonly pick?: number
  readonly said?: SaidProject
  readonly tag?: string
  readonly steps?: readonly PatchStep[]
  readonly query?: Readonly<Record<string, unknown>>
  readonly page?: number
  readonly size?: number
}

const types: Readonly<Record<string, string>> = {
  partial: 'application/json',
  merge: 'application/merge-patch+json',
  patch: 'application/json-patch+json',
}

const actions: Readonly<Record<string, Partial<PlainProject>>> = {
  archive: { archived: true },
  unarchive: { archived: false },
  publish: { status: 'published' },
  close: { status: 'closed' },
  star: { isStarred: true },
  refresh: {},
}

const mentions = (value: unknown, text: string): boolean => {
  if (typeof value === 'string') return value.toLowerCase().includes(text.toLowerCase())
  if (typeof value === 'number') return String(value) === text
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((one) => mentions(one, text))
  )
}

/** Projects as a plain list, beside those of the server. */
export class ProjectModel {
  projects: readonly PlainProject[] = []
  readonly deleted: string[] = []
  readonly #call: ModelCall
  /** Another tag after each change. */
  readonly #tags = new Map<string, string>()

  constructor(call: ModelCall) {
    this.#call = call
  }

  async take(step: ProjectStep): Promise<void> {
    if (step.do === 'create') return this.#create(step.said ?? {})
    if (step.do === 'list') return this.#list(step)
    const project = chosen(this.projects, step.pick ?? 0)
    if (!project) return this.checkGone()
    if (step.do === 'delete') return this.#delete(project)
    if (step.do === 'known') return this.#known(project)
    if (step.do === 'put') return this.#put(project, step)
    if (step.do in actions) return this.#act(project, step.do)
    await this.#change(project, step)
  }

  /** The server says the same of a project, and its tag changed exactly if the project did. */
  async check(project: PlainProject): Promise<void> {
    const { status, body, headers } = await this.#call(`GET /projects/${project.id}`)
    expect(status).toBe(200)
    const { updatedAt, starredAt, ...others } = body
    expect(others).toEqual(shownProject(project))
    expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(project.createdAt))
    expect(typeof (starredAt ?? undefined)).toBe(project.isStarred ? 'string' : 'undefined')
    this.#tags.set(project.id, headers.get('etag') as string)
  }

  async checkGone(): Promise<void> {
    const id = this.deleted.at(-1)
    if (id === undefined) return
    for (const method of ['GET', 'HEAD', 'DELETE'])
      expect((await this.#call(`${method} /projects/${id}`)).status).toBe(404)
  }

  #isTaken(slug: string | undefined, id?: string): boolean {
    return slug !== undefined && this.projects.some((one) => one.slug === slug && one.id !== id)
  }

  async #create(said: SaidProject): Promise<void> {
    const { status, body } = await this.#call('POST /projects', said)
    const isTaken = this.#isTaken(said.slug)
    expect(status).toBe(isTaken ? 409 : 201)
    if (isTaken) return
    expect(this.projects.map(({ id }) => id).concat(this.deleted)).not.toContain(body.id)
    const begun = { ...{ id: body.id, createdAt: body.createdAt }, name: '', status: '' }
    const project = replacedProject({ ...begun, archived: false, isStarred: false }, said)
    this.projects = [...this.projects, project]
    await this.check(project)
  }

  /** The answer of a change is what is kept; a refused one changes nothing. */
  async #expect(answer: ModelAnswer, before: PlainProject, after: PlainProject | number) {
    const refused =
      typeof after === 'number' ? after : this.#isTaken(after.slug, before.id) ? 409 : undefined
    expect(answer.status).toBe(refused ?? 200)
    const now = refused === undefined ? (after as PlainProject) : before
    this.projects = this.projects.map((one) => (one === before ? now : one))
    const tag = this.#tags.get(before.id)
    await this.check(now)
    if (refused !== undefined) expect(this.#tags.get(before.id)).toBe(tag)
    else expect(answer.body.id).toBe(before.id)
  }

  async #change(project: PlainProject, { do: way, said = {}, steps = [] }: ProjectStep) {
    const send = { 'content-type': types[way] as string }
    const body = way === 'patch' ? steps : said
    const answer = await this.#call(`PATCH /projects/${project.id}`, body, send)
    const ways: Readonly<Record<string, () => PlainProject | number>> = {
      partial: () => partlyProject(project, said),
      merge: () => mergedProject(project, said),
      patch: () => patchedProject(project, steps),
    }
    await this.#expect(answer, project, ways[way]?.() ?? project)
  }

  async #put(project: PlainProject, { said = {}, tag = 'none' }: ProjectStep): Promise<void> {
    const tags: Readonly<Record<string, string>> = {
      ...{ '*': '*', old: '"old"' },
      ok: this.#tags.get(project.id) ?? '',
    }
    const match = tags[tag]
    const send: Record<string, string> = match === undefined ? {} : { 'if-match': match }
    const answer = await this.#call(`PUT /projects/${project.id}`, said, send)
    const refused: Readonly<Record<string, number>> = { none: 428, old: 412 }
    await this.#expect(answer, project, refused[tag] ?? replacedProject(project, said))
  }

  async #act(project: PlainProject, action: string): Promise<void> {
    const method = action === 'close' ? 'PUT' : 'POST'
    const { status } = await this.#call(`${method} /projects/${project.id}/${action}`)
    expect(status).toBe(action === 'star' ? 204 : 200)
    const next = { ...project, ...actions[action] }
    this.projects = this.projects.map((one) => (one === project ? next : one))
    await this.check(next)
  }

  async #known(project: PlainProject): Promise<void> {
    const path = `/projects/${project.id}`
    const send = { 'if-none-match': this.#tags.get(project.id) ?? '' }
    expect((await this.#call(`GET ${path}`, undefined, send)).status).toBe(304)
    expect((await this.#call(`HEAD ${path}`)).status).toBe(200)
  }

  async #delete(project: PlainProject): Promise<void> {
    expect((await this.#call(`DELETE /projects/${project.id}`)).status).toBe(204)
    this.projects = this.projects.filter((one) => one !== project)
    this.deleted.push(project.id)
    await this.checkGone()
  }

  async #list({ query = {}, page = 1, size = 1 }: ProjectStep): Promise<void> {
    const { status, archived, tags, min_budget: min, max_budget: max, q, sort = '' } = query
    const wanted = tags as readonly string[] | undefined
    const answer = await this.#call(`GET /projects?${queryOf({ ...query, page, size })}`)
    const { total, records } = pageOf(this.projects.map(shownProject), {
      where: [
        (one) => status === undefined || one.status === status,
        (one) => archived === undefined || one.archived === archived,
        (one) => !wanted?.length || wanted.some((tag) => one.tags?.includes(tag)),
        (one) => min === undefined || (one.budget ?? -1) >= (min as number),
        (one) => max === undefined || (one.budget ?? 99) <= (max as number),
        ({ id: _, createdAt: __, ...one }) => q === undefined || mentions(one, q as string),
      ],
      by: keysOf(sort as string),
      ...{ page, size },
    })
    expect(answer.body.total).toBe(total)
    const names = answer.body.items.map(({ id }: PlainProject) => id)
    expect(names).toEqual(records.map(({ id }) => id))
    for (const [index, { updatedAt: _, starredAt: __, ...one }] of answer.body.items.entries())
      expect(one).toEqual(records[index])
  }
}
