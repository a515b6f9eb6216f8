import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkReply } from '../../src/contract/check-reply.js'
import type { CompiledSchema, Contract, Operation } from '../../src/contract/contract.js'
import { openFaker, type FakerDoor } from '../../src/generate/faker-door.js'
import { generateValue } from '../../src/generate/generate-value.js'
import { createServer, type Server } from '../../src/index.js'
import { seededRandom, type SeededRandom } from '../../src/lib/seeded-random.js'
import { loadContracts } from '../../src/server/serve-contract.js'

const folder = join(__dirname, '../fixtures/state-labels')
const names = readdirSync(folder).flatMap((file) =>
  file.endsWith('.openapi.json') ? [file.replace('.openapi.json', '')] : [],
)

const steps = 400

/** Sends random requests, most of which a contract allows, and keeps what might name something. */
class Storm {
  readonly #known = ['1', 'me', 'x']
  readonly #random: SeededRandom
  #turn = 0

  constructor(
    readonly server: Server,
    readonly contract: Contract,
    readonly faker: FakerDoor,
    seed: number,
  ) {
    this.#random = seededRandom(seed)
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.int(0, list.length - 1)] as T
  }

  #sample(schema: CompiledSchema | undefined, name: string): unknown {
    if (!schema) return 'x'
    const seed = `${this.#turn} ${name}`
    return generateValue(schema, { seed, mode: 'dynamic', faker: this.faker, name })
  }

  #url({ path, parameters }: Operation): string {
    const text = (value: unknown) =>
      encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : String(value))
    const filled = path.replace(/\{([^}]*)\}/g, (_, name: string) => {
      const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
      const isKnown = this.#random.int(0, 10) > 1
      return text(isKnown ? this.#pick(this.#known) : this.#sample(parameter?.schema, name))
    })
    const query = parameters
      .filter((one) => one.in === 'query' && (one.required || this.#random.int(0, 4) === 0))
      .map(({ name, schema }) => `${encodeURIComponent(name)}=${text(this.#sample(schema, name))}`)
    return `http://localhost${filled}?${query.join('&')}`
  }

  /** A valid body, or one that lacks or changes a member. */
  #body({ body }: Operation): { readonly type: string; readonly text: string } | undefined {
    const content = body?.contents.find(({ mediaType }) => /json/.test(mediaType))
    if (!content) return undefined
    const value = this.#sample(content.schema, 'body')
    const kind = this.#random.int(0, 6)
    const members = Object.entries(Object(value) as object)
    const named = this.#pick(members)?.[0]
    const other =
      kind > 1 || Array.isArray(value) || named === undefined
        ? value
        : Object.fromEntries(
            kind === 0
              ? members.filter(([name]) => name !== named)
              : members.map(([name, one]) => [name, name === named ? null : (one as unknown)]),
          )
    return { type: content.mediaType, text: JSON.stringify(other) }
  }

  #remember(value: unknown, depth = 0): void {
    if (typeof value !== 'object' || value === null || depth > 4) return
    for (const [name, one] of Object.entries(value)) {
      if (/id$|key$|name$|slug|number|login|uid/i.test(name) && /string|number/.test(typeof one))
        this.#known.push(String(one))
      this.#remember(one, depth + 1)
    }
    this.#known.splice(0, Math.max(0, this.#known.length - 60))
  }

  /** What is wrong with one answer; nothing: it is as documented, or a refusal. */
  async step(): Promise<readonly string[]> {
    this.#turn++
    const operation = this.#pick(this.contract.operations)
    const body = this.#body(operation)
    const response = await this.server.fetch(
      new Request(this.#url(operation), {
        method: operation.method,
        ...(body && { body: body.text, headers: { 'content-type': body.type } }),
      }),
    )
    const text = await response.text()
    const { status, headers } = response
    const where = `${operation.method} ${operation.path} ${body?.text ?? ''} → ${status} ${text}`
    // The contract's own fault is said so.
    if (status >= 500) return status === 501 && /contract-broken/.test(text) ? [] : [where]
    const type = headers.get('content-type') ?? undefined
    const value: unknown = text !== '' && /json/.test(type ?? '') ? JSON.parse(text) : undefined
    this.#remember(value)
    if (headers.get('x-answered-by') !== 'state' || operation.method === 'HEAD') return []
    const faults = checkReply(operation, status, [...headers].flat(), type, value ?? text)
    return faults.map(({ message }) => `${message}: ${where}`)
  }
}

test.each(names)('%s: whatever is asked, what is answered satisfies the contract', async (name) => {
  const file = join(folder, `${name}.openapi.json`)
  const document = JSON.parse(readFileSync(file, 'utf8')) as object
  const [served] = await loadContracts(document as unknown as string, {})
  const options = { contract: file, state: 'on', auth: 'off', log: () => undefined } as const
  const server = await createServer(options)
  try {
    const storm = new Storm(server, served!.contract, await openFaker(), name.length)
    const faults: string[] = []
    for (let step = 0; step < steps; step++) faults.push(...(await storm.step()))
    expect(faults).toEqual([])
  } finally {
    await server.close()
  }
})
