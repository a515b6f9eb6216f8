import type { Contract, Operation } from '../../contract/contract.js'
import { own } from '../../lib/json-object.js'
import { nearest } from '../../lib/nearest.js'
import type { ArazzoDocument, Workflow, WorkflowStep } from './arazzo-document.js'
import { workflowFault } from './read-arazzo.js'

/** What a step calls. */
export type StepTarget = { readonly operation: Operation } | { readonly workflow: Workflow }

const lastName = (text: string): string =>
  /^\$sourceDescriptions\.[^.]+\.(.+)$/.exec(text)?.[1] ?? text

const missing = (
  { place }: ArazzoDocument,
  step: WorkflowStep,
  member: string,
  name: string,
  known: readonly string[],
) => {
  const near = nearest(name, known)
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''
  return workflowFault(`There is no ${member} ${name}${hint}`, place(`${step.pointer}/${member}`))
}

const byPath = (contract: Contract, text: string): Operation | undefined => {
  const pointer = text.slice(text.indexOf('#') + 1)
  return contract.operations.find((one) => one.pointer === pointer)
}

/**
 * The operation or workflow that a step calls.
 * @throws SetupError `workflow-invalid` when there is none.
 */
export const stepTarget = (
  contract: Contract,
  document: ArazzoDocument,
  step: WorkflowStep,
): StepTarget => {
  const [id, path, workflowId, channel] = [
    'operationId',
    'operationPath',
    'workflowId',
    'channelPath',
  ].map((name) => own(step.value, name))
  if (typeof id === 'string') {
    const operation = contract.byId.get(id) ?? contract.byId.get(lastName(id))
    if (operation) return { operation }
    throw missing(document, step, 'operationId', id, [...contract.byId.keys()])
  }
  if (typeof path === 'string') {
    const operation = byPath(contract, path)
    if (operation) return { operation }
    throw missing(document, step, 'operationPath', path, [])
  }
  if (typeof workflowId === 'string') {
    const workflow = document.workflows.find((one) => one.workflowId === workflowId)
    if (workflow) return { workflow }
    throw missing(
      document,
      step,
      'workflowId',
      workflowId,
      document.workflows.map((one) => one.workflowId),
    )
  }
  const what =
    channel === undefined ? 'The step names no operation' : 'Channels are not carried out'
  throw workflowFault(what, document.place(step.pointer))
}
