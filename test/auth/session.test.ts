import { endSessionsOf, isLiveSession, type Session, sessions } from '../../src/auth/session.js'
import { type User, users } from '../../src/auth/user.js'
import { createMemoryStore } from '../../src/store/memory-store.js'

const user: User = {
  id: 1,
  email: 'a@example.com',
  firstName: 'A',
  lastName: 'B',
  role: 'ADMIN',
  isEnabled: true,
  organizationIds: [],
  brandIds: [],
  siteIds: [],
  fhirStoreId: 'heydonto-sandbox',
  tosAcceptedAt: null,
  passwordHash: '',
  sessionEpoch: 3,
  invitationPending: false,
}
const session: Session = {
  id: 'sid',
  userId: 1,
  epoch: 3,
  cookieHash: 'hash',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-02T00:00:00.000Z',
}
const end = Date.parse(session.expiresAt)

describe('a session', () => {
  test.each([
    ['lives until its end', {}, {}, end - 1, true],
    ['is over at its end', {}, {}, end, false],
    ['is over when its user is disabled', {}, { isEnabled: false }, end - 1, false],
    ['is over when the epoch has passed', {}, { sessionEpoch: 4 }, end - 1, false],
    ['is over for another user', { userId: 2 }, {}, end - 1, false],
    ['is over when its date was damaged', { expiresAt: 'soon' }, {}, end - 1, false],
  ])('%s', (_name, ofSession, ofUser, now, live) => {
    expect(isLiveSession({ ...session, ...ofSession }, { ...user, ...ofUser }, now)).toBe(live)
  })

  test('ends with all others of its user, and so does one that a login is about to write', async () => {
    const store = createMemoryStore(() => ({ collections: {} }))
    await store.transaction('w', async (state) => {
      state.put(users, user)
      for (const [id, userId] of [
        ['a', 1],
        ['b', 1],
        ['c', 2],
      ] as const) {
        state.put(sessions, { ...session, id, userId, cookieHash: id })
      }
    })
    await store.transaction('w', async (state) => {
      const ended = await endSessionsOf(state, user)
      expect(await state.get(users, '1')).toEqual(ended)
      expect((await state.list(sessions)).map(({ id }) => id)).toEqual(['c'])
      expect(isLiveSession(session, ended, end - 1)).toBe(false)
    })
  })
})
