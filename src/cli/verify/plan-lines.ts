import type { Plan } from '../../verify/plan/create-plan.js'
import { type PlannedOperation, planTable } from '../../verify/plan-table.js'
import { counted } from '../../lib/counted.js'
import { escapeControls } from '../printable.js'

const operationLines = ({ operation, method, path, cases }: PlannedOperation) => {
  const width = Math.max(...cases.map(({ source }) => source.length))
  return [
    escapeControls(`${method} ${path} (${operation})`),
    ...cases.map(({ source, intent }) => escapeControls(`  ${source.padEnd(width)}  ${intent}`)),
  ]
}

/** What would be sent, for people: each operation with what its cases are to prove. */
export const planLines = (plan: Plan): readonly string[] => {
  const table = planTable(plan)
  const cases = table.reduce((sum, one) => sum + one.cases.length, 0)
  return [
    ...table.flatMap(operationLines),
    `${counted(cases, 'case')} of ${counted(table.length, 'operation')}; at most ${counted(plan.requests, 'request')}.`,
  ]
}

/** The same for programs. */
export const planJson = (plan: Plan): string =>
  JSON.stringify({ requests: plan.requests, operations: planTable(plan) }, null, 2)
