import type { Operation } from '../../contract/contract.js'
import { replyFor } from '../../contract/check-reply.js'
import { Problem, SetupError } from '../../errors.js'
import { isJson } from '../../lib/media-type.js'
import { nearest } from '../../lib/nearest.js'
import { queryWith } from './list-page.js'
import { fieldsOf } from './record-selector.js'
import type { Inference } from '../resource-model.js'
import type { ResourceState } from './resource-state.js'
import type { HandlerTools, ReplyExtras } from './handler-tools.js'
import type { Resources } from './resources.js'
import { bodyOf, type StateAnswer } from './state-answer.js'
import { StateWriter } from './state-writer.js'
import { type SeenRecords, StateRecords } from './state-records.js'
import type { StateRequest } from './state-handler.js'
import type { StateRuntime } from './state-runtime.js'
import { StateSession } from './state-session.js'

const unknownResource = (name: string, known: readonly string[]): SetupError => {
  const [close] = nearest(name, known)
  const hint = close === undefined ? '' : ` Did you mean ${close}?`
  return new SetupError(
    'handlers-invalid',
    `A handler asked for the resource ${name}, and the contract has none of that name.${hint}`,
    {},
    known.length > 0 ? `Name one of: ${known.slice(0, 20).join(', ')}.` : undefined,
  )
}

/** What is known of an operation as one on a resource: its own inference, else how the resource is made. */
const inferenceOn = (
  { model }: StateRuntime,
  operation: Operation,
  { resource, inferences }: ResourceState,
): Inference => {
  const own = model.inferenceOf(operation.id)
  if (own?.resource.name === resource.name) return own
  const made: Inference = inferences.find(({ role }) => role === 'create') ?? {
    ...{ resource, operation, role: 'read', confidence: 1, reason: 'a handler says so' },
  }
  const { scope: _, ...others } = made
  return { ...others, operation }
}

const openResources = (
  runtime: StateRuntime,
  operation: Operation,
  request: StateRequest,
  seen: SeenRecords,
): Resources => {
  const { contract, samplers } = runtime
  let opened: Promise<StateSession> | undefined
  const session = () =>
    (opened ??= samplers().then(
      (sampler) => new StateSession(request.sandbox, { ...runtime, sampler }),
    ))
  return {
    of: (name) => {
      const state = contract.resource(name)
      if (!state) throw unknownResource(name, [...runtime.model.resources.keys()])
      const inference = inferenceOn(runtime, operation, state)
      return new StateRecords({ runtime, state, inference, request, session, seen })
    },
  }
}

const unknownInference = (operation: Operation): Inference => ({
  ...{ operation, role: 'action', confidence: 0, reason: 'nothing is known of it' },
  resource: { name: '', isSingleton: false },
})

const writerOf = ({ model, writers, faults }: StateRuntime, operation: Operation): StateWriter => {
  const inference = model.inferenceOf(operation.id) ?? unknownInference(operation)
  const known = writers.get(operation.id) ?? new StateWriter(inference, () => undefined, faults)
  writers.set(operation.id, known)
  return known
}

const headerList = (headers: ReplyExtras['headers'] = {}): readonly string[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => [name, one]),
  )

const byName = (list: readonly string[]): Readonly<Record<string, readonly string[]>> => {
  const headers: Record<string, string[]> = {}
  for (let at = 0; at < list.length; at += 2)
    (headers[list[at] as string] ??= []).push(list[at + 1] as string)
  return headers
}

const collected = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const bytes: number[] = []
  for await (const chunk of chunks) bytes.push(...chunk)
  return Uint8Array.from(bytes)
}

const createReply =
  (
    runtime: StateRuntime,
    operation: Operation,
    request: StateRequest,
    seen: SeenRecords,
  ): HandlerTools['reply'] =>
  async (status, value, { headers, fields } = {}) => {
    const own = headerList(headers)
    const response = replyFor(operation, status)
    if (!response) return { status, body: value, headers: byName(own) }
    const answer: StateAnswer = {
      ...{ status, response, headers: own },
      fields: fieldsOf({ fields: 'fields', filters: [] }, { fields }),
      ...(value !== undefined && { body: { value, recordIn: (one: object) => seen.get(one) } }),
    }
    const sampler = await runtime.samplers()
    const writer = writerOf(runtime, operation)
    const message = await writer.message(answer, request.headers['accept'], sampler)
    if (!message.content) return { status, headers: byName(message.headers) }
    const { mediaType, body } = bodyOf(message, message.content)
    const isText = typeof body === 'string' || body instanceof Uint8Array
    const sent = isText ? body : await collected(body)
    return {
      status,
      body: isJson(mediaType) ? message.value : sent,
      headers: byName([...message.headers, 'Content-Type', mediaType]),
    }
  }

/** Gives the handler of an operation what it acts with. */
export type ToolsOf = (operation: Operation, request: StateRequest) => HandlerTools

/** Makes what the handler of an operation acts with, for one request in its transaction. */
export const createHandlerTools = (
  runtime: StateRuntime,
  operation: Operation,
  request: StateRequest,
): HandlerTools => {
  const seen: SeenRecords = new WeakMap()
  return {
    resources: openResources(runtime, operation, request, seen),
    reply: createReply(runtime, operation, request, seen),
    refuse: (code, detail, fix) => new Problem(code, { detail, ...(fix !== undefined && { fix }) }),
    url: (changes = {}) => {
      const query = queryWith(request.query, changes)
      return query === '' ? request.path : `${request.path}?${query}`
    },
  }
}
