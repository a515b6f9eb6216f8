import type { Contract } from '../../contract/contract.js'
import { objectOrEmpty, own, type JsonObject } from '../../lib/json-object.js'
import type { Case } from '../case.js'
import { factsOf } from '../lifecycle/facts-of.js'
import type { Sent, Stage } from '../stage.js'
import type { ArazzoDocument, Workflow, WorkflowStep } from './arazzo-document.js'
import { parametersOf, stepDraft } from './step-draft.js'
import { actionAfter, type StepAction, stepOutcome } from './step-outcome.js'
import { stepTarget } from './step-target.js'
import { filled, type WorkflowContext } from './workflow-context.js'
import { workflowInputs } from './workflow-inputs.js'

/** What is known of the workflows of a document that were carried out: inputs and outputs by name. */
export type WorkflowResults = Map<string, JsonObject>

/** What a workflow is carried out with. */
export interface WorkflowParts {
  readonly stage: Stage
  readonly contract: Contract
  readonly document: ArazzoDocument
  readonly results: WorkflowResults
  /** The cases of steps, by the JSON pointer of the step. */
  readonly cases: ReadonlyMap<string, Case>
}

/** More steps than this are a circle. */
const mostSteps = 200

/** Workflows that call workflows deeper than this are a circle. */
const mostDepth = 8

/** What came of a step. */
interface StepResult {
  readonly context: WorkflowContext
  readonly isSuccess: boolean
  /** Notes the failure, unless an action makes up for it. */
  readonly fail: () => void
}

/** One run of a workflow: its steps, and where they lead. */
class WorkflowRun {
  readonly #parts: WorkflowParts
  readonly #workflow: Workflow
  readonly #inputs: JsonObject
  readonly #depth: number
  readonly #steps = new Map<string, JsonObject>()
  readonly #tries = new Map<string, number>()

  constructor(parts: WorkflowParts, workflow: Workflow, inputs: JsonObject, depth: number) {
    this.#parts = parts
    this.#workflow = workflow
    this.#inputs = inputs
    this.#depth = depth
  }

  /** Carries out the steps; true when the workflow came to its end without a failure. */
  async run(): Promise<boolean> {
    const { steps } = this.#workflow
    let step = steps[0]
    for (let count = 0; step && count < mostSteps; count++) {
      const result = await this.#take(step)
      const next = await this.#after(step, result)
      if (typeof next === 'boolean') return next
      step = next ?? steps[steps.indexOf(step) + 1]
    }
    return true
  }

  /** Where a step leads: to another one, to the end (true, or false for a failure), or to the next. */
  async #after(
    step: WorkflowStep,
    result: StepResult,
  ): Promise<WorkflowStep | boolean | undefined> {
    const action = this.#next(step, result)
    if (action?.type === 'retry' && this.#mayRetry(step, action)) {
      await this.#parts.stage.settings.pause?.(action.wait)
      return step
    }
    if (!result.isSuccess && action?.type !== 'goto') {
      result.fail()
      return false
    }
    if (action?.type === 'end') return true
    if (action?.type !== 'goto') return undefined
    if (action.workflowId !== undefined) return this.#call(action.workflowId, {})
    return this.#workflow.steps.find(({ stepId }) => stepId === action.stepId)
  }

  /** What the outputs of the workflow are. */
  outputs(): JsonObject {
    const context = this.#context()
    return objectOrEmpty(filled(objectOrEmpty(own(this.#workflow.value, 'outputs')), context))
  }

  #context(facts?: WorkflowContext['facts']): WorkflowContext {
    const { document, results } = this.#parts
    const { root } = document
    return { root, inputs: this.#inputs, steps: this.#steps, workflows: results, facts }
  }

  #next({ value }: WorkflowStep, { context, isSuccess }: StepResult): StepAction | undefined {
    const { root } = this.#parts.document
    const { value: workflow } = this.#workflow
    return isSuccess
      ? actionAfter(
          [
            [value, 'onSuccess'],
            [workflow, 'successActions'],
          ],
          root,
          context,
        )
      : actionAfter(
          [
            [value, 'onFailure'],
            [workflow, 'failureActions'],
          ],
          root,
          context,
        )
  }

  #mayRetry({ stepId }: WorkflowStep, { name, limit }: StepAction): boolean {
    const key = `${stepId} ${name}`
    const tries = (this.#tries.get(key) ?? 0) + 1
    this.#tries.set(key, tries)
    return tries <= limit
  }

  #take(step: WorkflowStep): Promise<StepResult> {
    const target = stepTarget(this.#parts.contract, this.#parts.document, step)
    return 'workflow' in target
      ? this.#takeWorkflow(step, target.workflow)
      : this.#send(step, target.operation)
  }

  async #send(step: WorkflowStep, operation: Case['operation']): Promise<StepResult> {
    const { stage, document, cases } = this.#parts
    const draft = stepDraft(operation, this.#workflow.value, step.value, this.#context())
    const one = cases.get(step.pointer)
    const sent: Sent = one ? await stage.send(one, draft) : await stage.prepare(draft)
    const context = this.#context(factsOf(draft, sent))
    const { unmet, unjudged } = stepOutcome(document, step, context, sent)
    this.#steps.set(step.stepId, {
      outputs: filled(objectOrEmpty(own(step.value, 'outputs')), context),
    })
    if (unjudged !== undefined && one) stage.unverified(one, unjudged)
    const fail = (): void => {
      if (!unmet || !one) return
      const keyword = `${this.#workflow.workflowId}.${step.stepId}`
      stage.find(one, { rule: 'V131', ...unmet, keyword }, sent)
    }
    return { context, isSuccess: unmet === undefined, fail }
  }

  async #takeWorkflow(step: WorkflowStep, workflow: Workflow): Promise<StepResult> {
    const before = this.#context()
    const given = parametersOf({}, step.value, before.root).map(
      ({ name, value }) => [String(name), filled(value, before)] as const,
    )
    const isSuccess = await this.#call(workflow.workflowId, Object.fromEntries(given))
    const outputs = objectOrEmpty(this.#parts.results.get(workflow.workflowId)?.['outputs'])
    this.#steps.set(step.stepId, { outputs })
    const said = filled(objectOrEmpty(own(step.value, 'outputs')), this.#context())
    this.#steps.set(step.stepId, { outputs: { ...outputs, ...objectOrEmpty(said) } })
    // What failed was noted where it failed.
    return { context: this.#context(), isSuccess, fail: () => undefined }
  }

  async #call(workflowId: string, given: JsonObject): Promise<boolean> {
    const workflow = this.#parts.document.workflows.find((one) => one.workflowId === workflowId)
    if (!workflow || this.#depth >= mostDepth) return false
    return runWorkflow(this.#parts, workflow, given, this.#depth + 1)
  }
}

/** Carries out a workflow, and notes its inputs and outputs; true when it succeeded. */
export const runWorkflow = async (
  parts: WorkflowParts,
  workflow: Workflow,
  given: JsonObject,
  depth = 0,
): Promise<boolean> => {
  const { document, stage, results } = parts
  const seed = `${stage.settings.nonce} ${workflow.workflowId}`
  const inputs = workflowInputs(workflow.value, document.root, given, seed)
  const run = new WorkflowRun(parts, workflow, inputs, depth)
  const isSuccess = await run.run()
  results.set(workflow.workflowId, { inputs, outputs: run.outputs() })
  return isSuccess
}
