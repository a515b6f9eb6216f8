import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import type { Content, Contract, Operation } from '../../src/contract/contract.js'
import { createServer, type LogEntry, type Server } from '../../src/index.js'
import { sampleLanguages } from '../../src/samples/sample-languages.js'
import { pathValue } from '../../src/samples/sample-variables.js'
import { loaded } from '../samples/judge-sample.js'
import { runSamples } from './run-samples.js'
import { hasRuntime } from './runtimes.js'

const kinds = 'test/fixtures/samples/kinds.yaml'

/** The user that the documented request changes: its body says this id. */
const changed = { id: 123, email: 'someone@example.com', password: 'password123', role: 'ADMIN' }
const names = { firstName: 'Some', lastName: 'One' }
const none = { organizationIds: [], brandIds: [], siteIds: [] }

/** What the sandbox answers to the documented request where that is no success. */
const refusals: Readonly<Record<string, number>> = {
  // Its body is `{}`: without a one-time token nothing is set (docs/decisions/005).
  AuthController_setPassword: 401,
}

/** A server with a log, and the contract it serves. */
interface Served {
  readonly server: Server
  readonly url: string
  readonly contract: Contract
  readonly log: LogEntry[]
}

const serve = async (file?: string): Promise<Served> => {
  const log: LogEntry[] = []
  const seed = JSON.parse(readFileSync('data/seed.json', 'utf8')) as { users: object[] }
  const server = await createServer({
    ...(file === undefined
      ? { seed: { ...seed, users: [...seed.users, { ...changed, ...names, ...none }] } }
      : { contract: file }),
    log: (entry) => log.push(entry),
  })
  const { port } = (await server.listen({ port: 0, host: '127.0.0.1' })) as unknown as AddressInfo
  return { server, url: `http://127.0.0.1:${port}`, contract: await loaded(file), log }
}

/** One sample to be run: each in a sandbox of its own, by which its request is told from others. */
interface Case {
  readonly served: Served
  readonly operation: Operation
  readonly where: 'mock' | 'sandbox'
  readonly sandbox: string
  readonly source: string
}

const tokenFor = async ({ url }: Served, sandbox: string): Promise<string> => {
  const answer = await fetch(`${url}/@${sandbox}/_sandbox/v1/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'admin@example.com' }),
  })
  return ((await answer.json()) as { token: string }).token
}

/** The sample as readers make it theirs: a token, and values in the path. */
const filledIn = async (source: string, one: Omit<Case, 'source'>, isOurs: boolean) => {
  const values = source.replace(/\{(\w+)\}/g, (text, name: string) =>
    one.operation.path.includes(text) ? pathValue(one.operation, name) : text,
  )
  return isOurs && values.includes('<YOUR_JWT_HERE>')
    ? values.replaceAll('<YOUR_JWT_HERE>', await tokenFor(one.served, one.sandbox))
    : values
}

const casesOf = async (served: Served, lang: string, places: readonly Case['where'][]) => {
  const cases: Case[] = []
  for (const operation of served.contract.operations)
    for (const where of places) {
      const sandbox = `${lang}-${where}-${operation.id.toLowerCase()}`
      const answer = await fetch(
        `${served.url}/@${sandbox}/_sandbox/v1/samples/${operation.id}?lang=${lang}&server=${where}`,
      )
      expect([operation.id, answer.status]).toEqual([operation.id, 200])
      const one = { served, operation, where, sandbox }
      cases.push({ ...one, source: await filledIn(await answer.text(), one, places.length > 1) })
    }
  return cases
}

/** The first documented success. */
const successOf = ({ responses }: Operation) => responses.find(({ key }) => key.startsWith('2'))!

/** The documented answer: its status, and the body where it has one. */
const answerOf = ({ operation, where }: Case) => {
  const success = successOf(operation)
  const wanted = (where === 'sandbox' && refusals[operation.id]) || Number(success.key)
  const response = operation.responses.find(({ key }) => key === String(wanted)) ?? success
  return { wanted, content: response.contents[0] }
}

/** What is wrong with what arrived. */
const arrivalFlaws = ({ served, operation, sandbox }: Case, wanted: number) => {
  const requests = served.log.flatMap(({ request }) =>
    request?.sandbox === sandbox && request.answeredBy !== 'control' ? [request] : [],
  )
  const [arrived, ...more] = requests
  if (!arrived || more.length > 0) return [`${requests.length} requests arrived`]
  return [
    arrived.operationId !== operation.id && `${arrived.operationId} was called`,
    arrived.violations && `broke the contract: ${arrived.violations[0]?.message}`,
    arrived.status !== wanted && `answered ${arrived.status}, not ${wanted}`,
  ]
}

/** The JSON that a sample printed last; curl shows its progress after it. */
const printedJson = (output: string): string | undefined =>
  /[[{][^]*[\]}](?=\s*$)/.exec(output.split(/ {2}% Total/)[0] ?? '')?.[0]

/** What is wrong with the body that was printed: on the mock it is the documented example. */
const bodyFlaw = ({ where }: Case, content: Content | undefined, json: string | undefined) => {
  if (!content) return undefined
  if (json === undefined) return 'no body was printed'
  if (where === 'mock' && json !== JSON.stringify(content.examples[0]?.value))
    return 'the printed body is not the documented one'
  return content.schema?.isValid(JSON.parse(json)) === false
    ? 'the printed body breaks the contract'
    : undefined
}

/** What is wrong with what arrived, and with what the sample printed. */
const flawsOf = (one: Case, output: string, status: number): readonly string[] => {
  const { wanted, content } = answerOf(one)
  const flaws = [
    status !== 0 && `ended with ${status}`,
    ...arrivalFlaws(one, wanted),
    !output.includes(String(wanted)) && 'the status was not printed',
    bodyFlaw(one, content, printedJson(output)),
  ].filter((flaw) => typeof flaw === 'string')
  return flaws.map(
    (flaw) => `${one.operation.id} on the ${one.where}: ${flaw}\n${output}\n${one.source}`,
  )
}

let ours: Served
let foreign: Served
beforeAll(async () => {
  ours = await serve()
  foreign = await serve(kinds)
})
afterAll(() => Promise.all([ours, foreign].map(({ server }) => server.close())))

const languages = sampleLanguages.filter(({ id }) => id !== 'payload')

test('there are eleven operations, and others of every kind', () => {
  expect(ours.contract.operations).toHaveLength(11)
  expect(foreign.contract.operations).toHaveLength(13)
  expect(languages).toHaveLength(10)
})

test.each(languages)(
  '$label: each sample sends one valid request and prints the documented answer',
  async ({ id }) => {
    if (!hasRuntime(id)) return
    const cases = [
      ...(await casesOf(ours, id, ['mock', 'sandbox'])),
      ...(await casesOf(foreign, id, ['mock'])),
    ]
    const bytes = Uint8Array.of(0, 1, 2, 255)
    const runs = await runSamples(
      id,
      cases.map(({ source }) => source),
      { 'picture.png': bytes, 'body.pdf': bytes },
    )
    const flaws = cases.flatMap((one, index) => {
      const { output = '', status = -1 } = runs[index] ?? {}
      return flawsOf(one, output, status)
    })
    expect(flaws).toEqual([])
  },
  240_000,
)
