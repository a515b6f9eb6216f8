import { responseFor } from '../contract/check-reply.js'
import type { Contract, Operation } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import type { JsonObject } from '../lib/json-object.js'
import { nearest } from '../lib/nearest.js'
import { nearestPaths } from '../lib/nearest-path.js'
import { loadContracts } from '../server/serve-contract.js'
import { type Coverage, emptyCoverage, noteExchange } from '../verify/coverage/coverage.js'
import { sentParameters } from '../verify/coverage/sent-parameters.js'
import type { Fault } from '../verify/finding.js'
import { judgeReply } from '../verify/judge/judge-reply.js'
import { type RuleId, ruleIds, ruleOf } from '../verify/rules.js'
import { checkText } from './check-text.js'
import { toldError } from './told-error.js'
import { writeTestCoverage } from './write-test-coverage.js'
import { findOperation } from './find-operation.js'
import {
  isFetchResponse,
  readFetchResponse,
  readResponse,
  type ReadResponse,
} from './read-response.js'

/** An OpenAPI document: a file, a URL, or the parsed document. Default: the HeyDonto contract. */
export type TestedContract = string | JsonObject

/** How responses are compared. */
export interface ContractCheckOptions {
  /** A folder that gets the coverage of the tests, one file for each file of tests. */
  readonly coverage?: string
  /** Rules that are not looked at: `['V103']`. */
  readonly ignore?: readonly RuleId[]
  /** Overlay documents that change the contract: files or URLs. */
  readonly overlay?: readonly string[]
  /** The path in front of those of the contract, where its `servers` do not say it: `/api`. */
  readonly base?: string
}

/** What came of a comparison. */
export interface CheckResult {
  readonly pass: boolean
  /** What is wrong, or that nothing is. */
  readonly message: string
}

/** One response that is compared. */
export interface CheckedResponse {
  readonly response: unknown
  /** Its operationId, or `GET /path`; undefined where the response tells its request. */
  readonly operation?: string | undefined
  /** The file of the test. */
  readonly testFile?: string | undefined
}

/** Compares responses with a contract: at once, or when a response of fetch is read. */
export type ContractCheck = (one: CheckedResponse) => CheckResult | Promise<CheckResult>

const requireRules = (ids: readonly string[]): ReadonlySet<string> => {
  const wrong = ids.find((id) => !ruleIds.some((known) => known === id))
  if (wrong === undefined) return new Set(ids)
  const near = nearest(wrong, ruleIds)
  const hint = near.length > 0 ? `. Did you mean ${near.join(' or ')}?` : ''
  throw new SetupError('option-invalid', `ignore: there is no rule ${wrong}${hint}`)
}

/** A 5xx that is documented may be what the test wants; HEAD has no body to judge. */
const counts = (
  { rule, dataPointer }: Fault,
  {
    operation,
    status,
    method,
  }: { operation: Operation; status: number; method?: string | undefined },
): boolean => {
  if (ruleOf(rule).severity !== 'error') return false
  if (rule === 'V104' && method === 'HEAD') return (dataPointer ?? '') !== ''
  return rule !== 'V100' || !responseFor(operation, status)
}

/** What the tests of this process have covered, by the file that it is written to. */
type Covered = Map<string, Coverage>

const noteCoverage = (
  covered: Covered,
  {
    contract,
    folder,
    testFile,
  }: { contract: Contract; folder: string; testFile: string | undefined },
  operation: Operation,
  { reply, request }: ReadResponse,
): void => {
  const known = covered.get(testFile ?? '')
  const coverage = known ?? emptyCoverage()
  if (!known) covered.set(testFile ?? '', coverage)
  const sent = request && { target: request.target, headers: [] }
  noteExchange(coverage, operation, {
    status: reply.status,
    parameters: sent ? sentParameters(operation, sent) : [],
  })
  writeTestCoverage({ folder, contract: contract.slug, testFile }, coverage)
}

const undocumentedFault = (contract: Contract, asked: string): Fault => {
  const templates = contract.paths.map(({ template }) => template)
  const close = nearestPaths(asked.split(' ').at(-1) ?? '', templates, 3)
  const hint = close.length > 0 ? ` The nearest: ${close.join(', ')}.` : ''
  return { rule: 'V150', message: `No operation answers ${asked}.${hint}` }
}

/** Makes what compares responses with a contract that is loaded. */
export const checkOf = (contract: Contract, options: ContractCheckOptions): ContractCheck => {
  const ignored = requireRules(options.ignore ?? [])
  const covered: Covered = new Map()
  const compare = (read: ReadResponse, { operation: name, testFile }: CheckedResponse) => {
    const { reply, request } = read
    const found = findOperation(contract, name, request, options.base)
    if ('undocumented' in found) {
      const faults = ignored.has('V150') ? [] : [undocumentedFault(contract, found.undocumented)]
      return checkText({ contract, operation: undefined, reply, faults })
    }
    const { operation } = found
    const subject = { operation, status: reply.status, method: request?.method }
    const all = judgeReply(operation, reply).filter(
      (fault) => !ignored.has(fault.rule) && counts(fault, subject),
    )
    // What only follows from another fault is none without it.
    const faults = all.some(({ secondary }) => secondary !== true) ? all : []
    if (options.coverage !== undefined)
      noteCoverage(covered, { contract, folder: options.coverage, testFile }, operation, read)
    return checkText({ contract, operation, reply, faults })
  }
  const refused = (error: unknown): never => {
    throw toldError(error)
  }
  return (one) => {
    if (isFetchResponse(one.response))
      return readFetchResponse(one.response)
        .then((read) => compare(read, one))
        .catch(refused)
    try {
      return compare(readResponse(one.response), one)
    } catch (error) {
      return refused(error)
    }
  }
}

/**
 * Loads a contract, and makes what compares responses with it.
 * @throws SetupError when the contract or an option cannot be used.
 */
export const createContractCheck = async (
  contract: TestedContract | undefined,
  options: ContractCheckOptions = {},
): Promise<ContractCheck> => {
  const { overlay } = options
  const [served] = await loadContracts(contract, overlay ? { overlay } : {}).catch(
    (error: unknown): never => {
      throw toldError(error)
    },
  )
  return checkOf((served as NonNullable<typeof served>).contract, options)
}
