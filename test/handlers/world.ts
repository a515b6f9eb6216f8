import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mails } from '../../src/auth/mail.js'
import { oneTimeTokens } from '../../src/auth/one-time-token.js'
import { sessions } from '../../src/auth/session.js'
import { findUserByEmail, type User, users } from '../../src/auth/user.js'
import type { Auth } from '../../src/auth/auth.js'
import { createCredentialMint } from '../../src/auth/credential-mint.js'
import { createOneTimeTokenMint } from '../../src/auth/one-time-tokens.js'
import { createPasswords, type DeriveKey } from '../../src/auth/passwords.js'
import { authenticate, type Credentials, credentialsProblem } from '../../src/auth/security.js'
import { sessionCookie } from '../../src/auth/session-cookie.js'
import { createSessionOpener } from '../../src/auth/session-opener.js'
import { createTokens } from '../../src/auth/tokens.js'
import { Problem } from '../../src/errors.js'
import type { OperationId, ReplyOf } from '../../src/handlers/handler-context.js'
import { handlers } from '../../src/handlers/index.js'
import { listMails, type OutboxMail } from '../../src/sandbox/outbox.js'
import { secureRandom } from '../../src/sandbox/random.js'
import type { Sandbox, SandboxSettings } from '../../src/sandbox/sandbox.js'
import { createInitialContents } from '../../src/sandbox/seed-contents.js'
import { readSeed } from '../../src/sandbox/seed.js'
import type { Collection, Store, Transaction } from '../../src/store/store.js'
import { createMemoryStore } from '../../src/store/memory-store.js'

const open: readonly string[] = [
  'AuthController_login',
  'AuthController_logout',
  'AuthController_forgotPassword',
  'AuthController_setPassword',
  'AuthController_regenerateInvitation',
] satisfies OperationId[]

/** What a request brings; left out: nothing. */
export interface Sent {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly bearer?: string
  readonly cookie?: string
}

/** A status with a body, of a reply or of the Problem that was thrown. */
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly problem?: Problem
}

/** One world in memory whose operations are called without a server. */
export class World {
  now = Date.parse('2026-01-01T00:00:00.000Z')
  settings: SandboxSettings = { authorization: 'any', appUrl: 'http://localhost:3000' }
  /** What each password hash was asked to do: its cost, never the password. */
  readonly hashed: string[] = []
  readonly auth: Auth
  readonly store: Store

  constructor(
    readonly name = 'default',
    store?: Store,
  ) {
    const derive: DeriveKey = async (password, { ln, r, p, salt, hash }) => {
      this.hashed.push(`ln=${ln},r=${r},p=${p},${salt.length},${hash.length}`)
      return createHash('sha256').update(salt).update(password).digest().subarray(0, hash.length)
    }
    const key = Buffer.alloc(32, 'k')
    this.auth = {
      passwords: createPasswords({ cost: 'local', derive }),
      tokens: createTokens(key),
      oneTimeTokens: createOneTimeTokenMint(key),
      sessions: createSessionOpener(),
      credentials: createCredentialMint(key),
    }
    const seed = readSeed(JSON.parse(readFileSync('data/seed.json', 'utf8')))
    const tools = { auth: this.auth, random: secureRandom, clock: { now: () => this.now } }
    this.store = store ?? createMemoryStore(createInitialContents(seed, tools))
  }

  /** Calls the handler of an operation as the dispatcher does: authenticated, in one transaction. */
  async call(operationId: OperationId, sent: Sent = {}): Promise<Answer> {
    try {
      const reply = await this.store.transaction(this.name, async (state) => {
        const sandbox = this.sandbox(state)
        const { bearer, cookie, params = {}, query = {}, body } = sent
        const credentials: Credentials = {
          ...(bearer === undefined ? {} : { bearer }),
          ...(cookie === undefined ? {} : { cookie }),
        }
        const guarded = !open.includes(operationId)
        const principal = guarded ? await authenticate(credentials, sandbox) : undefined
        if (guarded && principal === undefined) throw credentialsProblem(credentials)
        const handle = handlers[operationId] as (request: unknown) => Promise<ReplyOf<OperationId>>
        return handle({ params, query, body, principal, sandbox, credentials })
      })
      const { status, body, headers = {} } = reply
      return { status, body: body as Answer['body'], headers }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { code, details, status } = error
      return { status, body: { code, detail: details.detail }, headers: {}, problem: error }
    }
  }

  /** Logs in and returns the token; the seed's password unless another is given. */
  async token(email: string, password = 'password123'): Promise<string> {
    return String((await this.login(email, password)).body.token)
  }

  login(email: string, password = 'password123'): Promise<Answer> {
    return this.call('AuthController_login', { body: { email, password } })
  }

  /** The status of `GET /auth/user` with these credentials. */
  async who(credentials: Pick<Sent, 'bearer' | 'cookie'>): Promise<unknown> {
    const { status, body } = await this.call('AuthController_getCurrentUser', credentials)
    return status === 200 ? body.email : status
  }

  mails(): Promise<readonly OutboxMail[]> {
    return this.store.transaction(this.name, (state) => listMails(this.sandbox(state)))
  }

  async newestMail(): Promise<OutboxMail> {
    const mail = (await this.mails()).at(-1)
    expect(mail).toBeDefined()
    return mail as OutboxMail
  }

  /** The stored user. */
  async user(email: string): Promise<User> {
    const found = await this.store.transaction(this.name, (state) => findUserByEmail(state, email))
    expect(found).toBeDefined()
    return found as User
  }

  /** Changes a stored user as an editor of the file would; a new id moves the record. */
  change(email: string, members: Partial<User>): Promise<void> {
    return this.store.transaction(this.name, async (state) => {
      const found = await findUserByEmail(state, email)
      if (found === undefined) return
      state.delete(users, String(found.id))
      state.put(users, { ...found, ...members })
    })
  }

  /** Stores a record as an editor of the file would. */
  put<T>(collection: Collection<T>, record: T): Promise<void> {
    return this.store.transaction(this.name, async (state) => state.put(collection, record))
  }

  /** Everything that the world stores, as JSON. */
  stored(): Promise<string> {
    return this.store.transaction(this.name, async (state) =>
      JSON.stringify({
        users: await state.list(users),
        sessions: await state.list(sessions),
        oneTimeTokens: await state.list(oneTimeTokens),
        mails: await state.list(mails),
      }),
    )
  }

  private sandbox(state: Transaction): Sandbox {
    return {
      name: this.name,
      state,
      clock: { now: () => this.now },
      random: secureRandom,
      auth: this.auth,
      cookie: sessionCookie({ secure: false, path: '/', enabled: true }),
      settings: this.settings,
      reset: () => state.reset(),
    }
  }
}

/** The body of the documented `POST /user`. */
export const johnDoe = {
  email: 'john.doe@example.com',
  firstName: 'John',
  lastName: 'Doe',
  password: 'password123',
  isEnabled: true,
  role: 'ADMIN',
  organizationId: 1,
  brandId: 1,
  siteId: 1,
}

/** Milliseconds. */
export const minute = 60_000
