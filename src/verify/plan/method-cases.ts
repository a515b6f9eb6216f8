import type { Contract, Operation } from '../../contract/contract.js'
import { parameterValues } from '../../samples/parameter-value.js'
import { writeRequest } from '../call/write-request.js'
import type { Case } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import type { Stage } from '../stage.js'
import type { Subject } from '../subject.js'

/** A case and the method it is sent with. */
export interface MethodCase {
  readonly case: Case
  readonly method: string
}

const noCredentials = { headers: [], query: [], cookies: [] } as const

/** Tried in this order; DELETE of what is no single thing would be too much. */
const candidates = ['PUT', 'PATCH', 'POST'] as const

/** So many methods of a path are tried. */
const most = 2

const pathOnly = (operation: Operation, subject?: Subject): RequestDraft => ({
  operation,
  parameters: new Map(
    operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => [
        parameter,
        subject?.path.get(parameter.name) ?? parameterValues(parameter)[0],
      ]),
  ),
})

const entriesAt = (contract: Contract, target: string): readonly unknown[] => {
  const first = contract.routes.match(target)?.entry
  const second = contract.routes.match(target, (entry) => entry !== first)?.entry
  return [first, second].filter((entry) => entry !== undefined)
}

/** True where no other template takes the path: `/users/{id}` takes `/users/me`. */
const isAlone = async (contract: Contract, draft: RequestDraft): Promise<boolean> => {
  const { target } = await writeRequest(draft, noCredentials)
  return entriesAt(contract, target).length === 1
}

/** Methods that a path does not have (V113), asked for at its first operation alone. */
export const methodCases = async (
  contract: Contract,
  operation: Operation,
): Promise<readonly MethodCase[]> => {
  const entry = contract.paths.find(({ template }) => template === operation.path)
  if (!entry || [...entry.methods.values()][0] !== operation) return []
  if (!(await isAlone(contract, pathOnly(operation)))) return []
  return candidates
    .filter((method) => !entry.methods.has(method))
    .slice(0, most)
    .map((method) => ({
      method,
      case: {
        id: `${operation.id} protocol method ${method}`,
        operation,
        source: 'protocol',
        intent: `the method ${method}, which the path does not have`,
        expect: { kind: 'not-allowed', rule: 'V113' },
      },
    }))
}

/** Sends them. */
export const sendMethods = async (stage: Stage, cases: readonly MethodCase[]): Promise<void> => {
  for (const { case: one, method } of cases) {
    const subject = await stage.subject(one.operation)
    const draft = pathOnly(one.operation, subject)
    await stage.send(one, { ...draft, instead: { method } }, 'user', subject.isOwn)
  }
}
