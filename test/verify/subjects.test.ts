import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Server } from '../../src/index.js'
import type { Contract } from '../../src/contract/contract.js'
import type { Scenario } from '../../src/verify/scenario.js'
import type { RunSettings, Stage } from '../../src/verify/stage.js'
import { validDraft } from '../../src/verify/plan/valid-draft.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { projectsContract, projectsServer } from './support/projects.js'
import { type Fetch, runScenarios, settings } from './support/run-on.js'

/** Does something on a stage; what was asked of the server, in its order. */
const on = async (
  contract: Contract,
  fetch: Fetch,
  act: (stage: Stage) => Promise<void>,
  more: Partial<RunSettings> = {},
) => {
  const scenario: Scenario = { id: 's', source: 'example', cases: [], requests: 9, run: act }
  const { exchanges, left, findings } = await runScenarios(contract, fetch, () => [scenario], {
    settings: { ...settings, ...more },
  })
  return { asked: exchanges.map(({ operation }) => operation), left, findings }
}

describe('what the path of an operation names', () => {
  const contract = projectsContract()
  const operation = (id: string) => operationOf(contract, id)
  let server: Server
  beforeAll(async () => void (server = await projectsServer(contract)))
  afterAll(() => server.close())

  test('is made, its parents first, used again, and taken away at the end', async () => {
    const seen: unknown[] = []
    const { asked, left, findings } = await on(contract, server.fetch, async (stage) => {
      const read = await stage.subject(operation('readTask'))
      const again = await stage.subject(operation('replaceTask'))
      const parent = await stage.subject(operation('readProject'))
      const draft = await validDraft(operation('readTask'), {
        ...{ subject: read, values: 'documented', seed: '' },
      })
      const { status, body } = await stage.prepare(draft)
      seen.push(read.isOwn, String([...again.path]) === String([...read.path]), status)
      seen.push(parent.path.get('projectId') === read.path.get('projectId'))
      expect(body).toMatchObject(read.shown as object)
    })
    expect(seen).toEqual([true, true, 200, true])
    expect(asked).toEqual([
      ...['createProject', 'createTask', 'readTask'],
      // What lies below goes with it.
      'deleteProject',
    ])
    expect([left, findings]).toEqual([0, []])
  })

  test('is another one when a fresh one is asked for, and after its deletion', async () => {
    const ids: unknown[] = []
    await on(contract, server.fetch, async (stage) => {
      const id = async (wish = {}) => {
        const subject = await stage.subject(operation('deleteProject'), wish)
        ids.push(subject.path.get('projectId'))
        return subject
      }
      await id()
      const subject = await id({ fresh: true })
      await stage.prepare(
        await validDraft(operation('deleteProject'), { subject, values: 'documented', seed: '' }),
      )
      await id()
    })
    expect(new Set(ids).size).toBe(3)
  })

  test('is what is listed where nothing may be written, and never asked for without state', async () => {
    const act = async (stage: Stage) => {
      const { isOwn, path } = await stage.subject(operation('readProject'))
      expect(isOwn).toBe(false)
      expect(path.get('projectId')).toBeDefined()
    }
    const safe = await on(contract, server.fetch, act, { safeOnly: true })
    expect(safe.asked).toEqual(['listProjects'])
    expect((await on(contract, server.fetch, act, { stateless: true })).asked).toEqual([])
  })

  test('is not ours when its creation is refused, and says why', async () => {
    const refusing: Fetch = async (request) =>
      request.method === 'POST' ? new Response(null, { status: 422 }) : server.fetch(request)
    await on(contract, refusing, async (stage) => {
      const { isOwn, why } = await stage.subject(operation('deleteProject'))
      expect(isOwn).toBe(false)
      expect(why).toContain('POST /projects answered 422')
    })
  })
})

const response = { 201: { description: '' } }
const read = { operationId: 'read', responses: { 200: { description: '' } } }
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
const thing = { type: 'object', required: ['label'], properties: { label: { type: 'string' } } }
const body = { content: { 'application/json': { schema: thing } } }
const shown = { description: '', content: { 'application/json': { schema: thing } } }
const things = (post: object) =>
  contractOf({
    '/things': { post: { operationId: 'make', requestBody: body, ...post } },
    '/things/{id}': {
      parameters: [id],
      get: { ...read, responses: { 200: shown } },
      delete: { operationId: 'remove', responses: { 204: { description: '' } } },
    },
  })
const linked = {
  201: {
    description: '',
    links: { it: { operationId: 'read', parameters: { id: '$response.header.X-Name' } } },
  },
}

test.each([
  ['Location', {}, { location: '/base/things/a%20b' }, 'a b'],
  ['a relative Location', {}, { location: 'things/c' }, 'c'],
  ['a link', { responses: linked }, { 'x-name': 'd', location: '/things/e' }, 'd'],
])('the name of what was made is read off %s', async (_, post, headers, expected) => {
  const contract = things({ responses: response, ...post })
  await on(
    contract,
    async () => new Response(null, { status: 201, headers }),
    async (stage) => {
      const { path, isOwn } = await stage.subject(operationOf(contract, 'read'))
      expect([path.get('id'), isOwn]).toEqual([expected, true])
    },
  )
})
