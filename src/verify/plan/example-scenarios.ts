import type { Contract, Operation, Parameter } from '../../contract/contract.js'
import { isAllowed } from '../../samples/parameter-value.js'
import { sampleContent } from '../../samples/sample-body.js'
import { sendableValue } from '../../samples/sendable-value.js'
import type { Case } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import type { Scenario } from '../scenario.js'
import type { Stage } from '../stage.js'
import { parameterExamples } from './parameter-examples.js'
import { ownDraft } from './own-draft.js'
import type { PlanParts } from './plan-parts.js'
import { isAllowedDraft } from './read-draft.js'
import { sendExample } from './send-example.js'

/** A documented request: its case, and what the examples of one name say. */
interface NamedRequest {
  readonly case: Case
  /** The name that the examples of its parts share; undefined for those without a name. */
  readonly name?: string
  readonly parameters: ReadonlyMap<Parameter, unknown>
}

/** So many named examples of an operation are sent. */
const most = 12

const successes = /^(2|default)/

/** True when a name is that of the example of an error alone. */
const isOfError = ({ responses }: Operation, name: string): boolean => {
  const keys = responses
    .filter(({ contents }) =>
      contents.some(({ examples }) => examples.some((one) => one.name === name)),
    )
    .map(({ key }) => key)
  return keys.length > 0 && !keys.some((key) => successes.test(key))
}

const bodyNames = (operation: Operation): readonly (string | undefined)[] => {
  const content = sampleContent(operation)
  if (!content) return []
  const { schema, examples } = content
  return examples
    .filter(({ value }) => !schema || isAllowed(schema, sendableValue(value, schema)))
    .map(({ name }) => name)
}

const requestOf = (
  operation: Operation,
  name: string | undefined,
  parameters: ReadonlyMap<Parameter, unknown>,
): NamedRequest => {
  const kind = name !== undefined && isOfError(operation, name) ? 'any' : 'accepted'
  return {
    ...(name !== undefined && { name }),
    parameters,
    case: {
      id: `${operation.id} example${name === undefined ? '' : ` ${name}`}`,
      operation,
      source: 'example',
      intent: name === undefined ? 'the documented request' : `the documented request ${name}`,
      expect: { kind, rule: 'V111' },
    },
  }
}

/** The documented requests of an operation: one for each name; where there is none, one without. */
const requestsOf = (contract: Contract, operation: Operation): readonly NamedRequest[] => {
  const said = operation.parameters.map(
    (parameter) => [parameter, parameterExamples(contract, operation, parameter)] as const,
  )
  const inBody = bodyNames(operation)
  const names = new Set([...inBody, ...said.flatMap(([, examples]) => [...examples.keys()])])
  if (names.size === 0) names.add(undefined)
  return [...names].slice(0, most).map((name) => {
    const mine = said.flatMap(([parameter, examples]) => {
      const isKnown = name !== undefined && examples.has(name)
      const value = isKnown ? examples.get(name) : undefined
      return isKnown && isAllowed(parameter.schema, value) ? [[parameter, value] as const] : []
    })
    return requestOf(operation, name, new Map(mine))
  })
}

const draftOf = async (
  stage: Stage,
  { case: one, name: example, parameters }: NamedRequest,
  values: 'documented' | 'fresh',
): Promise<{ readonly draft: RequestDraft; readonly isOwn: boolean }> => {
  const { operation, id: seed } = one
  const wish = { values, seed, example }
  const own = await ownDraft(stage, operation, wish, operation.method === 'DELETE')
  const draft = { ...own.draft, parameters: new Map([...own.draft.parameters, ...parameters]) }
  const isNamed = [...parameters.keys()].some((parameter) => parameter.in === 'path')
  return { draft, isOwn: own.isOwn && !isNamed }
}

const scenarioOf = (contract: Contract, operation: Operation): Scenario => {
  const requests = requestsOf(contract, operation)
  const run = async (stage: Stage): Promise<void> => {
    for (const request of requests) {
      const { draft, isOwn } = await draftOf(stage, request, 'documented')
      const again = async (): Promise<RequestDraft> =>
        (await draftOf(stage, request, 'fresh')).draft
      if (await isAllowedDraft(contract, draft))
        await sendExample(stage, request.case, { draft, isOwn, again })
      else stage.unverified(request.case, 'No request was found that the contract allows.')
    }
  }
  const cases = requests.map((request) => request.case)
  const id = `${operation.id} example`
  return { id, source: 'example', cases, requests: 2 * cases.length + 1, run }
}

/** The documented requests of each operation: they have to be accepted. */
export const exampleScenarios = ({ contract, operations }: PlanParts): readonly Scenario[] =>
  operations.filter(({ fault }) => !fault).map((operation) => scenarioOf(contract, operation))
