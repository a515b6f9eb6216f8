import { createServer } from '../../src/index.js'
import { ContractJudge } from '../support/contract-judge.js'
import { type Stories, tell, tellAll } from './support/story.js'

const none = undefined
const document = 'test/fixtures/state/hostile-lists.yaml'

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
const without = (...names: readonly string[]) =>
  expect.not.objectContaining(Object.fromEntries(names.map((name) => [name, expect.anything()])))

const customer = (name: string, id: number) => ({
  ...{ id, name, email: `${name.toLowerCase()}@example.com`, password: 'hidden' },
  createdAt: 1_700_000_000,
})
const order = (id: number, status: string, total: number, more: object) => ({
  ...{ id, status, total, customerId: 1, paid: false, items: [], itemCount: 0 },
  ...{ created_at: `2025-0${id}-01T00:00:00Z`, updated_at: '2025-08-01T00:00:00Z' },
  ...more,
})

/** What the lists below are asked of. */
const seed = {
  resources: {
    customers: [customer('Ada', 1), customer('Bob', 2)],
    orders: [
      order(1, 'new', 30, { tags: ['red', 'far'], note: 'Handle with care' }),
      order(2, 'packed', 5.5, { tags: ['red'], paid: true, customerId: 2 }),
      order(3, 'sent', 200, { tags: ['blue'], note: null }),
      order(4, 'new', 30, { paid: true, items: [{ sku: 'a,b' }], itemCount: 1 }),
      order(5, 'sent', 7, { tags: [], customerId: 2, note: 'careful' }),
    ],
    cities: [
      { id: 1, name: 'Oslo', population: 700_000, country: 'NO' },
      { id: 2, name: 'Bergen', population: 290_000, country: 'NO' },
      { id: 3, name: 'Paris', population: 2_100_000, country: 'FR' },
    ],
    books: [
      { id: 1, title: 'Emma', price: 9, published: '1815-12-23', in_print: true, genre: 'novel' },
      { id: 2, title: 'Iliad', price: 20, in_print: false, genre: 'epic' },
      { id: 3, title: 'Dune', price: 9, published: '1965-08-01', in_print: true, genre: 'novel' },
      { id: 4, title: 'Faust', price: 12, published: '1808-01-01', in_print: false },
    ],
  },
}

const ids = (...list: readonly number[]) => list.map((id) => ({ id }))
const orders = (query: string, ...list: readonly number[]) =>
  [`GET /orders?per_page=50&${query}`, none, 200, { data: ids(...list) }] as const
const books = (query: string, ...list: readonly number[]) =>
  [`GET /books?${query}`, none, 200, { books: ids(...list), count: list.length }] as const

