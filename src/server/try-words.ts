import { usualUser } from '../auth/credential-claims.js'
import { isLiveToken, oneTimeTokens } from '../auth/one-time-token.js'
import { type User, users } from '../auth/user.js'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/** Finds what a word such as `user.id` stands for in a sandbox; undefined where it has no such thing. */
export type TryWords = (word: string) => Promise<unknown>

const shape = /^\{\$([a-zA-Z.]+)\}$/

/** A user whom nobody needs in order to log in and look around: the docs pages change and delete that one. */
const spareUser = async ({ state }: Sandbox): Promise<User | undefined> => {
  const known = await state.list(users)
  const others = known.filter(({ email }) => email !== usualUser)
  return others.find(({ role, isEnabled }) => role !== 'ADMIN' && isEnabled) ?? others.at(-1)
}

/** The newest one-time token that still works. */
const liveToken = async (
  { state, auth, clock }: Sandbox,
  visitor: string,
): Promise<string | undefined> => {
  const live = (await state.list(oneTimeTokens)).filter((one) => isLiveToken(one, clock.now()))
  const newest = live.at(-1)
  return newest && auth.oneTimeTokens.recompute(visitor, newest)
}

/** The words for a visitor; `sandbox` is theirs, or one that is like it. */
export const tryWords =
  (sandbox: Sandbox, visitor: string): TryWords =>
  async (word) => {
    const [holder, name] = word.split('.')
    if (holder === 'oneTimeToken') return liveToken(sandbox, visitor)
    const user = holder === 'user' ? await spareUser(sandbox) : undefined
    const shown: JsonObject = user ? { ...user, passwordHash: undefined } : {}
    return own(shown, name ?? '')
  }

/** A value with its words filled in; undefined as soon as one of them stands for nothing. */
export const withWords = async (value: unknown, words: TryWords): Promise<unknown> => {
  if (Array.isArray(value)) return Promise.all(value.map((item) => withWords(item, words)))
  if (isObject(value)) {
    const members = await Promise.all(
      Object.entries(value).map(
        async ([name, one]) => [name, await withWords(one, words)] as const,
      ),
    )
    return members.some(([, one]) => one === undefined) ? undefined : Object.fromEntries(members)
  }
  const [, word] = (typeof value === 'string' && shape.exec(value)) || []
  return word === undefined ? value : words(word)
}
