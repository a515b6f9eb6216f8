import type { Resource, ResourceModel } from '../../resources/resource-model.js'
import type { RunSettings, Stage } from '../stage.js'
import type { Scenario } from '../scenario.js'
import { begin, followLocation, readCreated } from './begin-story.js'
import { end, refuseOther } from './end-story.js'
import { checkApart, checkListed } from './list-story.js'
import { merge } from './merge-story.js'
import { refuseChanges, refuseCreate } from './refused-story.js'
import { replace } from './replace-story.js'
import { mainOf, operationsOf, pathAbove, type ResourceOperations } from './resource-operations.js'
import { Story, type StoryParts } from './story.js'
import { storyCases } from './story-cases.js'
import { namesIn } from './path-place.js'

/** At most so many requests has the first round of a story, and each of the others. */
const ofFirst = 60
const ofOther = 6

/** A round with every step. */
const tellWhole = async (story: Story): Promise<void> => {
  if (!(await begin(story, false))) return
  await followLocation(story)
  const isRead = await readCreated(story)
  await checkListed(story)
  if (isRead) {
    await refuseChanges(story)
    await replace(story)
    await merge(story)
    await refuseOther(story)
  }
  await refuseCreate(story)
  await checkApart(story)
  await end(story, false)
}

/** A round that is created, read and deleted: some faults show now and then only. */
const tellBriefly = async (story: Story, hasEdges: boolean): Promise<void> => {
  if (!(await begin(story, hasEdges))) return
  await readCreated(story)
  await end(story, true)
}

const partsOf = async (
  stage: Stage,
  resource: Resource,
  operations: ResourceOperations,
): Promise<Omit<StoryParts, 'seed'> | undefined> => {
  const create = mainOf(operations, 'create', resource) ?? mainOf(operations, 'upsert', resource)
  if (!create) return undefined
  const subject = await stage.subject(create.operation)
  const template = pathAbove(resource)
  const values = namesIn(template).map((name) => subject.path.get(name))
  const scope = { ...subject, place: { template, values } }
  return { stage, resource, operations, cases: storyCases(resource, operations), scope }
}

/** The lifecycle of a resource that can be made: what is made is there, what is changed shows, what is deleted is gone. */
export const lifecycleScenario = (
  model: ResourceModel,
  resource: Resource,
  { rounds }: RunSettings,
): Scenario | undefined => {
  const operations = operationsOf(model, resource)
  const isMade = operations.has('create') || operations.has('upsert')
  const cases = [...storyCases(resource, operations).values()]
  if (!isMade || resource.isSingleton || cases.length < 2) return undefined
  const run = async (stage: Stage): Promise<void> => {
    // What no step reaches has proved nothing.
    for (const one of cases) stage.unverified(one, 'The story did not get so far.')
    for (let round = 0; round < rounds; round++) {
      const parts = await partsOf(stage, resource, operations)
      if (!parts) return
      const story = new Story({ ...parts, seed: `${stage.settings.nonce}${round}` })
      await (round === 0 ? tellWhole(story) : tellBriefly(story, round === 1))
    }
  }
  const requests = ofFirst + ofOther * Math.max(0, rounds - 1)
  return { id: `${resource.name} lifecycle`, source: 'lifecycle', cases, requests, run }
}
