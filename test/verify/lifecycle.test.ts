import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Server } from '../../src/index.js'
import { lifecycleScenarios } from '../../src/verify/lifecycle/lifecycle-scenarios.js'
import { projectsContract, projectsServer } from './support/projects.js'
import { type Fetch, runScenarios, settings, told } from './support/run-on.js'

const contract = projectsContract()
let server: Server
beforeAll(async () => void (server = await projectsServer(contract)))
afterAll(() => server.close())

const project = /^\/projects\/\d+$/
const projects = /^\/projects$/
const task = /^\/projects\/\d+\/tasks\/\d+$/
const tasks = /^\/projects\/\d+\/tasks$/

/** The server with other answers to some requests. */
const answering =
  (
    method: string,
    path: RegExp,
    answer: (response: Response, request: Request) => Promise<Response> | Response,
  ): Fetch =>
  async (request) => {
    const isMeant = request.method === method && path.test(new URL(request.url).pathname)
    const copy = request.clone()
    const response = await server.fetch(request)
    return isMeant ? answer(response, copy) : response
  }

/** Another body of a success. */
const showing =
  (change: (body: never, request: Request) => unknown) =>
  async (response: Response, request: Request): Promise<Response> =>
    response.ok
      ? new Response(JSON.stringify(change((await response.json()) as never, request)), response)
      : response

/** The rules that a server breaks, with the operations: of lifecycles alone. */
const brokenOn = async (fetch: Fetch): Promise<readonly string[]> => {
  const { findings } = await runScenarios(contract, fetch, lifecycleScenarios)
  const found = findings.filter(({ rule }) => rule >= 'V112' && rule < 'V130')
  return [...new Set(found.map(({ rule, operation }) => `${rule} ${operation}`))]
}

test('a server that does what its contract says has no findings, and nothing is left on it', async () => {
  const result = await runScenarios(contract, server.fetch, lifecycleScenarios)
  expect(told(result)).toEqual([])
  expect(result.left).toBe(0)
  const proved = result.outcomes.filter(
    ({ case: { source }, result: what }) => source === 'lifecycle' && what === 'passed',
  )
  expect(proved.length).toBeGreaterThan(35)
})

