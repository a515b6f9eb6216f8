import type { Contract } from '../../contract/contract.js'
import type { Case } from '../case.js'
import type { Scenario } from '../scenario.js'
import type { Stage } from '../stage.js'
import { arrayOrEmpty, isObject, own } from '../../lib/json-object.js'
import type { ArazzoDocument, Workflow } from './arazzo-document.js'
import { criterionType } from './judge-criterion.js'
import { runWorkflow, type WorkflowParts, type WorkflowResults } from './run-workflow.js'
import { simpleCondition } from './simple-condition.js'
import { workflowFault } from './read-arazzo.js'
import { reused } from './step-draft.js'
import { stepTarget } from './step-target.js'

/** Conditions that cannot be read are told before anything is sent. */
const requireConditions = ({ place }: ArazzoDocument, workflow: Workflow): void => {
  for (const { value, pointer } of workflow.steps)
    for (const [index, criterion] of arrayOrEmpty(own(value, 'successCriteria')).entries()) {
      const at = `${pointer}/successCriteria/${index}`
      const condition = isObject(criterion) ? own(criterion, 'condition') : undefined
      if (!isObject(criterion) || typeof condition !== 'string')
        throw workflowFault('A criterion has a condition, which is text', place(at))
      const read = criterionType(criterion) === 'simple' ? simpleCondition(condition) : undefined
      if (read && 'flaw' in read) throw workflowFault(read.flaw, place(`${at}/condition`))
    }
}

/** Actions lead to steps and workflows that there are. */
const requireTargets = ({ root, workflows, place }: ArazzoDocument, workflow: Workflow): void => {
  const steps = new Set(workflow.steps.map(({ stepId }) => stepId))
  const known = new Set(workflows.map(({ workflowId }) => workflowId))
  for (const { value, pointer } of workflow.steps)
    for (const member of ['onSuccess', 'onFailure'])
      for (const [index, written] of arrayOrEmpty(own(value, member)).entries()) {
        const { type, stepId, workflowId } = reused(written, root)
        const at = place(`${pointer}/${member}/${index}`)
        if (type !== 'end' && type !== 'goto' && (type !== 'retry' || member === 'onSuccess'))
          throw workflowFault(`An action of ${member} cannot be ${String(type)}`, at)
        if (typeof stepId === 'string' && !steps.has(stepId))
          throw workflowFault(`There is no step ${stepId} in ${workflow.workflowId}`, at)
        if (typeof workflowId === 'string' && !known.has(workflowId))
          throw workflowFault(`There is no workflow ${workflowId} in this document`, at)
      }
}

const casesOf = (
  contract: Contract,
  document: ArazzoDocument,
  workflow: Workflow,
): readonly (readonly [string, Case])[] => {
  requireConditions(document, workflow)
  requireTargets(document, workflow)
  return workflow.steps.flatMap((step) => {
    const target = stepTarget(contract, document, step)
    if ('workflow' in target) return []
    const one: Case = {
      id: `workflow ${workflow.workflowId} ${step.stepId}`,
      operation: target.operation,
      source: 'workflow',
      intent: `${workflow.workflowId}: ${String(own(step.value, 'description') ?? step.stepId)}`,
      expect: { kind: 'any', rule: 'V131' },
    }
    return [[step.pointer, one] as const]
  })
}

/** Those that a workflow depends on are carried out before it, once. */
const runWithOthers = async (parts: WorkflowParts, workflow: Workflow): Promise<void> => {
  for (const name of workflow.dependsOn) {
    const other = parts.document.workflows.find((one) => one.workflowId === name)
    if (other && !parts.results.has(name)) await runWithOthers(parts, other)
  }
  if (!parts.results.has(workflow.workflowId)) await runWorkflow(parts, workflow, {})
}

/**
 * The workflows of Arazzo documents, each a scenario.
 * @throws SetupError `workflow-invalid` when one names what the contract does not have.
 */
export const workflowScenarios = (
  contract: Contract,
  documents: readonly ArazzoDocument[],
): readonly Scenario[] =>
  documents.flatMap((document) => {
    const results: WorkflowResults = new Map()
    const cases = new Map(document.workflows.flatMap((one) => casesOf(contract, document, one)))
    return document.workflows.map((workflow): Scenario => {
      const own = workflow.steps.flatMap(({ pointer }) => cases.get(pointer) ?? [])
      const run = async (stage: Stage): Promise<void> => {
        for (const one of own)
          stage.unverified(one, 'An earlier step of the workflow did not succeed.')
        await runWithOthers({ stage, contract, document, results, cases }, workflow)
      }
      const id = `workflow ${workflow.workflowId}`
      return { id, source: 'workflow', cases: own, requests: workflow.steps.length * 2, run }
    })
  })
