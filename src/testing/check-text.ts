import type { Contract, Operation } from '../contract/contract.js'
import type { Fault } from '../verify/finding.js'
import { faultPlace } from '../verify/judge/fault-place.js'
import { positionText } from '../verify/report/finding-text.js'
import { shownPlace } from '../verify/report/shown-place.js'
import { ruleOf } from '../verify/rules.js'
import type { WireReply } from '../verify/wire.js'

/** A response that was compared. */
interface Compared {
  readonly contract: Contract
  /** Undefined when no operation answers its request. */
  readonly operation: Operation | undefined
  readonly reply: WireReply
  readonly faults: readonly Fault[]
}

const nameOf = (operation: Operation | undefined): string =>
  operation ? `${operation.method} ${operation.path} (${operation.id})` : 'a request'

const faultLines = ({ contract, operation, reply }: Compared, fault: Fault): readonly string[] => {
  const found = operation && faultPlace(contract, operation, fault, reply).contractPointer
  const pointer = found ?? fault.contractPointer ?? operation?.pointer ?? '/paths'
  const place = shownPlace(contract.place(pointer), process.cwd())
  const where = [positionText(place), `#${place.pointer ?? ''}`].filter(Boolean).join(' ')
  return [`  ${fault.rule} ${ruleOf(fault.rule).title}: ${fault.message}`, `    ${where}`]
}

/** What came of a comparison, in words. */
export const checkText = (compared: Compared) => {
  const { contract, operation, reply, faults } = compared
  const name = `${contract.title} ${contract.version}`
  const answer = `The answer ${reply.status} of ${nameOf(operation)}`
  if (faults.length === 0)
    return { pass: true, message: `${answer} does what the contract ${name} says.` }
  const keys = operation?.responses.map(({ key }) => key) ?? []
  const lines = [
    `${answer} breaks the contract ${name}:`,
    '',
    ...faults.flatMap((fault) => faultLines(compared, fault)),
    ...(keys.length === 0 ? [] : ['', `Documented statuses: ${keys.join(', ')}.`]),
  ]
  return { pass: false, message: lines.join('\n') }
}