const asked: Stories = {
  'filters of every kind': [
    orders('', 1, 2, 3, 4, 5),
    orders('status=new', 1, 4),
    orders('status=new&paid=true', 4),
    orders('statuses=new&statuses=packed', 1, 2, 4),
    orders('tags=red', 1, 2),
    orders('tags=blue,far', 1, 3),
    orders('customerId=2', 2, 5),
    orders('customerId=9'),
    orders('paid=false', 1, 3, 5),
    orders('min_total=30', 1, 3, 4),
    orders('max_total=7', 2, 5),
    orders('min_total=7&max_total=30', 1, 4, 5),
    orders('createdFrom=2025-03-01T00:00:00Z', 3, 4, 5),
    orders('createdTo=2025-03-01T00:30:00%2B01:00', 1, 2),
    orders('createdFrom=2025-02-01T00:00:00Z&createdTo=2025-02-01T00:00:00Z', 2),
    orders('q=CARE', 1, 5),
    orders('q=hidden'),
    ['GET /orders?status=lost', none, 422],
    ['GET /orders?min_total=much', none, 422],
  ],
  'orders of every kind': [
    orders('sort=-total', 3, 1, 4, 5, 2),
    orders('sort=total', 2, 5, 1, 4, 3),
    orders('sort=total,-id', 2, 5, 4, 1, 3),
    orders('sort=-status,total', 5, 3, 2, 1, 4),
    orders('sort=-created_at', 5, 4, 3, 2, 1),
    orders('sort=-createdAt', 5, 4, 3, 2, 1),
    orders('sort=total:desc', 3, 1, 4, 5, 2),
    orders('sort=note', 1, 5, 2, 3, 4),
    orders('sort=-note', 5, 1, 2, 3, 4),
    orders('sort=nonsense', 1, 2, 3, 4, 5),
  ],
  'pages and totals are of what was asked for': [
    [
      'GET /orders',
      none,
      200,
      { data: ids(1, 2, 3), meta: { total: 5, page: 1, per_page: 3, total_pages: 2 } },
    ],
    ['GET /orders?page=2', none, 200, { data: ids(4, 5), meta: { page: 2, total: 5 } }],
    [
      'GET /orders?page=2&per_page=1&status=sent',
      none,
      200,
      { data: ids(5), meta: { total: 2, page: 2, per_page: 1, total_pages: 2 } },
    ],
    ['GET /orders?page=7', none, 200, { data: [], meta: { total: 5, page: 7 } }],
    ['GET /orders?page=0', none, 422],
    ['GET /orders?per_page=51', none, 422],
    ['GET /orders?total=30&limit=1&undeclared=x', none, 200, { meta: { total: 5 } }],
  ],
  'fields that are asked for, and those that are required': [
    ['GET /orders?per_page=1&fields=paid', none, 200, { data: [{ id: 1, paid: false }] }],
    [
      'GET /orders?per_page=1&fields=paid',
      none,
      200,
      { data: [without('customerId', 'created_at')] },
    ],
    ['GET /orders?per_page=1', none, 200, { data: [without('tags', 'note', 'items')] }],
  ],
  'ranges of dates and numbers, booleans, an order of objects, a filter in brackets': [
    books('', 1, 2, 3, 4),
    books('priceFrom=10', 2, 4),
    books('priceFrom=9&priceTo=12', 1, 3, 4),
    books('published_gte=1815-12-23', 1, 3),
    books('published_lt=1815-12-23', 4),
    books('in_print=false', 2, 4),
    books('search=u', 3, 4),
    books('filter[genre]=novel', 1, 3),
    books('sortBy[0][field]=title', 3, 1, 4, 2),
    books('sortBy[0][field]=price&sortBy[0][direction]=desc', 2, 4, 1, 3),
    books('sortBy[0][field]=price&sortBy[1][field]=title&sortBy[1][direction]=desc', 1, 3, 4, 2),
    books('filter[genre]=novel&sortBy[0][field]=published&sortBy[0][direction]=desc', 3, 1),
    ['GET /books?sortBy[0][field]=nonsense', none, 422],
  ],
  'a change is timed, and nothing else is': [
    ['GET /orders/2', none, 200, { updated_at: '2025-08-01T00:00:00Z' }],
    ['PATCH /orders/1', { note: 'x' }, 200, { created_at: '2025-01-01T00:00:00Z' }],
    ['GET /orders/1', none, 200, { updated_at: expect.not.stringMatching(/^2025/), note: 'x' }],
    ['GET /orders/2', none, 200, '$1'],
  ],
  'a bare array, counted and linked in headers': [
    ['GET /cities', none, 200, ids(1, 2, 3), { has: { 'x-total-count': '3' } }],
    ['GET /cities?sortBy=population&order=desc', none, 200, ids(3, 1, 2)],
    ['GET /cities?sortBy=name', none, 200, ids(2, 1, 3)],
    [
      'GET /cities?country=NO&limit=1',
      none,
      200,
      ids(1),
      {
        has: {
          'x-total-count': '2',
          link: expect.stringContaining(
            '<http://localhost/cities?country=NO&limit=1&offset=1>; rel="next"',
          ),
        },
      },
    ],
    [
      'GET /cities?country=NO&limit=1&offset=1',
      none,
      200,
      ids(2),
      { has: { link: expect.not.stringContaining('rel="next"') } },
    ],
    ['GET /cities?offset=9', none, 200, [], { has: { 'x-total-count': '3' } }],
  ],
}

describe('asked of a seed', () => tellAll(document, asked, { seed }))

const event = (kind: string) => ({ kind })
const form = { send: { 'content-type': 'application/x-www-form-urlencoded' } }
const post = (title: string, category: string) => ({
  data: { type: 'posts', attributes: { title, category } },
})
const jsonApi = { send: { 'content-type': 'application/vnd.api+json' } }

