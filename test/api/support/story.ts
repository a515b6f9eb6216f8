import { createServer, type Server, type ServerOptions } from '../../../src/index.js'
import { ContractJudge } from '../../support/contract-judge.js'

/** What else a step sends and what else its answer has. */
export interface StepDetails {
  /** Headers of the request. */
  readonly send?: Readonly<Record<string, string>>
  /** Headers of the answer. */
  readonly has?: Readonly<Record<string, unknown>>
  /** Who answers; else `state` a success, anybody a refusal. */
  readonly by?: 'state' | 'mock' | 'handler'
}

/**
 * A request, its body, the status that is answered, and what the body has: members that are not told
 * do not matter, items that are not told do. `$2.data.id` in any text is of the body of the second step,
 * `$2#etag` a header of its answer.
 */
export type Step = readonly [
  request: string,
  body: unknown,
  status: number,
  expected?: unknown,
  details?: StepDetails,
]

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

const reference = /\$(\d+)(?:#([\w-]+)|((?:\.\w+)*))/g

const inBody = (body: unknown, path: string): unknown =>
  path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body)

const referred = (answers: readonly Answer[], step: string, header?: string, path = '') => {
  const answer = answers[Number(step) - 1]
  return header === undefined ? inBody(answer?.body, path) : answer?.headers.get(header)
}

/** A value with what earlier answers said in the place of `$1.id`. */
const filled = (value: unknown, answers: readonly Answer[]): unknown => {
  if (typeof value === 'string') {
    const [whole, step = '', header, path] = new RegExp(`^${reference.source}$`).exec(value) ?? []
    if (whole !== undefined) return referred(answers, step, header, path)
    return value.replace(reference, (_, ...[one, name, way]: string[]) =>
      String(referred(answers, one as string, name, way)),
    )
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, answers))
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  if (!isPlain) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, answers)]))
}

/** What is sent: JSON, or a form. */
const written = (body: unknown, type: string): string | null => {
  if (body === undefined) return null
  return /urlencoded/.test(type)
    ? new URLSearchParams(body as Record<string, string>).toString()
    : JSON.stringify(body)
}

/** Sends one request to a sandbox; its reply is judged by the contract. */
export const ask = async (
  server: Pick<Server, 'fetch'>,
  judge: ContractJudge,
  sandbox: string,
  request: string,
  body?: unknown,
  send: Readonly<Record<string, string>> = {},
): Promise<Answer & { readonly by: string | null }> => {
  const [method = '', target = ''] = request.split(/ (.*)/s)
  const headers = new Headers({ 'x-sandbox': sandbox, ...send })
  if (body !== undefined && !headers.has('content-type'))
    headers.set('content-type', 'application/json')
  const sent = written(body, headers.get('content-type') ?? '')
  const url = new URL(target, 'http://localhost')
  const response = await server.fetch(new Request(url, { method, headers, body: sent }))
  const text = await response.text()
  const { status } = response
  const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '')
  const reply = { method, path: url.pathname, status, headers: response.headers, text }
  expect({ request, status, faults: judge.faultsOf(reply), text }).toMatchObject({ faults: [] })
  return {
    status,
    headers: response.headers,
    by: response.headers.get('x-answered-by'),
    body: isJson ? JSON.parse(text) : undefined,
  }
}

/** Goes through a story in a sandbox of its own. */
export const tell = async (
  server: Pick<Server, 'fetch'>,
  judge: ContractJudge,
  sandbox: string,
  steps: readonly Step[],
): Promise<void> => {
  const answers: Answer[] = []
  for (const [index, [request, body, status, expected, details = {}]] of steps.entries()) {
    const wanted = String(filled(request, answers))
    const send = filled(details.send ?? {}, answers) as Record<string, string>
    const answer = await ask(server, judge, sandbox, wanted, filled(body, answers), send)
    answers.push(answer)
    const step = `${index + 1}: ${wanted}`
    const seen = { step, status: answer.status, by: answer.by, body: answer.body }
    const by = details.by ?? (status < 300 ? 'state' : undefined)
    expect(seen).toMatchObject({ step, status, ...(by && { by }) })
    const isTold = expected !== undefined
    if (isTold)
      expect({ step, body: answer.body }).toMatchObject({ step, body: filled(expected, answers) })
    for (const [name, value] of Object.entries(filled(details.has ?? {}, answers) as object))
      expect({ step, [name]: answer.headers.get(name) }).toEqual({ step, [name]: value })
  }
}

/** Stories by their titles. */
export type Stories = Readonly<Record<string, readonly Step[]>>

/** A test of each story on a document; one server for all of them, which begins with nothing unless told. */
export const tellAll = (
  contract: string,
  stories: Stories,
  options: Pick<ServerOptions, 'seed'> = { seed: { resources: {} } },
): void => {
  let server: Server
  const judge = new ContractJudge(contract)
  beforeAll(async () => {
    server = await createServer({ contract, state: 'on', ...options })
  })
  afterAll(() => server.close())
  test.each(Object.entries(stories).map(([title, steps], index) => [title, index, steps] as const))(
    '%s',
    (_, index, steps) => tell(server, judge, `story-${index}`, steps),
  )
}
