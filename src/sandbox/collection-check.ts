import { mails } from '../auth/mail.js'
import { oneTimeTokenLifetime, oneTimeTokens } from '../auth/one-time-token.js'
import { opaqueTokens } from '../auth/opaque-token.js'
import { readPhc } from '../auth/phc.js'
import { revocations } from '../auth/revocation.js'
import { sessions } from '../auth/session.js'
import { emailKey, users } from '../auth/user.js'
import { isObject, type JsonObject } from '../lib/json-object.js'

/** What a member of a record has to be. */
export interface MemberCheck {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
  readonly isOptional?: true
}

/** What the records of a collection have to be, so that operations can work on them. */
export interface CollectionCheck {
  readonly members: Readonly<Record<string, MemberCheck>>
  /** The key of a record whose members are right. */
  readonly key: (record: JsonObject) => string
  /** What no two records may share. */
  readonly unique?: (record: JsonObject) => string
}

const isText = (value: unknown): boolean => typeof value === 'string'
const text: MemberCheck = { expected: 'a string', accepts: isText }
const whole: MemberCheck = {
  expected: 'a whole number',
  accepts: (value) => Number.isSafeInteger(value),
}
const flag: MemberCheck = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
}
const texts: MemberCheck = {
  expected: 'an array of strings',
  accepts: (value) => Array.isArray(value) && value.every(isText),
}
const time: MemberCheck = {
  expected: 'a date-time',
  accepts: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
}
const optional = (check: MemberCheck): MemberCheck => ({ ...check, isOptional: true })
const nullable = ({ expected, accepts }: MemberCheck): MemberCheck => ({
  expected: `${expected}, or null`,
  accepts: (value) => value === null || accepts(value),
})
const never: MemberCheck = {
  expected: 'nothing: a password is stored as its hash, in passwordHash',
  accepts: () => false,
  isOptional: true,
}
const hash: MemberCheck = {
  expected: 'a scrypt hash such as $scrypt$ln=12,r=8,p=1$SALT$HASH',
  accepts: (value) => typeof value === 'string' && readPhc(value) !== undefined,
}
const kind: MemberCheck = {
  expected: Object.keys(oneTimeTokenLifetime).join(' or '),
  accepts: (value) => typeof value === 'string' && Object.hasOwn(oneTimeTokenLifetime, value),
}
const claims: MemberCheck = {
  expected: 'claims of a credential',
  accepts: (value) =>
    isObject(value) &&
    ['sub', 'jti', 'sandbox', 'grant'].every((name) => isText(value[name])) &&
    ['iat', 'exp'].every((name) => typeof value[name] === 'number'),
}

const member =
  (name: string) =>
  (record: JsonObject): string =>
    String(record[name])

const personal = { id: text, kind, userId: whole, createdAt: time }

const user: CollectionCheck = {
  members: {
    ...{ id: whole, email: text, firstName: text, lastName: text, role: text, isEnabled: flag },
    ...{ organizationIds: texts, brandIds: texts, siteIds: texts, fhirStoreId: text },
    ...{ tosAcceptedAt: nullable(time), passwordHash: hash, password: never },
    ...{ sessionEpoch: whole, invitationPending: flag },
  },
  key: member('id'),
  unique: ({ email }) => emailKey(String(email)),
}

const stateRecord: CollectionCheck = {
  members: { key: text, parent: text, version: whole, first: optional(flag) },
  key: member('key'),
}
const mark: CollectionCheck = {
  members: { key: text, next: whole, head: optional(text) },
  key: member('key'),
}

const known: ReadonlyMap<string, CollectionCheck> = new Map([
  [users.name, user],
  [
    sessions.name,
    {
      members: {
        ...{ id: text, userId: whole, epoch: whole, cookieHash: text },
        ...{ createdAt: time, expiresAt: time },
      },
      key: member('id'),
      unique: member('cookieHash'),
    },
  ],
  [
    oneTimeTokens.name,
    {
      members: {
        ...{ ...personal, nonce: text, expiresAt: time },
        ...{ usedAt: optional(time), supersededAt: optional(time) },
      },
      key: member('id'),
    },
  ],
  [
    mails.name,
    { members: { ...personal, to: text, firstName: text, tokenId: text }, key: member('id') },
  ],
  [
    opaqueTokens.name,
    { members: { hash: text, kind: text, claims, usedAt: optional(whole) }, key: member('hash') },
  ],
  [
    revocations.name,
    {
      members: {
        id: text,
        until: { expected: 'a number', accepts: (value) => typeof value === 'number' },
      },
      key: member('id'),
    },
  ],
])

/** What a record of a collection has to be; undefined: a record of any kind. */
export const checkOf = (collection: string, record: JsonObject): CollectionCheck | undefined => {
  if (!collection.startsWith('resources/')) return known.get(collection)
  return Object.hasOwn(record, 'next') && !Object.hasOwn(record, 'value') ? mark : stateRecord
}