const begun: Stories = {
  'a summary, a whole, and what was sent differ': [
    ['POST /customers', { customer: customer('Eve', 0) }, 201, { customer: { id: 1 } }],
    [
      'POST /orders',
      { customerId: 1, total: 12.5, items: [{ sku: 'a', amount: 2 }, { sku: 'b' }] },
      201,
      {
        ...{ id: 1, status: 'new', total: 12.5, itemCount: 2, customerId: 1, paid: false },
        ...{ created_at: time, updated_at: time },
      },
      { has: { location: '/orders/1' } },
    ],
    ['GET /orders/1', none, 200, '$2'],
    ['GET /orders', none, 200, { data: [{ id: 1, itemCount: 2, total: 12.5 }] }],
    ['PATCH /orders/1', { items: [], note: null }, 200, { itemCount: 0, note: null }],
    ['GET /orders?paid=false', none, 200, { data: [{ id: 1, itemCount: 0 }] }],
    ['PATCH /orders/1', { paid: true }, 200, { paid: true, created_at: '$2.created_at' }],
    ['GET /orders?paid=false', none, 200, { data: [], meta: { total: 0, total_pages: 0 } }],
    ['GET /orders?paid=true', none, 200, { data: [{ id: 1 }] }],
    ['DELETE /orders/1', none, 204],
    ['GET /orders?paid=true', none, 200, { data: [] }],
    ['POST /orders', { customerId: 1, total: 1 }, 201, { id: 2 }],
  ],
  'a password is kept and never told; an address is taken once': [
    ['POST /customers', { customer: customer('Ada', 0) }, 201, { customer: { id: 1 } }],
    ['GET /customers/1', none, 200, { customer: without('password') }],
    ['GET /customers', none, 200, { customers: [{ id: 1, name: 'Ada' }], total: 1 }],
    ['POST /customers', { customer: { name: 'x', email: 'ADA@example.com', password: 'p' } }, 409],
    ['POST /customers', { customer: customer('Bob', 0) }, 201, { customer: { id: 2 } }],
    [
      'PUT /customers/2',
      { customer: { name: 'Bob', email: 'ada@example.com', password: 'p' } },
      409,
    ],
    [
      'PUT /customers/2',
      { customer: { name: 'Rob', email: 'bob@example.com', password: 'p', phone: '1' } },
      200,
      { customer: { id: 2, name: 'Rob', phone: '1', createdAt: '$5.customer.createdAt' } },
    ],
    [
      'PUT /customers/2',
      { customer: { name: 'Rob', email: 'bob@example.com', password: 'p' } },
      200,
      { customer: without('phone', 'password') },
    ],
    ['GET /customers/2', none, 200, { customer: without('phone') }],
  ],
  'a cursor, and that there is more': [
    ['POST /events', event('a'), 202, { id: expect.stringMatching(/^evt_/) }],
    ['POST /events', event('b'), 202],
    ['POST /events', event('c'), 202],
    ['POST /events', event('a'), 202],
    ['GET /events', none, 200, { items: ['$1', '$2'], has_more: true, next: expect.any(String) }],
    ['GET /events?cursor=$5.next', none, 200, { items: ['$3', '$4'], has_more: false, next: null }],
    ['GET /events?kind=a&limit=1', none, 200, { items: ['$1'], has_more: true }],
    ['GET /events?kind=a&limit=1&cursor=$7.next', none, 200, { items: ['$4'], next: null }],
    ['GET /events?kind=z', none, 200, { items: [], has_more: false, next: null }],
  ],
  'the name of the last one is a cursor; a form makes a record': [
    ['POST /charges', { amount: '7', note: 'x' }, 200, { amount: 7, object: 'charge' }, form],
    ['POST /charges', { amount: '8' }, 200, { amount: 8, created: expect.any(Number) }, form],
    ['POST /charges', { amount: '9' }, 200, none, form],
    ['GET /charges', none, 200, { object: 'list', data: ['$1', '$2'], has_more: true }],
    ['GET /charges?starting_after=$2.id', none, 200, { data: ['$3'], has_more: false }],
    ['GET /charges/$2.id', none, 200, '$2'],
    ['POST /charges', { amount: 'x' }, 422, none, form],
  ],
  'a token that is not there on the last page; items without a path': [
    ['POST /messages', event('a'), 201],
    ['POST /messages', event('b'), 201],
    ['POST /messages', event('c'), 201],
    ['GET /messages', none, 200, { messages: ['$1', '$2'], nextPageToken: expect.any(String) }],
    ['GET /messages?pageToken=$4.nextPageToken', none, 200, { messages: ['$3'] }],
    ['GET /messages?pageToken=$4.nextPageToken', none, 200, without('nextPageToken')],
  ],
  'HAL: pages from 0, links to the next and the one before': [
    ['POST /rooms', { name: 'a' }, 201, { id: 1, name: 'a' }],
    ['POST /rooms', { name: 'b' }, 201],
    ['POST /rooms', { name: 'c' }, 201],
    [
      'GET /rooms',
      none,
      200,
      {
        _embedded: { rooms: ids(1, 2) },
        page: { size: 2, totalElements: 3, totalPages: 2, number: 0 },
        _links: { next: { href: expect.stringContaining('page=1') } },
      },
    ],
    ['GET $4._links.next.href', none, 200, { _embedded: { rooms: ids(3) }, page: { number: 1 } }],
    ['GET $4._links.next.href', none, 200, { _links: without('next') }],
    ['GET $5._links.prev.href', none, 200, '$4'],
  ],
  'JSON:API: attributes, filters and pages in brackets': [
    ['POST /posts', post('One', 'a'), 201, { data: { attributes: { title: 'One' } } }, jsonApi],
    ['POST /posts', post('Two', 'b'), 201, none, jsonApi],
    ['POST /posts', post('Three', 'a'), 201, none, jsonApi],
    ['GET /posts?filter[category]=a', none, 200, { data: ['$1.data', '$3.data'] }],
    ['GET /posts?sort=title', none, 200, { data: ['$1.data', '$3.data', '$2.data'] }],
    ['GET /posts?sort=-title', none, 200, { data: ['$2.data', '$3.data', '$1.data'] }],
    ['GET /posts?page[size]=2&page[number]=2', none, 200, { data: ['$3.data'] }],
    [
      'GET /posts?page[size]=2',
      none,
      200,
      { data: ['$1.data', '$2.data'], links: { next: expect.stringMatching(/2/), prev: null } },
    ],
    [
      'PATCH /posts/$1.data.id',
      { data: { type: 'posts', id: '$1.data.id', attributes: { category: 'b' } } },
      200,
      { data: { id: '$1.data.id', attributes: { title: 'One', category: 'b' } } },
      jsonApi,
    ],
    ['GET /posts?filter[category]=a', none, 200, { data: ['$3.data'] }],
    ['GET /posts?filter[category]=b', none, 200, { data: ['$9.data', '$2.data'] }],
    ['DELETE /posts/$2.data.id', none, 204],
    ['GET /posts?filter[category]=b', none, 200, { data: ['$9.data'] }],
  ],
}

