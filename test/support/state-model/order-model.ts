import fc from 'fast-check'
import { chosen, type ModelCall } from './model-call.js'
import { keysOf, pageOf, queryOf } from './plain-list.js'

const pick = fc.nat(9)
const status = fc.constantFrom('new', 'packed', 'sent')
const total = fc.constantFrom(0, 0.5, 7, 30, 200)
const tags = fc.array(fc.constantFrom('red', 'blue'), { maxLength: 2 })
const items = fc.array(fc.record({ sku: fc.constantFrom('a,b', 'c') }), { maxLength: 3 })
const note = fc.constantFrom('Careful', null)
const customerId = fc.constantFrom(1, 2, 3)
const email = fc.constantFrom('ada@ship.xx', 'ADA@ship.xx', 'bob@ship.xx')

/** What is done to orders and customers. */
export const orderStep = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('order'),
      said: fc.record(
        { customerId, total, status, paid: fc.boolean(), tags, note, items },
        { requiredKeys: ['customerId', 'total'] },
      ),
    }),
  },
  fc.record({
    do: fc.constant('change'),
    pick,
    said: fc.record({ status, paid: fc.boolean(), note, items }, { requiredKeys: [] }),
  }),
  fc.record({ do: fc.constant('drop'), pick }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('list'),
      query: fc.record(
        {
          ...{ status, customerId, paid: fc.boolean(), min_total: total, max_total: total },
          statuses: fc.array(status, { minLength: 1, maxLength: 2 }),
          tags,
          sort: fc.constantFrom('total', '-total', 'status,-total', '-itemCount,id', 'paid'),
          fields: fc.constantFrom('paid', 'id,customerId'),
        },
        { requiredKeys: [] },
      ),
      ...{ page: fc.integer({ min: 1, max: 3 }), per_page: fc.integer({ min: 1, max: 4 }) },
    }),
  },
  fc.record({ do: fc.constantFrom('customer', 'rename'), pick, email }),
)

interface SaidOrder {
  readonly customerId?: number
  readonly total?: number
  readonly status?: string
  readonly paid?: boolean
  readonly tags?: readonly string[]
  readonly note?: string | null
  readonly items?: readonly object[]
}

/** A step; which members it has depends on what is done. */
export interface OrderStep {
  readonly do: string
  readonly pick?: number
  readonly said?: SaidOrder
  readonly query?: Readonly<Record<string, unknown>>
  readonly page?: number
  readonly per_page?: number
  readonly email?: string
}

interface Order extends SaidOrder {
  readonly id: number
  readonly total: number
  readonly status: string
  readonly paid: boolean
}

const counted = (order: Order) => ({ ...order, itemCount: order.items?.length ?? 0 })

/** What a list shows of an order. */
const summary = (order: Order, fields?: readonly string[]): object =>
  Object.fromEntries(
    Object.entries(counted(order)).filter(
      ([name]) =>
        ['id', 'status', 'total', 'itemCount'].includes(name) ||
        (['customerId', 'paid'].includes(name) && (!fields || fields.includes(name))),
    ),
  )

/** Orders and customers as plain lists, beside those of the server. */
export class OrderModel {
  #orders: readonly Order[] = []
  #customers: readonly { readonly id: number; readonly email: string }[] = []
  #next = 1
  readonly #call: ModelCall

  constructor(call: ModelCall) {
    this.#call = call
  }

