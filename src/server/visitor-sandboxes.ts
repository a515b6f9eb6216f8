import { type Subject, usualUser } from '../auth/credential-claims.js'
import { noCookie } from '../auth/session-cookie.js'
import type { VisitorNames } from '../auth/visitor-names.js'
import type { Contract } from '../contract/contract.js'
import type {
  SampledRequest,
  TryLogin,
  TryPerson,
  Visitor,
  VisitorSandboxes,
} from '../docs-site/docs-contract.js'
import { objectOrEmpty, own } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import { mergePatch } from '../lib/merge-patch.js'
import { once } from '../lib/once.js'
import type { SampleValues } from '../resources/records/sample-values.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { placeholderOf } from '../samples/placeholder-credentials.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import type { InferredState } from './infer-state.js'
import { loginSubjects } from './login-subject.js'
import { isMintable } from './mint-credential.js'
import { isOwnContract } from './root-surface.js'
import { tryWords, withWords, type TryWords } from './try-words.js'

/** What the sandboxes of visitors are looked at with. */
export interface VisitorParts {
  readonly registry: SandboxRegistry<AnyHandler>
  readonly visitors: VisitorNames
  /** Undefined where the operations of the contract keep no inferred state. */
  readonly state: InferredState | undefined
}

/** Ends a transaction that only looked: nothing is written. */
class Looked {
  constructor(readonly found: unknown) {}
}

/** More people than these a page does not offer. */
const mostPeople = 20

/** What the document says of a first request (`x-try`), if its words stand for something here. */
const withSaid = async (
  { document }: Contract,
  { operation, samples }: SampledRequest,
  words: TryWords,
): Promise<SampleValues | undefined> => {
  const written = own(objectOrEmpty(valueAt(document, operation.pointer)), 'x-try')
  const said = written === undefined ? undefined : await withWords(written, words)
  return said === undefined ? undefined : (mergePatch(samples, said) as SampleValues)
}

/** Looks at a sandbox; one that nobody had before is like any other one with its first contents. */
const createLook = ({ registry, visitors }: VisitorParts) => {
  const untouched = once(() => visitors.fresh())
  return async <T>({ name, isFresh }: Visitor, look: (sandbox: Sandbox) => Promise<T>) => {
    try {
      return await registry.run<T>(isFresh ? untouched() : name, noCookie, async (sandbox) => {
        throw new Looked(await look(sandbox))
      })
    } catch (error) {
      if (error instanceof Looked) return error.found as T
      throw error
    }
  }
}

const loginOf = (contract: Contract): TryLogin | undefined => {
  const schemes = [...contract.securitySchemes].flatMap(([name, one]) =>
    isMintable(one)
      ? [
          {
            ...{ name, type: one.type, scheme: one.scheme, placeholder: placeholderOf(one) },
            flows: one.flows.map((flow) => flow.name),
          },
        ]
      : [],
  )
  const operation = isOwnContract(contract) ? 'tokens' : 'credentials'
  return schemes.length > 0 ? { operation, schemes } : undefined
}

/** People as pages offer them; whom the documentation logs in stands first. */
const offered = (subjects: readonly Subject[]): readonly TryPerson[] => {
  const people = subjects.map(({ id, name, email }): TryPerson => {
    const user = email ?? name ?? id
    return { user, label: name === undefined || name === user ? user : `${user} (${name})` }
  })
  const isUsual = ({ user }: TryPerson) => user === usualUser
  return [...people.filter(isUsual), ...people.filter((one) => !isUsual(one))]
}

/** Looks into the sandboxes of visitors for the pages of a contract. */
export const createVisitorSandboxes = (
  contract: Contract,
  parts: VisitorParts,
): VisitorSandboxes => {
  const look = createLook(parts)
  const { state } = parts
  const people = state?.handlers ? [state.handlers] : []
  return {
    login: loginOf(contract),
    people: (visitor) =>
      look(visitor, async (sandbox) => offered(await loginSubjects(sandbox, people, mostPeople))),
    requests: async (visitor, wanted) => {
      const first = await state?.firstRequest()
      return look(visitor, async (sandbox) => {
        const words = tryWords(sandbox, visitor.name)
        const found: SampleValues[] = []
        for (const one of wanted) {
          const { operation, samples } = one
          const said = await withSaid(contract, one, words)
          found.push(said ?? (await first?.(operation, sandbox, samples)) ?? samples)
        }
        return found
      })
    },
  }
}
