import type { ClockState } from '../../src/control-client/index.js'
import { openSandbox } from '../../src/testing/index.js'
import {
  type PagesClock,
  type PagesContext,
  type PagesRoute,
  routeToSandbox,
  sandboxFixtures,
} from '../../src/testing/playwright.js'
import { createSharedClock } from '../../src/testing/shared-clock.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** The clock of pages, as a list of what was done to it. */
const recordingClock = () => {
  const done: unknown[] = []
  const note = (name: string) => async (value?: unknown) => void done.push([name, value])
  const clock: PagesClock = {
    ...{ install: note('install'), fastForward: note('fastForward') },
    ...{ setFixedTime: note('fixed'), setSystemTime: note('running') },
  }
  return { clock, done }
}

/** What a route did with the request that it caught. */
type Outcome = { readonly aborted: string } | Parameters<PagesRoute['fulfill']>[0]

/** A context that hands requests to its routes, as Playwright does. */
const fakeContext = () => {
  const routes: Parameters<PagesContext['route']>[] = []
  const context: PagesContext = {
    clock: recordingClock().clock,
    route: async (...one) => routes.push(one),
  }
  const send = async (method: string, url: string, body?: string): Promise<Outcome | undefined> => {
    const [, handle] = routes.find(([matches]) => matches(new URL(url))) ?? []
    let outcome: Outcome | undefined
    await handle?.({
      request: () => ({
        url: () => url,
        method: () => method,
        allHeaders: async () => ({
          ':authority': 'api.example.com',
          host: 'api.example.com',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        }),
        postDataBuffer: () => (body === undefined ? null : Buffer.from(body)),
      }),
      fulfill: async (answer) => void (outcome = answer),
      abort: async (aborted = '') => void (outcome = { aborted }),
    })
    return outcome
  }
  return { context, send }
}

const api = 'https://api.example.com'
const login = '{"email":"user@example.com","password":"password123"}'

describe('routes', () => {
  const routed = async () => {
    const sandbox = await openSandbox()
    closing.push(sandbox.close)
    const { context, send } = fakeContext()
    await routeToSandbox(context, sandbox, { baseUrl: api })
    return { sandbox, send }
  }

  test('answer what is below the API, and nothing else', async () => {
    const { send } = await routed()
    const answer = await send('POST', `${api}/auth/login`, login)
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'set-cookie': expect.stringMatching(/^access_token=/) },
    })
    const { headers, body } = answer as Parameters<PagesRoute['fulfill']>[0]
    expect(headers).not.toHaveProperty('content-length')
    expect(JSON.parse(String(body))).toMatchObject({ message: 'Login successful' })
    expect(await send('GET', 'https://example.com/auth/user')).toBeUndefined()
  })

  test('break connections as faults do', async () => {
    const { sandbox, send } = await routed()
    await sandbox.faults.add({ connection: 'empty' })
    expect(await send('GET', `${api}/auth/user`)).toEqual({ aborted: 'connectionreset' })
  })
})

describe('the shared clock', () => {
  const state = (mode: ClockState['mode']): ClockState => ({
    mode,
    now: '2030-01-01T00:00:00.000Z',
  })
  const clockIn = (mode: ClockState['mode']) => {
    const { clock, done } = recordingClock()
    const act = (name: string) => async (value?: unknown) => {
      done.push([name, value])
      return state(mode)
    }
    const acts = { freeze: act('freeze'), advance: act('advance'), runFrom: act('runFrom') }
    const ofSandbox = { ...acts, useReal: act('useReal'), get: act('get'), set: act('set') }
    return { shared: createSharedClock({ clock: ofSandbox }, clock), done }
  }
  const { now } = state('real')

  test('stops pages at the time of the sandbox', async () => {
    const { shared, done } = clockIn('frozen')
    expect(await shared.freeze('2030')).toEqual(state('frozen'))
    expect(done).toEqual([
      ['freeze', '2030'],
      ['fixed', now],
    ])
  })

  test('shows pages the new time before their timers go off', async () => {
    const { shared, done } = clockIn('frozen')
    await shared.advance({ minutes: 1 })
    expect(done.slice(0, 3)).toEqual([
      ['advance', { minutes: 1 }],
      ['fixed', now],
      ['fastForward', 60_000],
    ])
    expect(done.at(-1)).toEqual(['fixed', now])
  })

  test('lets pages run where the sandbox runs, and sets no timer off on the way back', async () => {
    const { shared, done } = clockIn('offset')
    await shared.runFrom(0)
    await shared.useReal()
    await shared.advance({ days: -1 })
    expect(done.map((one) => (one as [string])[0])).toEqual([
      ...['runFrom', 'running', 'useReal', 'running', 'advance', 'running'],
    ])
  })
})

describe('fixtures', () => {
  test('open a sandbox for a test, and close it whatever becomes of the test', async () => {
    const fixtures = sandboxFixtures()
    let url = ''
    const failing = fixtures.sandbox({}, async (sandbox) => {
      url = sandbox.url
      expect((await fetch(`${url}/auth/user`)).status).toBe(401)
      await Promise.reject(new Error('the test failed'))
    })
    await expect(failing).rejects.toThrow('the test failed')
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  test('route where there is a base, else give the test its own', () => {
    expect(Object.keys(sandboxFixtures({ baseUrl: api }))).toEqual([
      ...['sandbox', 'sandboxClock', 'context'],
    ])
    expect(Object.keys(sandboxFixtures())).toEqual(['sandbox', 'sandboxClock', 'baseURL'])
  })
})
