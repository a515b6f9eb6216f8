import assert from 'node:assert/strict'
import type { SeededRandom } from '../../../src/lib/seeded-random.js'
import type { WorkerAnswer, WorkerCall } from './worker-call.js'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const book = { $ref: '#/components/schemas/Book' }
const id = { name: 'bookId', in: 'path', required: true, schema: { type: 'integer' } }
const answer = (schema: object) => ({ description: 'ok', ...json(schema) })
const none = { description: 'there is none' }

/** A small contract that nobody wrote handlers for. */
export const booksContract = {
  openapi: '3.0.3',
  info: { title: 'Books', version: '1' },
  paths: {
    '/books': {
      get: {
        operationId: 'listBooks',
        responses: { 200: answer({ type: 'array', items: book }) },
      },
      post: {
        operationId: 'createBook',
        requestBody: { required: true, ...json(book) },
        responses: { 201: answer(book) },
      },
    },
    '/books/{bookId}': {
      parameters: [id],
      get: { operationId: 'getBook', responses: { 200: answer(book), 404: none } },
      put: {
        operationId: 'replaceBook',
        requestBody: { required: true, ...json(book) },
        responses: { 200: answer(book), 404: none },
      },
      delete: {
        operationId: 'deleteBook',
        responses: { 204: { description: 'gone' }, 404: none },
      },
    },
  },
  components: {
    schemas: {
      Book: {
        type: 'object',
        required: ['title'],
        properties: {
          id: { type: 'integer', readOnly: true },
          title: { type: 'string' },
          pages: { type: 'integer' },
        },
      },
    },
  },
}

interface Book {
  readonly id: number
  readonly title: string
  readonly pages: number
}

interface Shelf {
  readonly books: readonly Book[]
  readonly nextId: number
}

const emptyShelf: Shelf = { books: [], nextId: 1 }

/** A worker whose sandbox is a shelf of books. */
export class BooksWorker {
  #shelf = emptyShelf
  #saved = emptyShelf
  #calls: string[] = []

  constructor(
    readonly name: string,
    readonly random: SeededRandom,
    readonly call: WorkerCall,
  ) {}

  /** One of the things that a worker does. */
  async take(): Promise<string> {
    const steps = [this.#create, this.#create, this.#replace, this.#remove, this.#put, this.#fail]
    const step = this.random.pick([...steps, this.#save, this.#restore, this.#reset])
    await step()
    return step.name
  }

  async check(): Promise<void> {
    const { books } = this.#shelf
    assert.deepEqual((await this.#ask('GET /books', 200)).body, books)
    assert.deepEqual((await this.#control('GET /state/books', 200)).body.records, books)
    const { entries } = (await this.#control('GET /journal', 200)).body
    assert.deepEqual(
      entries.map((entry: { operationId: string }) => entry.operationId),
      this.#calls,
    )
  }

  async #ask(request: string, status: number, body?: unknown): Promise<WorkerAnswer> {
    const [method, path = ''] = request.split(' ')
    const isList = path === '/books'
    const words = isList ? { GET: 'listBooks', POST: 'createBook' } : { GET: 'getBook' }
    const others = { PUT: 'replaceBook', DELETE: 'deleteBook', ...words }
    this.#calls.push(others[method as keyof typeof others] ?? request)
    const reply = await this.call(request, { body })
    assert.equal(reply.status, status, `${request}: ${JSON.stringify(reply.body)}`)
    return reply
  }

  async #control(request: string, status: number, body?: unknown): Promise<WorkerAnswer> {
    const reply = await this.call(request.replace(' ', ' /_sandbox/v1'), { body })
    assert.equal(reply.status, status, `${request}: ${JSON.stringify(reply.body)}`)
    return reply
  }

  #newBook = () => ({
    title: `${this.name} ${this.random.int(1, 99)}`,
    pages: this.random.int(1, 9),
  })

  #add = (given: Omit<Book, 'id'>): Book => {
    const { books, nextId } = this.#shelf
    const added = { id: nextId, ...given }
    this.#shelf = { books: [...books, added], nextId: nextId + 1 }
    return added
  }

  #create = async (): Promise<void> => {
    const given = this.#newBook()
    assert.deepEqual((await this.#ask('POST /books', 201, given)).body, this.#add(given))
  }

  #replace = async (): Promise<void> => {
    const given = this.#newBook()
    const { books } = this.#shelf
    const one = books.length > 0 ? this.random.pick(books) : undefined
    if (!one) return void (await this.#ask('PUT /books/7', 404, given))
    await this.#ask(`PUT /books/${one.id}`, 200, given)
    const replaced = books.map((book) => (book.id === one.id ? { id: one.id, ...given } : book))
    this.#shelf = { ...this.#shelf, books: replaced }
  }

  #remove = async (): Promise<void> => {
    const { books } = this.#shelf
    if (books.length === 0) return
    const { id } = this.random.pick(books)
    await this.#ask(`DELETE /books/${id}`, 204)
    await this.#ask(`GET /books/${id}`, 404)
    this.#shelf = { ...this.#shelf, books: books.filter((book) => book.id !== id) }
  }

  #put = async (): Promise<void> => {
    const given = this.#newBook()
    const { records } = (await this.#control('PUT /state/books', 200, { records: [given] })).body
    assert.deepEqual(records, [this.#add(given)])
  }

  #fail = async (): Promise<void> => {
    await this.#control('PUT /scripts/listBooks', 200, { answers: [{ status: 503 }] })
    await this.#ask('GET /books', 503)
    await this.#ask('GET /books', 200)
  }

  #save = async (): Promise<void> => {
    await this.#control('POST /snapshots', 201, { name: 'shelf' })
    this.#saved = this.#shelf
  }

  #restore = async (): Promise<void> => {
    if (this.#saved === emptyShelf) return this.#save()
    await this.#control('POST /snapshots/shelf/restore', 204)
    this.#shelf = this.#saved
  }

  #reset = async (): Promise<void> => {
    await this.#control('POST /reset', 204)
    await this.#control('DELETE /journal', 204)
    this.#calls = []
    this.#shelf = emptyShelf
  }
}