describe('begun with nothing', () => tellAll(document, begun))

const first: Stories = {
  'orders are of customers that exist, two of which the example shows': [
    ['GET /customers/71', none, 200, { customer: { id: 71, name: 'Ada' } }],
    ['GET /customers', none, 200, { customers: [{ id: 71 }, { id: 72 }, {}, {}, {}], total: 5 }],
    ['GET /orders?per_page=50', none, 200, { meta: { total: 5 } }],
    ['GET /customers/$3.data.0.customerId', none, 200],
    ['GET /customers/$3.data.4.customerId', none, 200],
  ],
}

describe('first contents', () => tellAll(document, first, {}))

test('who made it and who changed it, where that is known', async () => {
  const server = await createServer({ contract: document, seed: { resources: {} } })
  const { value } = await server.credential({ scheme: 'basic', user: 'ada', sandbox: 'by' })
  const asAda = { send: { authorization: value } }
  const ada = { created_by: 'ada' }
  try {
    await tell(server, new ContractJudge(document), 'by', [
      ['POST /orders', { customerId: 1, total: 1 }, 201, { updated_by: null }],
      ['GET /orders/1', none, 200, without('created_by')],
      ['POST /orders', { customerId: 1, total: 1, created_by: 'eve' }, 201, ada, asAda],
      ['GET /orders/2', none, 200, ada],
      ['PATCH /orders/1', { paid: true }, 200, { updated_by: 'ada' }, asAda],
      ['GET /orders/1', none, 200, without('created_by')],
      ['PATCH /orders/2', { created_by: 'eve', paid: true }, 200, ada],
    ])
  } finally {
    await server.close()
  }
})