  async take(step: OrderStep): Promise<void> {
    if (step.do === 'order') return this.#order(step.said ?? {})
    if (step.do === 'list') return this.#list(step)
    if (step.do === 'customer' || step.do === 'rename') return this.#customer(step)
    const order = chosen(this.#orders, step.pick ?? 0)
    if (!order) return
    const path = `/orders/${order.id}`
    if (step.do === 'drop') {
      expect((await this.#call(`DELETE ${path}`)).status).toBe(204)
      this.#orders = this.#orders.filter((one) => one !== order)
      expect((await this.#call(`GET ${path}`)).status).toBe(404)
      return
    }
    const { status: answered } = await this.#call(`PATCH ${path}`, step.said)
    expect(answered).toBe(200)
    const next = { ...order, ...step.said }
    this.#orders = this.#orders.map((one) => (one === order ? next : one))
    await this.#check(next)
  }

  async #check(order: Order): Promise<void> {
    const { body } = await this.#call(`GET /orders/${order.id}`)
    const { created_at: made, updated_at: changed, ...others } = body
    // Nobody is known to ask: nobody has made it.
    expect(others).toEqual({ ...counted(order), updated_by: null })
    expect(Date.parse(changed)).toBeGreaterThanOrEqual(Date.parse(made))
  }

  async #order(said: SaidOrder): Promise<void> {
    const { status: answered, headers } = await this.#call('POST /orders', said)
    const order = { status: 'new', paid: false, total: 0, ...said, id: this.#next++ }
    expect([answered, headers.get('location')]).toEqual([201, `/orders/${order.id}`])
    this.#orders = [...this.#orders, order]
    await this.#check(order)
  }

  async #list({ query = {}, page = 1, per_page: size = 1 }: OrderStep): Promise<void> {
    const { status: state, statuses, tags: wanted, customerId: of, paid, sort = '' } = query
    const { min_total: min, max_total: max, fields } = query
    const among = (list: unknown, value: unknown) => (list as readonly unknown[]).includes(value)
    const isAsked = (list: unknown) => Array.isArray(list) && list.length > 0
    const { total: found, records } = pageOf(this.#orders.map(counted), {
      where: [
        (one) => state === undefined || one.status === state,
        (one) => !isAsked(statuses) || among(statuses, one.status),
        (one) => !isAsked(wanted) || (one.tags ?? []).some((tag) => among(wanted, tag)),
        (one) => of === undefined || one.customerId === of,
        (one) => paid === undefined || one.paid === paid,
        (one) => min === undefined || one.total >= (min as number),
        (one) => max === undefined || one.total <= (max as number),
      ],
      by: keysOf(sort as string),
      ...{ page, size },
    })
    const { statuses: _, ...others } = query
    const each = ((statuses ?? []) as readonly string[]).map((one) => `&statuses=${one}`)
    const asked = queryOf({ ...others, page, per_page: size }) + each.join('')
    const { body } = await this.#call(`GET /orders?${asked}`)
    const pages = Math.ceil(found / size)
    expect(body.meta).toEqual({ total: found, page, per_page: size, total_pages: pages })
    const names = fields === undefined ? undefined : String(fields).split(',')
    const shown = body.data.map(({ created_at: _, ...one }: Record<string, unknown>) => one)
    expect(shown).toEqual(records.map(({ itemCount: __, ...one }) => summary(one, names)))
  }

  async #customer({ do: way, pick: at = 0, email: address = '' }: OrderStep): Promise<void> {
    const customer = chosen(this.#customers, at)
    const said = { customer: { name: 'Ada', email: address, password: 'hidden' } }
    const isTaken = this.#customers.some(
      (one) =>
        one.email.toLowerCase() === address.toLowerCase() &&
        (way === 'customer' || one !== customer),
    )
    if (way === 'customer') {
      const { status: answered, body } = await this.#call('POST /customers', said)
      expect(answered).toBe(isTaken ? 409 : 201)
      if (!isTaken) this.#customers = [...this.#customers, { id: body.customer.id, email: address }]
    } else if (customer) {
      const { status: answered } = await this.#call(`PUT /customers/${customer.id}`, said)
      expect(answered).toBe(isTaken ? 409 : 200)
      if (!isTaken)
        this.#customers = this.#customers.map((one) =>
          one === customer ? { ...one, email: address } : one,
        )
    }
    const { body } = await this.#call('GET /customers')
    const names = this.#customers.map(({ id }) => ({ id, name: 'Ada' }))
    expect(body).toEqual({ customers: names, total: names.length })
  }
}
