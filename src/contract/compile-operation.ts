import { SetupError } from '../errors.js'
import { arrayOrEmpty, isObject, own, stringOr } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import { compileParameter, isParameterLocation } from './compile-parameter.js'
import { compileContents, compileResponse } from './compile-response.js'
import type { CompileContext } from './compile-context.js'
import type { Operation, Parameter, RequestBody, SecurityRequirement } from './contract.js'
import { expectArray, expectObject } from './expect-object.js'
import { resolve, type Located } from './resolver.js'

/** Where an operation stands, and what it is called. */
export interface OperationPlace {
  readonly id: string
  readonly method: string
  /** The path template. */
  readonly path: string
  readonly pointer: string
  /** The Path Item Objects it belongs to: what stands in a later one wins. */
  readonly pathItems: readonly Located[]
}

const compileBody = (pointer: string, context: CompileContext): RequestBody => {
  const located = resolve(context.source, pointer)
  return {
    required: located.value['required'] === true,
    contents: compileContents(located, 'request', context),
  }
}

/** A parameter that has no name, or stands nowhere, can be left out: nothing could be sent for it. */
const isNamed = (located: Located, id: string, { source, faults }: CompileContext): boolean => {
  const { name, in: location } = located.value
  if (typeof name === 'string' && isParameterLocation(location)) return true
  const what =
    typeof name === 'string'
      ? `The parameter ${name} stands in ${typeof location === 'string' ? location : 'no place'}`
      : 'The parameter has no name'
  const fix = 'Give it a name, and in: path, query, header or cookie.'
  faults.add(new SetupError('contract-invalid', what, source.place(located.pointer), fix), id)
  return false
}

/** Parameters of the operation and of its path; the operation's own win (OpenAPI 3.0.3 §4.7.10). */
const compileParameters = (
  holders: readonly Located[],
  id: string,
  context: CompileContext,
): readonly Parameter[] => {
  const found = new Map<string, Parameter>()
  for (const holder of holders)
    for (const index of expectArray(context.source, holder, 'parameters').keys()) {
      const located = resolve(context.source, holder.pointer + pointerOf('parameters', index))
      if (!isNamed(located, id, context)) continue
      const parameter = compileParameter(located, context.source, context.schemas)
      found.set(`${parameter.in}:${parameter.name}`, parameter)
    }
  return [...found.values()]
}

const requirements = (written: unknown): readonly SecurityRequirement[] =>
  arrayOrEmpty(written)
    .filter(isObject)
    .map((alternative) =>
      Object.fromEntries(
        Object.entries(alternative).map(([name, scopes]) => [
          name,
          arrayOrEmpty(scopes).map(String),
        ]),
      ),
    )

/** What no request to an operation can do without. */
const compileParts = (
  { id, pathItems }: OperationPlace,
  located: Located,
  context: CompileContext,
) => {
  const { value, pointer } = located
  const responses = Object.keys(expectObject(context.source, located, 'responses'))
  return {
    summary: stringOr(value['summary']),
    deprecated: value['deprecated'] === true,
    parameters: compileParameters([...pathItems, located], id, context),
    body:
      own(value, 'requestBody') === undefined
        ? undefined
        : compileBody(`${pointer}/requestBody`, context),
    responses: responses
      .filter((key) => !key.startsWith('x-'))
      .map((key) => compileResponse(key, pointer + pointerOf('responses', key), context, id)),
    security: requirements(value['security'] ?? context.source.document['security']),
  }
}

const noParts = { summary: undefined, deprecated: false, parameters: [], body: undefined }

/**
 * Compiles an Operation Object (OpenAPI 3.0.3 §4.7.10), without its callbacks; one at fault says so when
 * it is called.
 */
export const compileOperation = (place: OperationPlace, context: CompileContext): Operation => {
  const { id, method, path, pointer } = place
  return {
    id,
    method,
    path,
    pointer,
    callbacks: [],
    ...context.faults.attempt(
      () => compileParts(place, resolve(context.source, pointer), context),
      (fault) => ({ ...noParts, responses: [], security: [], fault }),
      id,
    ),
  }
}
