import assert from 'node:assert/strict'
import type { SeededRandom } from '../../../src/lib/seeded-random.js'
import { HeydontoWorld, type PlainCall, type PlainUser } from './heydonto-world.js'
import type { WorkerAnswer, WorkerCall } from './worker-call.js'

const operationOf: Readonly<Record<string, string>> = {
  'GET /user': 'UsersController_findUsers',
  'POST /user': 'UsersController_createUser',
  'PUT /user/': 'UsersController_updateUser',
  'DELETE /user/': 'UsersController_deleteUser',
  'POST /auth/login': 'AuthController_login',
  'POST /auth/logout': 'AuthController_logout',
  'GET /auth/user': 'AuthController_getCurrentUser',
  'POST /auth/tos-accept': 'AuthController_acceptTermsOfService',
  'POST /auth/forgot-password': 'AuthController_forgotPassword',
  'POST /auth/set-password': 'AuthController_setPassword',
  'POST /auth/regenerate-invitation': 'AuthController_regenerateInvitation',
}

const control = '/_sandbox/v1'

/** A worker with a sandbox of its own, and what it believes to be in it. */
export class HeydontoWorker {
  world = new HeydontoWorld()
  /** What it has asked since the journal was last emptied. */
  calls: PlainCall[] = []
  /** What it has saved. */
  readonly snapshots = new Map<string, HeydontoWorld>()
  #admin = ''

  constructor(
    readonly name: string,
    readonly random: SeededRandom,
    readonly call: WorkerCall,
  ) {
    this.world.begin()
  }

  /** Sends a request of the contract, and notes it as the journal has to. */
  async ask(request: string, body?: unknown, token?: string): Promise<WorkerAnswer> {
    const key = request.replace(/\?.*/, '').replace(/\d+$/, '')
    const message = token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }
    const answer = await this.call(request, { body, ...message })
    this.calls.push({ operationId: operationOf[key] ?? key, status: answer.status })
    return answer
  }

  /** The same as the first user of the seed, who may do everything. */
  asAdmin(request: string, body?: unknown): Promise<WorkerAnswer> {
    return this.ask(request, body, this.#admin)
  }

  /** Asks the control API, which has to answer with this status. */
  async control(request: string, status: number, body?: unknown): Promise<WorkerAnswer['body']> {
    const answer = await this.call(request.replace(' ', ` ${control}`), { body })
    assert.equal(answer.status, status, `${request}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** A token that costs no password. */
  async tokenOf({ email }: Pick<PlainUser, 'email'>): Promise<string> {
    return (await this.control('POST /tokens', 201, { email })).token as string
  }

  /** Needed after all that ends sessions: a moved clock, a reset, a restored snapshot. */
  async refreshAdmin(): Promise<void> {
    this.#admin = await this.tokenOf({ email: 'admin@example.com' })
  }

  /** Moves the clock and the model's with it. */
  async freezeAt(time: number): Promise<void> {
    const now = new Date(time).toISOString()
    const clock = await this.control('PUT /clock', 200, { mode: 'frozen', now })
    assert.deepEqual(clock, { mode: 'frozen', now })
    this.world.frozenAt = time
    await this.refreshAdmin()
  }

  async emptyJournal(): Promise<void> {
    await this.control('DELETE /journal', 204)
    this.calls = []
  }

  /** Compares all that the sandbox holds with the model. */
  async check(): Promise<void> {
    await this.checkUsers()
    await this.checkMails()
    await this.checkJournal()
    if (this.world.frozenAt !== undefined) {
      const clock = await this.control('GET /clock', 200)
      assert.deepEqual(clock, { mode: 'frozen', now: this.world.now() })
    }
  }

  async checkUsers(): Promise<void> {
    const { records } = (await this.control('GET /state/users', 200)) as {
      readonly records: readonly PlainUser[]
    }
    const known = new Map(this.world.users.map((user) => [user.id, user]))
    // Numbers as keys come in their own order from a seed or a snapshot; who is there is what counts.
    const inOrder = <T extends { readonly id: number }>(list: readonly T[]): readonly T[] =>
      [...list].sort((one, other) => one.id - other.id)
    assert.deepEqual(
      inOrder(records).map((record) => ({
        ...{ id: record.id, email: record.email, role: record.role },
        ...{ firstName: record.firstName, lastName: record.lastName },
        isEnabled: record.isEnabled,
        tosAcceptedAt:
          known.get(record.id)?.tosAcceptedAt === undefined ? undefined : record.tosAcceptedAt,
      })),
      inOrder(this.world.users).map(
        ({ id, email, role, firstName, lastName, isEnabled, tosAcceptedAt }) => ({
          ...{ id, email, role, firstName, lastName, isEnabled, tosAcceptedAt },
        }),
      ),
    )
  }

  async checkMails(): Promise<void> {
    const { mails } = (await this.control('GET /outbox', 200)) as {
      readonly mails: readonly { id: string; to: string; kind: string; createdAt: string }[]
    }
    const times = new Map(this.world.mails.map(({ id, createdAt }) => [id, createdAt]))
    assert.deepEqual(
      mails.map(({ id, to, kind, createdAt }) => ({
        ...{ id, to, kind, createdAt: times.get(id) === undefined ? undefined : createdAt },
      })),
      this.world.mails.map(({ id, to, kind, createdAt }) => ({ id, to, kind, createdAt })),
    )
  }

  async checkJournal(): Promise<void> {
    const { total, entries } = (await this.control('GET /journal', 200)) as {
      readonly total: number
      readonly entries: readonly {
        readonly operationId: string
        readonly response: { readonly status?: number }
      }[]
    }
    assert.deepEqual(
      entries.map(({ operationId, response }, index) => ({
        operationId,
        // Of an answer that never came the journal may know more than the client.
        status: this.calls[index]?.status === 0 ? 0 : response.status,
      })),
      this.calls,
    )
    assert.equal(total, this.calls.length)
  }
}
