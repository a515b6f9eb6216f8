import type { Resource, ResourceModel } from '../../resources/resource-model.js'
import type { RunSettings, Stage } from '../stage.js'
import type { Scenario } from '../scenario.js'
import { checkApart, makeParent } from './check-apart.js'
import { begin, followLocation, readCreated } from './begin.js'
import { end, refuseOther, remove } from './end.js'
import { checkListed } from './check-listed.js'
import { merge } from './merge.js'
import { refuseChanges, refuseCreate } from './refuse-create.js'
import { replace } from './replace.js'
import { mainOf, operationsOf, pathAbove, type ResourceOperations } from './resource-operations.js'
import { Story, type StoryParts } from './story.js'
import { storyCases } from './story-cases.js'
import { namesIn } from './path-place.js'

/** At most so many requests has the first round of a story, and each of the others. */
const ofFirst = 60
const ofOther = 8

/** Below so many parents it is tried to make a thing. */
const mostParents = 3

/** Begins a story; where what it lies below refuses (a closed project), below another one. */
const begun = async (
  tell: () => Promise<StoryParts | undefined>,
  again: () => Promise<unknown>,
  kind: 'full' | 'edges' | 'fresh',
): Promise<Story | undefined> => {
  for (let turn = 0; turn < mostParents; turn++) {
    const parts = await tell()
    if (!parts) return undefined
    const story = new Story(parts)
    if (await begin(story, kind)) return story
    if (!parts.resource.parent || !(await again())) return undefined
  }
  return undefined
}

/** A round with every step. */
const tellWhole = async (story: Story): Promise<void> => {
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
  await end(story)
}

/** A round of creation, reading and deletion: some faults show now and then only. */
const tellBriefly = async (story: Story, isListed: boolean): Promise<void> => {
  await readCreated(story)
  if (isListed) await checkListed(story)
  await remove(story)
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

const kinds = ['full', 'edges'] as const

/**
 * The lifecycle of a resource that can be made: what is made is there, what is changed shows, what is
 * deleted is gone.
 */
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
    for (const one of cases)
      stage.unverified(one, 'An earlier step of the lifecycle did not succeed.')
    for (let round = 0; round < rounds; round++) {
      const tell = async () => {
        const parts = await partsOf(stage, resource, operations)
        return parts && { ...parts, seed: `${stage.settings.nonce}${round}` }
      }
      const again = () => makeParent(stage, resource)
      const story = await begun(tell, again, kinds[round] ?? 'fresh')
      if (!story) return
      await (round === 0 ? tellWhole(story) : tellBriefly(story, round === 1))
    }
  }
  const requests = ofFirst + ofOther * Math.max(0, rounds - 1)
  return { id: `${resource.name} lifecycle`, source: 'lifecycle', cases, requests, run }
}
