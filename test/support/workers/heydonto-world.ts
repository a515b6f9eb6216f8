/** A user as the contract shows one. */
export interface PlainUser {
  readonly id: number
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly role: string
  readonly isEnabled: boolean
  /** Undefined: some time that the model does not know. */
  readonly tosAcceptedAt: string | null | undefined
}

/** What the model knows of a user beside that. */
export interface Account {
  readonly password: string
  /** Whether there is an open invitation; undefined where nothing is documented about it. */
  readonly invited: boolean | undefined
}

/** A mail; without a time where the clock ran. */
export interface PlainMail {
  readonly id: string
  readonly userId: number
  readonly to: string
  readonly kind: 'invitation' | 'password-reset'
  readonly createdAt: string | undefined
}

/** A request that was sent: its operation, and the status of its answer; 0: there was none. */
export interface PlainCall {
  readonly operationId: string
  readonly status: number
}

const seeded = (id: number, email: string, names: readonly [string, string]) => ({
  ...{ id, email, firstName: names[0], lastName: names[1], role: 'SITE_USER', isEnabled: true },
})

const day = (number: number): string => `2024-01-0${number}T00:00:00.000Z`

const seedUsers: readonly PlainUser[] = [
  { ...seeded(1, 'admin@example.com', ['Ada', 'Admin']), role: 'ADMIN', tosAcceptedAt: day(1) },
  { ...seeded(1234, 'user@example.com', ['John', 'Doe']), tosAcceptedAt: day(2) },
  { ...seeded(2, 'new@example.com', ['Nina', 'New']), tosAcceptedAt: null },
  {
    ...seeded(3, 'disabled@example.com', ['Dora', 'Disabled']),
    ...{ isEnabled: false, tosAcceptedAt: day(3) },
  },
  { ...seeded(4, 'invited@example.com', ['Ivan', 'Invited']), tosAcceptedAt: null },
]

/** What one sandbox of the HeyDonto contract holds, as plain lists: what a snapshot saves of it. */
export class HeydontoWorld {
  users: PlainUser[] = []
  accounts = new Map<number, Account>()
  mails: PlainMail[] = []
  nextUser = 0
  nextMail = 0
  /** Milliseconds since 1970 while the clock stands still; undefined while it runs. */
  frozenAt: number | undefined

  /** As at the beginning, and after a reset; the clock goes on as it was. */
  begin(): void {
    this.users = [...seedUsers]
    this.accounts = new Map(
      seedUsers.map(({ id }) => [id, { password: 'password123', invited: id === 4 }]),
    )
    const to = 'invited@example.com'
    this.mails = [{ id: '1', userId: 4, to, kind: 'invitation', createdAt: undefined }]
    this.nextUser = 123
    this.nextMail = 1
  }

  clone(): HeydontoWorld {
    const copy = new HeydontoWorld()
    return Object.assign(copy, {
      ...this,
      users: [...this.users],
      accounts: new Map(this.accounts),
      mails: [...this.mails],
    })
  }

  /** The time as answers tell it; undefined while the clock runs. */
  now(): string | undefined {
    return this.frozenAt === undefined ? undefined : new Date(this.frozenAt).toISOString()
  }

  byEmail(email: string): PlainUser | undefined {
    return this.users.find((user) => user.email === email)
  }

  add(user: Omit<PlainUser, 'id'>, account: Account): PlainUser {
    while (this.users.some(({ id }) => id === this.nextUser)) this.nextUser++
    const added = { id: this.nextUser++, ...user }
    this.users.push(added)
    this.accounts.set(added.id, account)
    return added
  }

  replace(user: PlainUser, account?: Partial<Account>): void {
    this.users = this.users.map((one) => (one.id === user.id ? user : one))
    const known = this.accounts.get(user.id)
    if (known && account) this.accounts.set(user.id, { ...known, ...account })
  }

  remove(id: number): void {
    this.users = this.users.filter((user) => user.id !== id)
    this.mails = this.mails.filter(({ userId }) => userId !== id)
    this.accounts.delete(id)
  }

  send(user: PlainUser, kind: PlainMail['kind']): PlainMail {
    const { id: userId, email: to } = user
    const mail = { id: String(++this.nextMail), userId, to, kind, createdAt: this.now() }
    this.mails.push(mail)
    return mail
  }
}
