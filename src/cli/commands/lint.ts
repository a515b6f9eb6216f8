import type { Contract } from '../../contract/contract.js'
import type { ContractFault } from '../../contract/contract-faults.js'
import { SetupError } from '../../errors.js'
import { wantsColour } from '../../options.js'
import type { Command, CommandCall } from '../command.js'
import { errorText, exitCodeOf } from '../error-text.js'
import { faultJson, faultLines, summaryLine } from '../fault-lines.js'
import { createPaint } from '../paint.js'

/** What is wrong with one document, or why it cannot be looked at. */
interface Linted {
  readonly name: string
  readonly faults: readonly ContractFault[]
  readonly error?: unknown
}

/** So many steps are done before the terminal is told how far it is. */
const stepsPerLine = 500

/** Goes through a contract; a person at a terminal sees that it goes on. */
const check = async (contract: Contract, name: string, { world }: CommandCall): Promise<void> => {
  const { holds } = await import('../../generate/satisfies.js')
  const steps = contract.diagnose({ holds, isThorough: true })
  let count = 0
  for (let step = steps.next(); !step.done; step = steps.next()) {
    if (++count % stepsPerLine > 0 || !world.printer.isTerminal) continue
    world.printer.error(`${name}: ${Math.round(step.value * 100)} %`)
  }
}

const lintOne = async (name: string, call: CommandCall): Promise<Linted> => {
  try {
    const { overlay } = call.values
    const loading = overlay ? { overlay, among: call.positionals } : {}
    const [{ loadDocument }, { compileContract }] = await Promise.all([
      import('../../contract/load.js'),
      import('../../contract/compile.js'),
    ])
    const contract = compileContract(await loadDocument(name, loading), 'lint')
    await check(contract, name, call)
    return { name, faults: contract.faults }
  } catch (error) {
    return { name, faults: [], error }
  }
}

/** By file, then from top to bottom. */
const ordered = (faults: readonly ContractFault[]): readonly ContractFault[] =>
  faults.toSorted(
    (a, b) =>
      (a.place.file ?? '').localeCompare(b.place.file ?? '') ||
      (a.place.line ?? 0) - (b.place.line ?? 0) ||
      (a.place.column ?? 0) - (b.place.column ?? 0),
  )

const print = (found: readonly Linted[], { values, world }: CommandCall): void => {
  const { printer } = world
  for (const { error } of found) if (error !== undefined) printer.error(errorText(error))
  const faults = found.flatMap((one) => ordered(one.faults))
  if (values.json) {
    printer.line(JSON.stringify(faults.map(faultJson), null, 2))
    return
  }
  const paint = createPaint(printer.isTerminal && wantsColour(world.environment))
  for (const line of faultLines(faults, paint)) printer.line(line)
  const usable = found.filter(({ error }) => error === undefined)
  if (usable.length > 0) printer.line(summaryLine(usable.length, faults))
}

const exitCode = (found: readonly Linted[], isStrict: boolean): number => {
  const errors = found.flatMap(({ error }) => (error === undefined ? [] : [exitCodeOf(error)]))
  if (errors.length > 0) return Math.max(...errors)
  const counts = ({ severity }: ContractFault) => isStrict || severity === 'error'
  return found.some(({ faults }) => faults.some(counts)) ? 1 : 0
}

/**
 * Prints what is wrong with documents. Resolves to 0 when nothing is (warnings count with --strict only),
 * 1 when something is, 2 when one of them cannot be used at all.
 */
export const lint: Command = async (call) => {
  if (call.positionals.length === 0)
    throw new SetupError(
      'option-invalid',
      'lint needs a CONTRACT.',
      {},
      'Write for example: openapi-sandbox lint api.yaml',
    )
  const found: Linted[] = []
  for (const name of call.positionals) found.push(await lintOne(name, call))
  print(found, call)
  return exitCode(found, call.values.strict)
}
