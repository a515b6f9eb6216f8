import type { Contract } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import { flagOf, type OptionName, type OptionValues, wantsColour } from '../../options.js'
import { createMask } from '../../verify/call/create-mask.js'
import type { VerifyResult } from '../../verify/outcome.js'
import { compareRuns } from '../../verify/parity/compare-runs.js'
import { findingsWithout } from '../../verify/without-rules.js'
import type { CommandCall } from '../command.js'
import { createPaint } from '../paint.js'
import { parityJson, parityLines } from './parity-lines.js'
import type { ServerMeans } from './verify-means.js'
import type { VerifyWishes } from './verify-wishes.js'
import { withoutUser } from './without-user.js'
import { writeSuggestion } from './write-suggestion.js'

/** The same plan, carried out on two servers. */
export interface ParityContext {
  readonly call: CommandCall
  readonly contract: Contract
  readonly wishes: VerifyWishes
  readonly left: VerifyResult
  readonly right: VerifyResult
  readonly first: ServerMeans
  readonly second: ServerMeans
}

/** Reports and limits are those of one server. */
const ofOneServer = [
  ...(['report', 'baseline', 'updateBaseline', 'minCoverage', 'coverageFile'] as const),
  ...(['mergeCoverage', 'github'] as const),
] satisfies readonly OptionName[]

/**
 * Refuses what does not go with two servers.
 * @throws SetupError `option-invalid`.
 */
export const refuseWithParity = (values: OptionValues): void => {
  const said = ofOneServer.find((name) => values[name] !== undefined && values[name] !== false)
  if (said === undefined) return
  throw new SetupError(
    'option-invalid',
    `${flagOf(said)} does not go with --parity, which compares two servers.`,
    {},
    'Verify each of them for that; --json prints the differences for programs.',
  )
}

const without = (result: VerifyResult, { skipped }: VerifyWishes): VerifyResult => ({
  ...result,
  findings: findingsWithout(result.findings, skipped),
})

/** Tells where two servers differ; the exit code is 1 when they do. */
export const settleParity = async (context: ParityContext): Promise<number> => {
  const { call, contract, wishes, first, second } = context
  const { printer, environment } = call.world
  const [left, right] = [without(context.left, wishes), without(context.right, wishes)]
  const differences = compareRuns(contract, left, right)
  const report = {
    here: withoutUser(first.base),
    there: withoutUser(second.base),
    mask: createMask(contract, [...first.secrets, ...second.secrets]),
    differences,
    requests: [left.requests, right.requests] as const,
  }
  const paint = createPaint(printer.isTerminal && wantsColour(environment))
  if (call.values.json) printer.line(parityJson(report))
  else for (const line of parityLines(report, paint)) printer.line(line)
  await writeSuggestion(contract, [...left.findings, ...right.findings], call)
  return differences.length > 0 ? 1 : 0
}
