import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { type Step, type Stories, tellAll } from './support/story.js'

const none = undefined
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const text = expect.any(String)
const unknown = '00000000-0000-4000-8000-000000000000'
const mock = { by: 'mock' } as const
const basic = { send: { authorization: `Basic ${btoa('ada:secret')}` } }

const without = (name: string) => expect.not.objectContaining({ [name]: expect.anything() })

const lamps = {
  ...{ name: 'Night of the lamps', place: 'Dock 3', description: 'Lamps of lighthouses, lit.' },
  ...{ dates: ['2026-07-03', '2026-07-04'], price: 12 },
}
const talk = { name: 'Knots', place: 'Hall', dates: ['2031-01-05'], price: 0 }
const order = { kind: 'general', date: '2026-06-02', mail: 'ada@example.com', phone: '1' }
const lampsPath = '/special-events/1b4e28ba-2fa1-41d2-883f-0016d3cca427'

/** Each operation of the museum: what is sent, the status, what is said, and who says it. */
const museum: Stories = {
  'hours are those of the example, completed; paged, and from a day on': [
    [
      'GET /opening-hours',
      none,
      200,
      [{ date: '2026-06-01', opensAt: '10:00' }, { date: '2026-06-02' }, {}, {}, {}],
    ],
    ['GET /opening-hours?limit=2&page=2', none, 200, [{ date: '2026-06-04' }, {}]],
    ['GET /v1/opening-hours?limit=1', none, 200, [{ date: '2026-06-01', closesAt: '18:00' }]],
    ['GET /opening-hours?limit=31', none, 422],
    ['GET /opening-hours?startDate=2026-06-02&limit=2', none, 200, [{ date: '2026-06-02' }, {}]],
    ['GET /opening-hours?startDate=soon', none, 422],
  ],
  'events: the documented one is there, and the whole circle of another': [
    [`GET ${lampsPath}`, none, 200, lamps],
    ['POST /special-events', talk, 401],
    ['POST /special-events', talk, 201, { ...talk, eventId: uuid }, basic],
    ['GET /special-events/$3.eventId', none, 200, '$3'],
    ['GET /special-events?startDate=2031-01-01', none, 200, ['$3']],
    ['GET /special-events?startDate=2031-01-06&endDate=2031-01-06', none, 200, []],
    ['GET /special-events', none, 200, [{}, {}, {}, {}, {}, '$3']],
    ['PATCH /special-events/$3.eventId', { price: 3 }, 200, { ...talk, price: 3 }, basic],
    ['PATCH /special-events/$3.eventId', { price: -1 }, 400, none, basic],
    ['PATCH /special-events/$3.eventId', { price: 3 }, 401],
    ['GET /special-events/$3.eventId', none, 200, { price: 3, name: 'Knots' }],
    ['DELETE /special-events/$3.eventId', none, 204, none, basic],
    ['DELETE /special-events/$3.eventId', none, 404, none, basic],
    ['GET /special-events/$3.eventId', none, 404],
    ['GET /special-events', none, 200, [{}, {}, {}, {}, {}]],
    [`PATCH /special-events/${unknown}`, { price: 3 }, 404, none, basic],
    ['POST /special-events', { name: 'Knots' }, 400, none, basic],
  ],
  'a ticket says what was ordered, and its code is a picture of the contract': [
    [
      'POST /tickets',
      order,
      201,
      { ticketId: uuid, kind: 'general', date: '2026-06-02', message: text, confirmation: text },
    ],
    ['POST /tickets', { ...order, kind: 'free' }, 400],
    ['GET /tickets/$1.ticketId/qr', none, 200, none, mock],
  ],
}

const bearer = { send: { authorization: 'Bearer any' } }
const form = 'multipart/form-data; boundary=x'
const io = { name: 'Io', type: 'terrestrial', callbackUrl: 'https://example.com/hook' }

