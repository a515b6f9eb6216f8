import type { ControlClient } from '../control-client/control-client.js'
import type { Credential } from '../control-client/sandboxes-client.js'
import { SetupError } from '../errors.js'

/** What a credential of a contract with its own security schemes is to be like. */
export type CredentialWish = Omit<
  NonNullable<Parameters<ControlClient['tokens']['credential']>[0]>,
  'user'
>

/** Somebody who is signed in. */
export interface SignedIn {
  /** The token, the key, or name and password. */
  readonly token: string
  /** What requests have to carry; empty where the contract wants the credential in the query. */
  readonly headers: Readonly<Record<string, string>>
  /** `fetch` in the sandbox as this user. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
}

/**
 * Signs in without a password. Of the HeyDonto contract: a user by address or by role (the first that is
 * enabled); of others: anybody, with a credential as their security schemes want it.
 * @throws SetupError `option-invalid` where there is no such user.
 */
export type LoginAs = (who: string, wish?: CredentialWish) => Promise<SignedIn>

/** What signing in needs of a sandbox. */
export interface LoginParts {
  readonly control: ControlClient
  readonly fetch: SignedIn['fetch']
}

const heydonto = 'apis/authentication/openapi'

const emailOf = async ({ state }: ControlClient, who: string): Promise<string> => {
  if (who.includes('@')) return who
  const users = await state.get('users')
  const user = users.find(({ role, isEnabled }) => role === who && isEnabled !== false)
  if (typeof user?.['email'] === 'string') return user['email']
  const roles = [...new Set(users.map(({ role }) => String(role)))].join(', ')
  throw new SetupError(
    'option-invalid',
    `No enabled user of the sandbox has the role ${JSON.stringify(who)}; its users have: ${roles}.`,
    {},
    'Name one of these roles, or the address of a user; put the user there with state.put.',
  )
}

const withQuery = (input: string | URL | Request, name: string, value: string) => {
  const isPath = typeof input === 'string' && input.startsWith('/')
  const url = new URL(input instanceof Request ? input.url : input, 'http://localhost')
  url.searchParams.set(name, value)
  if (input instanceof Request) return new Request(url, input)
  return isPath ? url.pathname + url.search : url
}

const signedIn = (
  fetch: SignedIn['fetch'],
  credential: Omit<Credential, 'expiresAt'>,
): SignedIn => {
  const { in: place, name, value } = credential
  const sent = { header: { [name]: value }, cookie: { Cookie: `${name}=${value}` }, query: {} }
  const headers: Readonly<Record<string, string>> = sent[place]
  return {
    token: credential.credential,
    headers,
    fetch: (input, init) => {
      const all = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}))
      for (const [key, text] of Object.entries(headers)) if (!all.has(key)) all.set(key, text)
      const target = place === 'query' ? withQuery(input, name, value) : input
      return fetch(target, { ...init, headers: all })
    },
  }
}

/** Makes what signs users of a sandbox in. */
export const createLoginAs =
  ({ control, fetch }: LoginParts): LoginAs =>
  async (who, wish) => {
    const { contracts } = await control.health()
    if (wish || !contracts.some(({ slug }) => slug === heydonto))
      return signedIn(fetch, await control.tokens.credential({ user: who, ...wish }))
    const credential = await control.tokens.create(await emailOf(control, who))
    const value = `Bearer ${credential}`
    return signedIn(fetch, { credential, in: 'header', name: 'Authorization', value })
  }
