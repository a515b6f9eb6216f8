import type { Parameter } from '../../contract/contract.js'
import { generateValue } from '../../generate/generate-value.js'
import { sourceOf } from '../../generate/static-value.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'
import type { Inference, ResourceModel } from '../../resources/resource-model.js'
import type { Expectation } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import type { Sent, Stage } from '../stage.js'
import type { Subject } from '../subject.js'
import { createdPlace, type CreatedPlace } from './created-place.js'
import { freshDraft, saidIn, withBody } from './fresh-draft.js'
import { itemsIn } from './items-in.js'
import { namesIn, type PathPlace } from './path-place.js'
import { operationsOf, pathParameter } from './resource-operations.js'
import { identityIn, isName, itemPlace } from './thing.js'

/** A creation that was tried. */
export interface Made extends Partial<CreatedPlace> {
  readonly draft: RequestDraft
  readonly sent: Sent
}

/** What is special about a request. */
export interface Variation {
  readonly values?: 'fresh' | 'full'
  readonly vary?: (draft: RequestDraft) => RequestDraft
}

/** A name that is taken is refused, whether that is documented or not. */
export const taken: Expectation = { kind: 'refused', rule: 'V111' }

/** How often other values are tried where what was said is taken. */
const mostTurns = 3

/** Refusals that other values may help against. */
const mayBeTaken: ReadonlySet<number> = new Set([400, 409, 422])

const isUsable = (value: unknown): boolean =>
  isName(value) && /^(?!\.{1,2}$)[^/?#%]+$/.test(String(value))

const drawn = ({ schema, name }: Parameter, seed: string): unknown => {
  const values = [0, 1, 2, 3, 4].map((turn) =>
    generateValue(sourceOf(schema), { seed: `${seed} ${turn}`, mode: 'dynamic', name }),
  )
  return values.find((value) => isUsable(value) && schema.isValid(value)) ?? values[0]
}

/** PUT to a place of the client's choice: its path, and a body that says the same name. */
export const upsertDraft = async (
  inference: Inference,
  scope: Subject,
  seed: string,
  values: 'fresh' | 'full' = 'fresh',
): Promise<RequestDraft> => {
  const { operation, resource, request } = inference
  const own = new Map(
    (resource.identity?.parameters ?? []).flatMap((name) => {
      const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name)
      return parameter ? [[name, drawn(parameter, seed)] as const] : []
    }),
  )
  const draft = await freshDraft(
    inference,
    { ...scope, path: new Map([...scope.path, ...own]) },
    seed,
    values,
  )
  return (resource.identity?.properties ?? []).reduce((one, path, index) => {
    const value = own.get(resource.identity?.parameters[index] ?? '')
    if (path.length === 0 || !request || value === undefined) return one
    return withBody(one, withValueAtPath(one.body, [...request.at, ...path], value))
  }, draft)
}

const upsertedPlace = ({ resource }: Inference, { parameters }: RequestDraft): CreatedPlace => {
  const known = new Map([...parameters].map(([{ name }, value]) => [name, value]))
  const names = namesIn(resource.itemPath ?? '')
  const place = { template: resource.itemPath ?? '', values: names.map((name) => known.get(name)) }
  return { place, identity: (resource.identity?.parameters ?? []).map((name) => known.get(name)) }
}

/** A client that chooses numbers as names chooses those that its contract can ask for. */
const withOwnNumber = (
  model: ResourceModel,
  inference: Inference,
  draft: RequestDraft,
  seed: string,
): RequestDraft => {
  const { resource, request, role } = inference
  const path = resource.identity?.properties.at(-1)
  if (role !== 'create' || !request || !path) return draft
  if (typeof valueAtPath(saidIn(inference, draft), path) !== 'number') return draft
  const name = resource.identity?.parameters.at(-1) ?? ''
  const parameter = pathParameter(operationsOf(model, resource), name)
  if (!parameter) return draft
  return withBody(
    draft,
    withValueAtPath(draft.body, [...request.at, ...path], drawn(parameter, seed)),
  )
}

/**
 * Makes a thing by an operation that creates; other values are tried where the first are refused. The
 * first request may be a special one.
 */
export const makeThing = async (
  stage: Pick<Stage, 'contract' | 'model' | 'prepare'>,
  inference: Inference,
  scope: Subject & { readonly place: PathPlace },
  seed: string,
  { values = 'fresh', vary = (draft) => draft }: Variation = {},
): Promise<Made> => {
  const draftOf = inference.role === 'upsert' ? upsertDraft : freshDraft
  let turn = 0
  for (;;) {
    const name = `${seed}-${turn}`
    const plain = await draftOf(inference, scope, name, turn === 0 ? values : 'fresh')
    const named = withOwnNumber(stage.model, inference, plain, name)
    const draft = turn === 0 ? vary(named) : named
    const sent = await stage.prepare(draft, 'user', taken)
    if (!sent.isSuccess && mayBeTaken.has(sent.status) && ++turn < mostTurns) continue
    if (!sent.isSuccess || sent.status === 202) return { draft, sent }
    const found =
      inference.role === 'upsert'
        ? upsertedPlace(inference, draft)
        : createdPlace({ contract: stage.contract, inference, draft, sent }, scope.place)
    return { draft, sent, ...found }
  }
}

/** The first item of a list, where it is. */
export const firstListed = (
  list: Inference,
  scope: PathPlace,
  body: unknown,
): (CreatedPlace & { readonly shown: unknown }) | undefined => {
  const { resource, named } = list
  for (const shown of itemsIn(list, body) ?? []) {
    const identity = identityIn(resource, shown, named)
    if (identity) return { place: itemPlace(resource, scope, identity), identity, shown }
  }
  return undefined
}