/** Each operation of the galaxy. */
const galaxy: Stories = {
  'planets: the whole circle, totals, and a URL that is never told': [
    ['GET /planets', none, 200, { meta: { total: 5, limit: 10, offset: 0, next: null } }],
    ['POST /planets', io, 401],
    ['POST /planets', io, 201, { name: 'Io', type: 'terrestrial' }, bearer],
    ['GET /planets/$3.id', none, 200, '$3'],
    ['GET /planets/$3.id', none, 200, without('callbackUrl')],
    [
      'GET /planets?offset=4&limit=1',
      none,
      200,
      { data: [{}], meta: { total: 6, limit: 1, offset: 4, next: text } },
    ],
    ['GET /planets?offset=5', none, 200, { data: ['$3'] }],
    [
      'PUT /planets/$3.id',
      { name: 'Europa', description: 'Ice' },
      200,
      { id: '$3.id', name: 'Europa', description: 'Ice', type: 'terrestrial' },
      bearer,
    ],
    ['GET /planets/$3.id', none, 200, { name: 'Europa' }],
    ['PUT /planets/$3.id', { name: 7 }, 422, none, bearer],
    ['PUT /planets/987654', { name: 'None' }, 404, none, bearer],
    ['DELETE /planets/$3.id', none, 401],
    ['DELETE /planets/$3.id', none, 204, none, bearer],
    ['GET /planets/$3.id', none, 404],
    ['GET /planets', none, 200, { meta: { total: 5 } }],
    ['POST /planets', { type: 'flat' }, 400, none, bearer],
  ],
  'satellites lie below a planet and have a path of their own': [
    ['POST /planets', io, 201, none, bearer],
    ['GET /planets/$1.id/satellites', none, 200, { satellites: [] }, bearer],
    [
      'POST /planets/$1.id/satellites',
      { name: 'Probe', diameter: 2.5 },
      201,
      { name: 'Probe', planetId: '$1.id' },
      bearer,
    ],
    ['GET /satellites/$3.id', none, 200, '$3', bearer],
    ['GET /planets/$1.id/satellites', none, 200, { satellites: ['$3'] }, bearer],
    ['POST /planets/987654/satellites', { name: 'Lost' }, 404, none, bearer],
    ['DELETE /planets/$1.id', none, 204, none, bearer],
    ['GET /satellites/$3.id', none, 404, none, bearer],
  ],
  'an upload is answered by the contract, and changes nothing': [
    ['GET /planets/1', none, 200],
    [
      'POST /planets/1/image',
      none,
      200,
      { message: 'Received' },
      { ...mock, send: { ...bearer.send, 'content-type': form } },
    ],
    ['GET /planets/1', none, 200, '$1'],
  ],
  'who signs up is answered with what was said; a login has a token': [
    [
      'POST /user/signup',
      { name: 'Ada', email: 'ada@example.com', password: 'secret' },
      201,
      { id: expect.any(Number), name: 'Ada', email: 'ada@example.com' },
    ],
    ['POST /user/signup', { name: 'Ada' }, 422],
    ['POST /auth/token', { email: 'ada@example.com', password: 'secret' }, 200, { token: text }],
    ['POST /auth/token', { email: 'ada@example.com', password: 'wrong' }, 401],
    ['GET /me', none, 401],
    [
      'GET /me',
      none,
      200,
      { name: 'Ada', email: 'ada@example.com' },
      { send: { authorization: 'Bearer $3.token' } },
    ],
  ],
}

describe('museum', () => tellAll('test/fixtures/state/museum.yaml', museum, {}))
describe('galaxy', () => tellAll('test/fixtures/state/galaxy.yaml', galaxy, {}))

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>

test.each([
  ['museum', museum],
  ['galaxy', galaxy],
])('no operation of the %s is left out', (name, stories) => {
  const { paths } = load(readFileSync(`test/fixtures/state/${name}.yaml`, 'utf8')) as {
    paths: Paths
  }
  const asked = (method: string, path: string) => (step: Step) => {
    const target = step[0].split('?')[0] as string
    const pattern = path.replace(/\{[^}]+\}/g, '[^/]+')
    return new RegExp(`^${method} ${pattern}$`).test(target)
  }
  const missing = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== 'parameters')
      .map((method) => [method.toUpperCase(), path] as const)
      .filter(([method]) => !Object.values(stories).flat().some(asked(method, path)))
      .map(([method]) => `${method} ${path}`),
  )
  expect(missing).toEqual([])
})
