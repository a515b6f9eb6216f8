import type { Contract, Operation } from '../contract/contract.js'
import type { Inference, ResourceModel } from '../resources/resource-model.js'

/** What is said of one operation: what it does with state, or that the mock answers. */
export interface StateRow {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly answeredBy: 'state' | 'mock'
  readonly role?: string
  readonly resource?: string
  readonly identity?: readonly string[]
  readonly envelope?: string
  readonly parent?: string
  readonly action?: string
  readonly confidence: number
  readonly reason: string
}

/** Less sure inferences are answered by the mock. */
const least = 0.5

const parentOf = ({ resource: { parent } }: Inference): string | undefined =>
  parent && `${parent.resource} by ${parent.parameters.join(', ')}`

const envelopeOf = ({ envelope }: Inference): string | undefined =>
  envelope && (envelope.items.length === 0 ? 'array' : envelope.items.join('.'))

const actionOf = ({ action }: Inference): string | undefined =>
  action &&
  `${action.property.join('.')} = ${action.isTime === true ? 'now' : JSON.stringify(action.value)}`

const rowOf = ({ id, method, path }: Operation, inference: Inference | undefined): StateRow => {
  const where = { operation: id, method, path }
  if (!inference)
    return { ...where, answeredBy: 'mock', confidence: 0, reason: 'no resource was found here' }
  const { role, resource, confidence, reason } = inference
  const [envelope, parent, action] = [
    envelopeOf(inference),
    parentOf(inference),
    actionOf(inference),
  ]
  const identity = resource.identity?.properties.map((property) => property.join('.'))
  return {
    ...where,
    answeredBy: confidence >= least ? 'state' : 'mock',
    role,
    resource: resource.name,
    ...(identity && { identity }),
    ...(envelope !== undefined && { envelope }),
    ...(parent !== undefined && { parent }),
    ...(action !== undefined && { action }),
    confidence,
    reason,
  }
}

/** A row for each operation of a contract, in the order of the document. */
export const stateRows = (contract: Contract, model: ResourceModel): readonly StateRow[] =>
  contract.operations.map((operation) => rowOf(operation, model.inferences.get(operation.id)))

const head = ['OPERATION', 'ROLE', 'RESOURCE', 'IDENTITY', 'ENVELOPE', 'PARENT', 'SURE', 'REASON']

const cells = (row: StateRow): readonly string[] => [
  `${row.method} ${row.path}`,
  row.answeredBy === 'state'
    ? (row.role ?? '')
    : row.role === undefined
      ? 'mock'
      : `mock (${row.role}?)`,
  row.resource ?? '-',
  row.identity?.join(', ') ?? '-',
  row.envelope ?? '-',
  row.parent ?? '-',
  row.confidence.toFixed(2),
  row.reason,
]

/** The rows as lines of a table, and a line that counts them. */
export const stateLines = (rows: readonly StateRow[], resources: number): readonly string[] => {
  const table = [head, ...rows.map(cells)]
  const widths = head.map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  )
  const lines = table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const used = rows.filter(({ answeredBy }) => answeredBy === 'state').length
  return [
    ...lines,
    '',
    `${rows.length} operations: ${used} answered by state, ${rows.length - used} by the mock; ${resources} resources.`,
  ]
}
