import fc from 'fast-check'
import { chosen, type ModelCall } from './model-call.js'

const pick = fc.nat(9)
const title = fc.constantFrom('One', 'Two', 'ü/?')
const key = fc.constantFrom('HOME', 'a/b', 'ü')

/** What is done below projects, and to what they do not have to do with. */
export const childStep = fc.oneof(
  fc.record({ do: fc.constantFrom('board', 'remark'), pick, title }),
  fc.record({ do: fc.constantFrom('card', 'dropBoard', 'dropCard'), pick, inner: pick, title }),
  fc.record({ do: fc.constantFrom('variable', 'dropVariable'), pick, inner: pick, key, title }),
  fc.record({ do: fc.constant('tags'), titles: fc.array(title, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    do: fc.constant('dropTags'),
    ids: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    do: fc.constantFrom('category', 'product', 'dropProduct', 'dropCategory'),
    pick,
    title,
  }),
)

/** A step; which members it has depends on what is done. */
export interface ChildStep {
  readonly do: string
  readonly pick?: number
  readonly inner?: number
  readonly title?: string
  readonly key?: string
  readonly titles?: readonly string[]
  readonly ids?: readonly number[]
}

interface Titled {
  readonly id: number
  readonly title: string
}

interface Board extends Titled {
  readonly cards: Numbered
}

/** A list whose numbers are never given twice. */
class Numbered<T extends { readonly id: number } = Titled> {
  list: readonly T[] = []
  #next = 1

  add(make: (id: number) => T): T {
    const one = make(this.#next++)
    this.list = [...this.list, one]
    return one
  }

  drop(id: number): boolean {
    const isThere = this.list.some((one) => one.id === id)
    this.list = this.list.filter((one) => one.id !== id)
    return isThere
  }
}

interface Below {
  readonly boards: Numbered<Board>
  readonly variables: Map<string, { readonly value: string; readonly note?: string }>
}

/** What lies below projects, remarks on them, categories with products, and tags. */
export class ChildrenModel {
  readonly #call: ModelCall
  readonly #below = new Map<string, Below>()
  readonly #remarks = new Numbered<{ id: number; text: string; projectId: string }>()
  readonly #tags = new Numbered<{ id: number; name: string }>()
  readonly #categories = new Numbered<Board>()

  constructor(call: ModelCall) {
    this.#call = call
  }

  /** Takes a step on one of the projects that there are. */
  async take(step: ChildStep, projects: readonly string[]): Promise<void> {
    if (/tags/i.test(step.do)) return this.#takeTags(step)
    if (/category|product/i.test(step.do)) return this.#takeCategories(step)
    const project = chosen(projects, step.pick ?? 0)
    if (project === undefined) return
    if (step.do === 'remark') return this.#remark(project, step.title ?? '')
    if (/variable/i.test(step.do)) return this.#takeVariables(project, step)
    await this.#takeBoards(project, step)
  }

  /** The server has the same below each project, and nothing of those that are gone. */
  async check(projects: readonly string[]): Promise<void> {
    const here = new Set(projects)
    const remarks = this.#remarks.list.filter(({ projectId }) => here.has(projectId))
    expect((await this.#call('GET /remarks')).body).toEqual(remarks)
    for (const project of projects) await this.#checkBelow(project)
    for (const project of this.#below.keys())
      if (!here.has(project))
        for (const path of ['boards', 'boards/1', 'boards/1/cards', 'variables'])
          expect((await this.#call(`GET /projects/${project}/${path}`)).status).toBe(404)
    expect((await this.#call('GET /tags')).body).toEqual(this.#tags.list)
    const categories = this.#categories.list.map(({ id, title }) => ({ id, title }))
    expect((await this.#call('GET /categories')).body).toEqual(categories)
  }

  async #checkBelow(project: string): Promise<void> {
    const { boards, variables } = this.#of(project)
    const path = `/projects/${project}`
    const mine = this.#remarks.list.filter(({ projectId }) => projectId === project)
    expect((await this.#call(`GET /remarks?projectId=${project}`)).body).toEqual(mine)
    expect((await this.#call(`GET ${path}/boards`)).body).toEqual(
      boards.list.map(({ id, title }) => ({ id, title, projectId: project })),
    )
    for (const { id, cards } of boards.list)
      expect((await this.#call(`GET ${path}/boards/${id}/cards`)).body).toEqual(
        cards.list.map((card) => ({ ...card, boardId: id })),
      )
    expect((await this.#call(`GET ${path}/variables`)).body).toEqual(
      [...variables].map(([name, said]) => ({ key: name, ...said })),
    )
  }

  #of(project: string): Below {
    const below = this.#below.get(project) ?? {
      boards: new Numbered<Board>(),
      variables: new Map(),
    }
    this.#below.set(project, below)
    return below
  }

  async #remark(projectId: string, text: string): Promise<void> {
    const { status, body } = await this.#call('POST /remarks', { projectId, text })
    expect(status).toBe(201)
    expect(body).toEqual(this.#remarks.add((id) => ({ id, text, projectId })))
  }

  async #takeVariables(
    project: string,
    { do: way, key: name = '', title: value = '', inner = 0 }: ChildStep,
  ) {
    const { variables } = this.#of(project)
    const path = `/projects/${project}/variables/${encodeURIComponent(name)}`
    const isThere = variables.has(name)
    if (way === 'variable') {
      // Every other time with a note: what PUT leaves out goes.
      const said = { value, ...(inner % 2 === 0 && { note: value }) }
      const { status, body } = await this.#call(`PUT ${path}`, said)
      expect([status, body]).toEqual([isThere ? 200 : 201, { key: name, ...said }])
      variables.set(name, said)
    } else {
      expect((await this.#call(`DELETE ${path}`)).status).toBe(isThere ? 204 : 404)
      variables.delete(name)
    }
    expect((await this.#call(`GET ${path}`)).status).toBe(variables.has(name) ? 200 : 404)
  }

  async #takeBoards(project: string, { do: way, inner = 0, title: text = '' }: ChildStep) {
    const { boards } = this.#of(project)
    const path = `/projects/${project}/boards`
    if (way === 'board') {
      const { status, body } = await this.#call(`POST ${path}`, { title: text })
      const { id } = boards.add((next) => ({ id: next, title: text, cards: new Numbered() }))
      expect([status, body]).toEqual([201, { id, title: text, projectId: project }])
      return
    }
    const board = chosen(boards.list, inner)
    const at = `${path}/${board?.id ?? 99}`
    if (way === 'dropBoard') {
      expect((await this.#call(`DELETE ${at}`)).status).toBe(board ? 204 : 404)
      boards.drop(board?.id ?? 99)
      expect((await this.#call(`GET ${at}`)).status).toBe(404)
    } else if (way === 'card') await this.#addCard(at, board, text)
    else await this.#dropCard(at, board)
  }

  async #addCard(at: string, board: Board | undefined, text: string): Promise<void> {
    const { status, body } = await this.#call(`POST ${at}/cards`, { title: text })
    expect(status).toBe(board ? 201 : 404)
    const made = board?.cards.add((id) => ({ id, title: text }))
    if (board) expect(body).toEqual({ ...made, boardId: board.id })
  }

  async #dropCard(at: string, board: Board | undefined): Promise<void> {
    const id = board?.cards.list[0]?.id ?? 99
    const { status, body } = await this.#call(`DELETE ${at}/cards/${id}`)
    const isGone = board?.cards.drop(id) === true
    expect(status).toBe(isGone ? 200 : 404)
    if (isGone) expect(body.id).toBe(id)
  }

  async #takeTags({ do: way, titles = [], ids = [] }: ChildStep): Promise<void> {
    if (way === 'tags') {
      const said = titles.map((name) => ({ name }))
      const { status, body } = await this.#call('POST /tags/bulk', said)
      const made = titles.map((name) => this.#tags.add((id) => ({ id, name })))
      expect([status, body]).toEqual([201, made])
      return
    }
    expect((await this.#call(`DELETE /tags?ids=${ids.join()}`)).status).toBe(204)
    for (const id of ids) this.#tags.drop(id)
  }

  async #takeCategories({ do: way, pick: at = 0, title: text = '' }: ChildStep): Promise<void> {
    if (way === 'category') {
      const { body } = await this.#call('POST /categories', { title: text })
      const { id } = this.#categories.add((next) => ({
        ...{ id: next, title: text, cards: new Numbered() },
      }))
      expect(body).toEqual({ id, title: text })
      return
    }
    const category = chosen(this.#categories.list, at)
    if (!category) return
    const path = `/categories/${category.id}`
    const { cards: products } = category
    if (way === 'dropCategory') {
      const isEmpty = products.list.length === 0
      expect((await this.#call(`DELETE ${path}`)).status).toBe(isEmpty ? 204 : 409)
      if (isEmpty) this.#categories.drop(category.id)
      return
    }
    if (way === 'product') {
      const { body } = await this.#call(`POST ${path}/products`, { title: text })
      expect(body).toEqual(products.add((id) => ({ id, title: text })))
    } else {
      const id = products.list[0]?.id ?? 99
      const { status } = await this.#call(`DELETE ${path}/products/${id}`)
      expect(status).toBe(products.drop(id) ? 204 : 404)
    }
    expect((await this.#call(`GET ${path}/products`)).body).toEqual(products.list)
  }
}
