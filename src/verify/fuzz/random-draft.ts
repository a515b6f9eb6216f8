import type { Contract, Operation } from '../../contract/contract.js'
import { generateValue } from '../../generate/generate-value.js'
import { placeOf } from '../../generate/schema-place.js'
import { sourceOf } from '../../generate/static-value.js'
import { seededRandom, hashText, type SeededRandom } from '../../lib/seeded-random.js'
import { sampleContent } from '../../samples/sample-body.js'
import { brokenValues } from '../plan/broken-values.js'
import { changeOf } from '../plan/change.js'
import { isOpaque } from '../plan/foreign-names.js'
import { withKnownIds } from '../plan/known-ids.js'
import { isSurelyBroken } from '../plan/is-surely-broken.js'
import { isAllowedDraft, readDraft } from '../plan/read-draft.js'
import { valuePlaces } from '../plan/value-places.js'
import type { RequestDraft } from '../request-draft.js'
import type { Subject } from '../subject.js'
import { variedDraft } from './varied-draft.js'

/** How often a random request is looked for. */
const tries = 5

const randomValid = (
  operation: Operation,
  subject: Subject,
  seed: string,
  chance: SeededRandom,
): RequestDraft => {
  const { path, references } = subject
  const parameters = operation.parameters.flatMap((parameter) => {
    const { name, in: place, schema, required } = parameter
    const isLeftOut = !required && place !== 'path' && (isOpaque(parameter) || chance.next() < 0.5)
    if (isLeftOut) return []
    const made = (): unknown =>
      generateValue(sourceOf(schema), { seed: `${seed} ${name}`, mode: 'dynamic', name })
    const known = place === 'path' ? path.get(name) : references?.get(name)
    return [[parameter, known ?? made()] as const]
  })
  const content = sampleContent(operation)
  const draft = { operation, parameters: new Map(parameters) }
  if (!content?.schema || (operation.body?.required !== true && chance.next() < 0.2)) return draft
  const body = generateValue(sourceOf(content.schema), { seed, mode: 'dynamic' })
  const known = { template: operation.path, path, references }
  return { ...draft, content, body: withKnownIds(body, placeOf(content.schema), known) }
}

/** A random request that the contract allows; undefined where none was found. */
export const randomDraft = async (
  contract: Contract,
  operation: Operation,
  subject: Subject,
  seed: string,
): Promise<RequestDraft | undefined> => {
  for (let count = 0; count < tries; count++) {
    const own = `${seed} ${count}`
    const chance = seededRandom(hashText(own))
    const draft = randomValid(operation, subject, own, chance)
    if (await isAllowedDraft(contract, draft)) return variedDraft(contract, draft, chance)
  }
  return undefined
}

/** A request that the contract forbids, made of one that it allows: one value of it is broken. */
export const spoiltDraft = async (
  contract: Contract,
  valid: RequestDraft,
  seed: string,
): Promise<RequestDraft | undefined> => {
  const chance = seededRandom(hashText(seed))
  const places = valuePlaces(valid)
  for (let count = 0; count < tries && places.length > 0; count++) {
    const place = chance.pick(places)
    const variations = brokenValues(place).filter(({ value }) => value !== '')
    if (variations.length === 0) continue
    const draft = changeOf(valid, place, chance.pick(variations))(valid)
    const violations = await readDraft(contract, draft)
    const isThere = violations?.some(({ location }) => location === place.location) === true
    if (isThere && (await isSurelyBroken(contract, draft))) return draft
  }
  return undefined
}
