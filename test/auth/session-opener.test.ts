import { createSessionOpener } from '../../src/auth/session-opener.js'
import { sessions } from '../../src/auth/session.js'
import type { User } from '../../src/auth/user.js'
import { createMemoryStore } from '../../src/store/memory-store.js'

const day = 24 * 60 * 60 * 1000
const user = { id: 1, sessionEpoch: 0 } as User

test('sessions that are over stay for a clock that goes back, until there are many of them', async () => {
  const store = createMemoryStore(() => ({ collections: {} }))
  const opener = createSessionOpener()
  let drawn = 0
  // Ends in 0: each login looks for sessions to remove.
  const bytes = (count: number) => {
    const made = new Uint8Array(count)
    new DataView(made.buffer).setUint32(0, ++drawn)
    new DataView(made.buffer).setUint32(32, drawn)
    return made
  }
  const open = (now: number) =>
    store.transaction('a', (state) =>
      opener.open(state, user, { sandbox: 'a', random: { bytes }, now }),
    )
  const count = async () => (await store.transaction('a', (state) => state.list(sessions))).length
  for (let at = 0; at < 99; at++) await open(0)
  await open(2 * day)
  expect(await count()).toBe(100)
  await open(0)
  await open(2 * day)
  expect(await count()).toBe(2)
})
