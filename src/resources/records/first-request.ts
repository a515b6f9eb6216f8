import type { Operation } from '../../contract/contract.js'
import type { Sandbox } from '../../sandbox/sandbox.js'
import type { Inference } from '../resource-model.js'
import { firstBody } from './first-body.js'
import { FirstTarget, itemPathValues, scopePathValues } from './first-target.js'
import { typedFor } from './identity.js'
import type { ResourceState } from './resource-state.js'
import type { SampleValues } from './sample-values.js'
import { placeOf } from '../../generate/schema-place.js'
import { namesIn, type StateRecord, valuesOf } from './state-record.js'
import type { StateRuntime } from './state-runtime.js'
import { StateSession } from './state-session.js'

type Values = Readonly<Record<string, unknown>>

const collectionRoles: ReadonlySet<Inference['role']> = new Set([
  ...(['list', 'create', 'bulk-create', 'bulk-delete'] as const),
])

/** Values in the types that the parameters of an operation have. */
const typed = ({ parameters }: Operation, place: 'path' | 'query', values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const parameter = parameters.find((one) => one.in === place && one.name === name)
      return [name, typedFor(placeOf(parameter?.schema), value)]
    }),
  )

/** The values of required query parameters that name what a flat list lies below, or an item. */
const queryValues = (
  { operation, resource }: Inference,
  state: ResourceState,
  key: string | undefined,
  record: StateRecord | undefined,
): Values => {
  const required = new Set(
    operation.parameters.flatMap((one) => (one.in === 'query' && one.required ? one.name : [])),
  )
  const own = record ? valuesOf(record.key).slice(state.scopeDepth) : []
  const pairs: readonly (readonly [string, unknown])[] = [
    ...(resource.parent?.parameters ?? []).map(
      (name, at) => [name, valuesOf(key ?? '')[at]] as const,
    ),
    ...(resource.identity?.parameters ?? []).map((name, at) => [name, own[at]] as const),
  ]
  return Object.fromEntries(
    pairs.filter(([name, value]) => required.has(name) && value !== undefined),
  )
}

/** What compares versions (RFC 9110 §13.1.1), where an operation insists on it (RFC 6585 §3). */
const headerValues = ({ parameters, responses }: Operation): Values =>
  Object.fromEntries(
    parameters.flatMap((one) => {
      const isWanted = one.required || responses.some(({ key }) => key === '428')
      const isMatch = one.in === 'header' && one.name.toLowerCase() === 'if-match'
      return isMatch && isWanted ? [[one.name, '*']] : []
    }),
  )

/**
 * The values of a request as they are to be for it to succeed on the sandbox as it is: the path leads to
 * records that are there, a new record has a name that is free. Operations of which nothing was inferred
 * are left as they are.
 */
export const firstRequest = async (
  runtime: StateRuntime,
  operation: Operation,
  sandbox: Sandbox,
  samples: SampleValues,
): Promise<SampleValues> => {
  const inference = runtime.model.sureInferenceOf(operation.id)
  if (!inference) return samples
  const session = new StateSession(sandbox, { ...runtime, sampler: await runtime.samplers() })
  const state = runtime.contract.of(inference.resource)
  const target = new FirstTarget(session, samples)
  const isCollection = collectionRoles.has(inference.role)
  const record = isCollection ? undefined : await target.item(inference, state)
  const scope = isCollection ? await target.scope(state) : record?.parent
  const shown = isCollection ? (await target.records(state))[0]?.value : undefined
  const path = isCollection
    ? scopePathValues(inference, scope, shown)
    : record
      ? itemPathValues(inference, state, record.key)
      : {}
  const parts = { session, target, inference, state, record, scope: scope ?? '' }
  return {
    ...samples,
    path: { ...samples.path, ...typed(operation, 'path', known(operation, path)) },
    query: {
      ...samples.query,
      ...typed(operation, 'query', queryValues(inference, state, scope, record)),
    },
    header: { ...samples.header, ...headerValues(operation) },
    body: await firstBody(parts, samples.body),
  }
}

/** Only what the path has. */
const known = ({ path }: Operation, values: Values): Values => {
  const names = new Set(namesIn(path))
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
}