describe('what operations do to each other', () => {
  const missing = () => new Response(null, { status: 404 })
  const deleted = () => new Response(null, { status: 204 })

  test('what was created can be read (V120)', async () => {
    expect(await brokenOn(answering('GET', task, missing))).toContain('V120 readTask')
  })

  test('what was written is read (V121)', async () => {
    const lowered = showing((body: { title: string }) => ({
      ...body,
      title: body.title.toLowerCase(),
    }))
    expect(await brokenOn(answering('GET', project, lowered))).toContain('V121 readProject')
  })

  test('what was deleted is gone, from the list as well, and stays so (V122)', async () => {
    const fetch: Fetch = async (request) => {
      const { pathname } = new URL(request.url)
      return request.method === 'DELETE' && task.test(pathname) ? deleted() : server.fetch(request)
    }
    const found = await brokenOn(fetch)
    expect(found).toContain('V122 readTask')
    expect(found).toContain('V122 listTasks')
    expect(found).toContain('V122 changeTask')
  })

  test('what is refused is not done (V123)', async () => {
    const doing = (path: RegExp, method: string, type: unknown): Fetch => {
      return async (request) => {
        const isMeant = request.method === method && path.test(new URL(request.url).pathname)
        if (!isMeant) return server.fetch(request)
        const body = (await request.clone().json()) as Record<string, unknown>
        const response = await server.fetch(request.clone())
        if (response.ok) return response
        const kept = Object.entries(body).filter(([, value]) => typeof value === type)
        const text = JSON.stringify(Object.fromEntries(kept))
        await server.fetch(new Request(request.clone(), { body: text }))
        return response
      }
    }
    expect(await brokenOn(doing(tasks, 'POST', 'string'))).toContain('V123 createTask')
    expect(await brokenOn(doing(project, 'PATCH', 'string'))).toContain('V123 changeProject')
  })

  test('a change of one member leaves the others (V124)', async () => {
    const fetch: Fetch = async (request) => {
      const { pathname } = new URL(request.url)
      if (request.method !== 'PATCH' || !project.test(pathname)) return server.fetch(request)
      const body = (await request.clone().json()) as object
      const { budget, ...rest } = body as { budget?: number }
      const sent = JSON.stringify({ ...rest, budget: budget ?? -7 })
      return server.fetch(new Request(request, { body: sent }))
    }
    expect(await brokenOn(fetch)).toContain('V124 changeProject')
  })

  test('the same PUT and DELETE again do no harm (V125)', async () => {
    const seen = new Set<string>()
    const fetch: Fetch = async (request) => {
      const name = `${request.method} ${request.url} ${await request.clone().text()}`
      const isAgain = /^(PUT|DELETE)/.test(name) && seen.has(name)
      seen.add(name)
      return isAgain ? new Response(null, { status: 500 }) : server.fetch(request)
    }
    const found = await brokenOn(fetch)
    expect(found).toContain('V125 replaceProject')
    expect(found).toContain('V125 deleteTask')
  })

  test('the pages of a list are the list; filters leave what they ask for (V126)', async () => {
    type Items = readonly { readonly id: number }[]
    const query = (request: Request) => new URL(request.url).searchParams
    const firstAlways: Fetch = async (request) => {
      const url = new URL(request.url)
      url.searchParams.delete('page')
      return server.fetch(tasks.test(url.pathname) ? new Request(url, request) : request)
    }
    expect(await brokenOn(firstAlways)).toContain('V126 listTasks')
    const lossy = showing((items: Items, request) =>
      Number(query(request).get('limit')) < 20 && items.length > 1 ? items.slice(1) : items,
    )
    expect(await brokenOn(answering('GET', projects, lossy))).toContain('V126 listProjects')
    const unfiltered: Fetch = async (request) => {
      const url = new URL(request.url)
      url.searchParams.delete('state')
      return server.fetch(request.method === 'GET' ? new Request(url, request) : request)
    }
    expect(await brokenOn(unfiltered)).toContain('V126 listProjects')
  })

  test('what was created is listed, and below its own parent alone (V126)', async () => {
    const none = showing(() => [])
    expect(await brokenOn(answering('GET', tasks, none))).toContain('V126 listTasks')
    const all: unknown[] = []
    const mixed: Fetch = async (request) => {
      const { pathname } = new URL(request.url)
      const isRead = request.method === 'GET' && tasks.test(pathname)
      const response = await server.fetch(request)
      if (request.method === 'POST' && tasks.test(pathname) && response.ok)
        all.push(await response.clone().json())
      return isRead ? new Response(JSON.stringify(all), response) : response
    }
    expect(await brokenOn(mixed)).toContain('V126 listTasks')
  })

  test('what one user has made is not shown to another (V112)', async () => {
    const secured = projectsContract({ security: [{ key: [] }] })
    const fetch: Fetch = async (request) => {
      const { pathname } = new URL(request.url)
      const who = request.headers.get('x-key')
      if (who === 'b' && request.method === 'GET' && projects.test(pathname))
        return new Response('[]', { headers: { 'content-type': 'application/json' } })
      return server.fetch(request)
    }
    const { findings } = await runScenarios(secured, fetch, lifecycleScenarios, {
      settings: { ...settings, hasOther: true },
      credentials: (_, as) => ({
        ...{ query: [], cookies: [] },
        headers: [['x-key', as === 'other' ? 'b' : 'a']],
      }),
    })
    expect(findings.map(({ rule, case: id }) => `${rule} ${id}`)).toContain(
      'V112 projects lifecycle foreign',
    )
  })
})
