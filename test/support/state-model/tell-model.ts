import fc from 'fast-check'
import { createServer } from '../../../src/index.js'
import { ContractJudge } from '../contract-judge.js'
import { ChildrenModel, childStep } from './children-model.js'
import { modelCall, type ModelCall } from './model-call.js'
import { OrderModel, orderStep } from './order-model.js'
import { ProjectModel, projectStep } from './project-model.js'

/** Everything that a run may do, on both sides. */
const changesStep = fc.oneof(
  { weight: 5, arbitrary: fc.record({ on: fc.constant('project' as const), step: projectStep }) },
  { weight: 4, arbitrary: fc.record({ on: fc.constant('child' as const), step: childStep }) },
)

const takeChanges = async (
  call: ModelCall,
  steps: readonly { readonly on: 'project' | 'child'; readonly step: { readonly do: string } }[],
) => {
  const projects = new ProjectModel(call)
  const children = new ChildrenModel(call)
  const ids = () => projects.projects.map(({ id }) => id)
  for (const { on, step } of steps)
    if (on === 'project') await projects.take(step)
    else await children.take(step, ids())
  await children.check(ids())
}

const takeOrders = async (call: ModelCall, steps: readonly { readonly do: string }[]) => {
  const orders = new OrderModel(call)
  for (const step of steps) await orders.take(step)
}

const documentOf = (name: string): string => `test/fixtures/state/hostile-${name}.yaml`

/** Takes random steps on one of the hostile documents, each run in a sandbox of its own. */
const tellRuns = async <T>(
  contract: string,
  arbitrary: fc.Arbitrary<T>,
  take: (call: ModelCall, steps: T) => Promise<void>,
  parameters: fc.Parameters<[T]>,
): Promise<void> => {
  const server = await createServer({ contract, state: 'on', seed: { resources: {} } })
  const judge = new ContractJudge(contract)
  let run = 0
  try {
    const property = fc.asyncProperty(arbitrary, (steps) =>
      take(modelCall(server, judge, `run-${run++}`), steps),
    )
    await fc.assert(property, parameters)
  } finally {
    await server.close()
  }
}

/** Projects with all that lies below them, categories and tags. */
export const tellChanges = (parameters: fc.Parameters<[unknown]>, maxLength: number) =>
  tellRuns(
    documentOf('changes'),
    fc.array(changesStep, { maxLength, size: 'max' }),
    takeChanges,
    parameters as never,
  )

/** Orders and customers. */
export const tellOrders = (parameters: fc.Parameters<[unknown]>, maxLength: number) =>
  tellRuns(
    documentOf('lists'),
    fc.array(orderStep, { maxLength, size: 'max' }),
    takeOrders,
    parameters as never,
  )
