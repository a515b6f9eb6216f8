import fc from 'fast-check'
import { createServer } from '../../src/index.js'
import { everything, type StateCall, stateCall } from '../api/support/state-call.js'

/** What a plain model knows of one project and its tasks. */
interface Project {
  readonly id: string
  name: string
  status: string
  budget: number | undefined
  archived: boolean
  tasks: { number: number; title: string }[]
  nextTask: number
}

/** One step: picks its project by a number. */
type Step =
  | { readonly do: 'create'; readonly name: string; readonly budget: number | undefined }
  | { readonly do: 'change'; readonly pick: number; readonly name: string }
  | { readonly do: 'merge'; readonly pick: number; readonly budget: number | null }
  | { readonly do: 'replace'; readonly pick: number; readonly name: string }
  | { readonly do: 'archive' | 'publish' | 'delete' | 'read'; readonly pick: number }
  | { readonly do: 'addTask'; readonly pick: number; readonly title: string }
  | { readonly do: 'deleteTask'; readonly pick: number; readonly task: number }
  | { readonly do: 'list'; readonly status: string | undefined; readonly size: number }

const pick = fc.nat(9)
const name = fc.constantFrom('Mars', 'Venus', 'Io', 'Ganymede', 'ä "quoted" /name')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      name,
      budget: fc.option(fc.nat(1000), { nil: undefined }),
    }),
  },
  fc.record({ do: fc.constant('change' as const), pick, name }),
  fc.record({ do: fc.constant('merge' as const), pick, budget: fc.option(fc.nat(1000)) }),
  fc.record({ do: fc.constant('replace' as const), pick, name }),
  fc.record({ do: fc.constantFrom('archive', 'publish', 'delete', 'read'), pick }),
  fc.record({ do: fc.constant('addTask' as const), pick, title: name }),
  fc.record({ do: fc.constant('deleteTask' as const), pick, task: fc.nat(4) }),
  fc.record({
    do: fc.constant('list' as const),
    status: fc.option(fc.constantFrom('draft', 'published'), { nil: undefined }),
    size: fc.integer({ min: 1, max: 4 }),
  }),
)

const shown = ({ id, name, status, budget, archived }: Project) => ({
  ...{ id, name, status, archived },
  ...(budget !== undefined && { budget }),
})

/** The server and the model, side by side. */
class Run {
  readonly projects: Project[] = []
  readonly deleted: string[] = []

  constructor(readonly call: StateCall) {}

  chosen(index: number): Project | undefined {
    return this.projects[index % Math.max(this.projects.length, 1)]
  }

  async take(one: Step): Promise<void> {
    if (one.do === 'create') return this.create(one.name, one.budget)
    if (one.do === 'list') return this.list(one.status, one.size)
    const project = this.chosen(one.pick)
    if (!project) return this.gone()
    const item = `/projects/${project.id}`
    if (one.do === 'delete') return this.remove(project)
    await this.changes[one.do](project, item, one as never)
    await this.compare(project)
  }

  /** What each step does to a project, on both sides. */
  readonly changes = {
    read: async () => undefined,
    change: async (project: Project, item: string, { name }: { name: string }) => {
      project.name = name
      await this.call(`PATCH ${item}`, { name })
    },
    merge: async (project: Project, item: string, { budget }: { budget: number | null }) => {
      project.budget = budget ?? undefined
      const type = { 'content-type': 'application/merge-patch+json' }
      await this.call(`PATCH ${item}`, { budget }, type)
    },
    replace: async (project: Project, item: string, { name }: { name: string }) => {
      const etag = (await this.call(`GET ${item}`)).headers.get('etag') as string
      Object.assign(project, { name, budget: undefined, status: 'draft' })
      await this.call(`PUT ${item}`, { name }, { 'if-match': etag })
    },
    archive: async (project: Project, item: string) => {
      project.archived = true
      await this.call(`POST ${item}/archive`)
    },
    publish: async (project: Project, item: string) => {
      project.status = 'published'
      await this.call(`POST ${item}/publish`)
    },
    addTask: async (project: Project, item: string, { title }: { title: string }) => {
      const number = project.nextTask++
      project.tasks.push({ number, title })
      const made = await this.call(`POST ${item}/tasks`, { title })
      expect([made.status, made.body.number]).toEqual([201, number])
    },
    deleteTask: async (project: Project, item: string, { task }: { task: number }) => {
      const chosen = project.tasks[task % Math.max(project.tasks.length, 1)]
      project.tasks = project.tasks.filter((other) => other !== chosen)
      const answer = await this.call(`DELETE ${item}/tasks/${chosen?.number ?? 99}`)
      expect(answer.status).toBe(chosen ? 200 : 404)
    },
  }

  async remove(project: Project): Promise<void> {
    this.projects.splice(this.projects.indexOf(project), 1)
    this.deleted.push(project.id)
    expect((await this.call(`DELETE /projects/${project.id}`)).status).toBe(204)
    return this.gone()
  }

  async compare(project: Project): Promise<void> {
    const item = `/projects/${project.id}`
    const { status, body } = await this.call(`GET ${item}`)
    const { id, name, status: state, budget, archived } = body
    expect(status).toBe(200)
    expect({ id, name, status: state, archived, ...(budget !== undefined && { budget }) }).toEqual(
      shown(project),
    )
    const tasks = await this.call(`GET ${item}/tasks?limit=50`)
    expect(tasks.body.map(({ number, title }: Project['tasks'][0]) => ({ number, title }))).toEqual(
      project.tasks,
    )
  }

  async create(name: string, budget: number | undefined): Promise<void> {
    const { status, body } = await this.call('POST /projects', {
      name,
      ...(budget !== undefined && { budget }),
    })
    expect(status).toBe(201)
    const project = { id: body.id, name, budget, status: 'draft', archived: false }
    this.projects.push({ ...project, tasks: [], nextTask: 1 })
    await this.compare(this.projects.at(-1) as Project)
  }

  async gone(): Promise<void> {
    const id = this.deleted.at(-1)
    if (id === undefined) return
    expect((await this.call(`GET /projects/${id}`)).status).toBe(404)
    expect((await this.call(`GET /projects/${id}/tasks`)).status).toBe(404)
  }

  async list(status: string | undefined, size: number): Promise<void> {
    const wanted = this.projects.filter((one) => status === undefined || one.status === status)
    const seen: string[] = []
    for (let page = 1; page <= Math.ceil(wanted.length / size) + 1; page++) {
      const query = `page=${page}&size=${size}${status === undefined ? '' : `&status=${status}`}`
      const { body } = await this.call(`GET /projects?${query}`)
      expect(body.meta).toEqual({
        total: wanted.length,
        page,
        size,
        pages: Math.ceil(wanted.length / size),
      })
      seen.push(...body.data.map(({ id }: Project) => id))
    }
    expect(seen).toEqual(wanted.map(({ id }) => id))
  }
}

test('500 random stories: the server and a plain model say the same', async () => {
  const server = await createServer({ contract: everything, state: 'on', seed: { resources: {} } })
  const call = await stateCall(server, everything)
  try {
    let sandbox = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const mine = { 'x-sandbox': `run-${sandbox++}` }
        const run = new Run((request, body, headers = {}) =>
          call(request, body, { ...mine, ...headers }),
        )
        for (const one of steps) await run.take(one)
      }),
      { numRuns: 500, endOnFailure: false },
    )
  } finally {
    await server.close()
  }
}, 240_000)
