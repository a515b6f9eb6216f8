import { sharedPasswords } from '../auth/shared-passwords.js'
import { Problem, type Violation } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { JsonObject } from '../lib/json-object.js'
import type { RecordCollection, SaidRecord } from '../sandbox/record-collection.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { collectionNamed } from './collection-named.js'
import type { AllControlHandlers, ControlContext } from './control-context.js'

/** What the handlers of records need. */
export interface StateHandlerParts {
  /** The collections of the contracts that are served. */
  readonly collections: () => Promise<readonly RecordCollection[]>
}

const recordMissing = async (
  { name, list, identity }: RecordCollection,
  sandbox: Sandbox,
  id: string,
): Promise<Problem> => {
  const records = (await list(sandbox)).slice(0, 1000)
  const close = nearest(
    id,
    records.map((record) => String(record[identity] ?? '')),
  )
  return new Problem('not-found', {
    detail: `The collection ${name} has no record ${id}.`,
    fix: close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Use one that it lists.`,
  })
}

/** The same sandbox; however often its transaction runs, a password is hashed once. */
const hashingOnce = ({ transaction }: ControlContext): ControlContext['transaction'] => {
  let passwords: Sandbox['auth']['passwords'] | undefined
  return (work) =>
    transaction((sandbox) => {
      passwords ??= sharedPasswords(sandbox.auth.passwords)
      return work({ ...sandbox, auth: { ...sandbox.auth, passwords } })
    })
}

/** So many violations are told in words; all of them are in the header. */
const mostMessages = 20

const messagesOf = (violations: readonly Violation[]): string => {
  const told = violations.slice(0, mostMessages).map(({ message }) => message)
  const more = violations.length - told.length
  return told.join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** Puts records one after the other; what any of them breaks is told of all. */
const putAll = async (
  collection: RecordCollection,
  sandbox: Sandbox,
  records: readonly JsonObject[],
): Promise<readonly JsonObject[]> => {
  const put: JsonObject[] = []
  const violations: Violation[] = []
  for (const [index, value] of records.entries()) {
    const said: SaidRecord = { value, pointer: `/records/${index}` }
    try {
      put.push((await collection.put(sandbox, said)).record)
    } catch (error) {
      const isInvalid = error instanceof Problem && error.code === 'request-invalid'
      if (!isInvalid || !error.details.violations) throw error
      violations.push(...error.details.violations)
    }
  }
  if (violations.length === 0) return put
  throw new Problem('request-invalid', {
    detail: `No record was put. ${messagesOf(violations)}`,
    violations,
  })
}

type Named = (name: string) => Promise<RecordCollection>

const readHandlers = (collections: StateHandlerParts['collections'], named: Named) =>
  ({
    listCollections: async ({ transaction }) => {
      const known = await collections()
      return transaction(async (sandbox) => {
        const listed = []
        for (const { name, contract, identity, count } of known)
          listed.push({ name, contract, identity, records: await count(sandbox) })
        return { status: 200, body: { collections: listed } }
      })
    },
    listRecords: async ({ transaction, params }) => {
      const { list } = await named(params.collection)
      return transaction(async (sandbox) => ({
        status: 200,
        body: { records: [...(await list(sandbox))] },
      }))
    },
    getRecord: async ({ transaction, params: { collection: name, id } }) => {
      const collection = await named(name)
      return transaction(async (sandbox) => {
        const record = await collection.get(sandbox, id)
        if (!record) throw await recordMissing(collection, sandbox, id)
        return { status: 200, body: record }
      })
    },
  }) satisfies Partial<AllControlHandlers>

const writeHandlers = (named: Named) =>
  ({
    putRecords: async (context) => {
      const collection = await named(context.params.collection)
      return hashingOnce(context)(async (sandbox) => {
        const records = await putAll(collection, sandbox, context.body.records)
        return { status: 200, body: { records: [...records] } }
      })
    },
    putRecord: async (context) => {
      const { collection: name, id } = context.params
      const collection = await named(name)
      const said = { value: context.body, id, pointer: '' }
      return hashingOnce(context)(async (sandbox) => {
        const { record, isNew } = await collection.put(sandbox, said)
        return { status: isNew ? 201 : 200, body: record }
      })
    },
    deleteRecord: async ({ transaction, params: { collection: name, id } }) => {
      const collection = await named(name)
      return transaction(async (sandbox) => {
        if (!(await collection.remove(sandbox, id)))
          throw await recordMissing(collection, sandbox, id)
        return { status: 204 }
      })
    },
  }) satisfies Partial<AllControlHandlers>

/** The operations of the records. */
export const createStateHandlers = ({ collections }: StateHandlerParts) => {
  const named = async (name: string) => collectionNamed(await collections(), name)
  return { ...readHandlers(collections, named), ...writeHandlers(named) }
}
