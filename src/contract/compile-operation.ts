import { SetupError } from '../errors.js'
import { arrayOrEmpty, isObject, own } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import { compileParameter, isParameterLocation } from './compile-parameter.js'
import { compileContents, compileResponse } from './compile-response.js'
import type { CompileContext } from './compile-context.js'
import { unknownScheme } from './contract-faults.js'
import type {
  Callback,
  Operation,
  Parameter,
  RequestBody,
  SecurityRequirement,
} from './contract.js'
import { expectArray, expectObject } from './expect-object.js'
import { resolve, type Located } from './resolver.js'

/** Where an operation stands, and what it is called. */
export interface OperationPlace {
  readonly id: string
  readonly method: string
  /** The path template. */
  readonly path: string
  readonly pointer: string
  /** What stands there. */
  readonly written: unknown
  readonly summary: string | undefined
  /** The Path Item Objects it belongs to: what stands in a later one wins. */
  readonly pathItems: readonly Located[]
}

/** Methods whose bodies mean nothing (RFC 9110 §9.3), and which many clients cannot give one. */
const bodiless = new Set(['GET', 'HEAD', 'TRACE'])

const compileBody = (
  written: unknown,
  pointer: string,
  method: string,
  context: CompileContext,
): RequestBody => {
  const located = resolve(context.source, pointer, written)
  return {
    required: located.value['required'] === true && !bodiless.has(method),
    contents: compileContents(located, 'request', context),
    xml: context.xml,
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
    for (const [index, written] of expectArray(context.source, holder, 'parameters').entries()) {
      const pointer = holder.pointer + pointerOf('parameters', index)
      const located = resolve(context.source, pointer, written)
      if (!isNamed(located, id, context)) continue
      const parameter = compileParameter(located, context.source, context.schemas)
      found.set(`${parameter.in}:${parameter.name}`, parameter)
    }
  return [...found.values()]
}

/** The alternatives of an operation; credentials that are nowhere described are noted once each. */
const compileSecurity = (
  written: unknown,
  { id, pointer }: OperationPlace,
  { source, faults, securitySchemes, unknownSchemes }: CompileContext,
): readonly SecurityRequirement[] => {
  const alternatives = arrayOrEmpty(written).filter(isObject)
  for (const name of alternatives.flatMap((alternative) => Object.keys(alternative))) {
    if (securitySchemes.has(name) || unknownSchemes.has(name)) continue
    unknownSchemes.add(name)
    faults.add(unknownScheme(name, source.place(pointer)), id)
  }
  return alternatives.map((alternative) =>
    Object.fromEntries(
      Object.entries(alternative).map(([name, scopes]) => [name, arrayOrEmpty(scopes).map(String)]),
    ),
  )
}

/** What no request to an operation can do without. */
const compileParts = (place: OperationPlace, located: Located, context: CompileContext) => {
  const { id, method, pathItems } = place
  const { value, pointer } = located
  const responses = expectObject(context.source, located, 'responses')
  return {
    deprecated: value['deprecated'] === true,
    parameters: compileParameters([...pathItems, located], id, context),
    body:
      own(value, 'requestBody') === undefined
        ? undefined
        : compileBody(value['requestBody'], `${pointer}/requestBody`, method, context),
    responses: Object.keys(responses)
      .filter((key) => !key.startsWith('x-'))
      .map((key) => {
        const at = pointer + pointerOf('responses', key)
        return compileResponse(key, responses[key], at, context, id)
      }),
    security: compileSecurity(
      value['security'] ?? context.source.document['security'],
      place,
      context,
    ),
  }
}

/** What is known of an operation once it is compiled. */
type Parts = Omit<ReturnType<typeof compileParts>, 'responses'> &
  Pick<Operation, 'responses' | 'fault'>

const noParts = {
  deprecated: false,
  parameters: [],
  body: undefined,
  responses: [],
  security: [],
} as const

/** An operation that is compiled when something is first asked of it: documents have thousands. */
class LazyOperation implements Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly pointer: string
  readonly summary: string | undefined
  #parts: Parts | undefined
  #callbacks: readonly Callback[] | undefined
  readonly #compile: () => Parts
  readonly #compileCallbacks: () => readonly Callback[]

  constructor(
    { id, method, path, pointer, summary }: OperationPlace,
    compile: () => Parts,
    compileCallbacks: () => readonly Callback[],
  ) {
    this.id = id
    this.method = method
    this.path = path
    this.pointer = pointer
    this.summary = summary
    this.#compile = compile
    this.#compileCallbacks = compileCallbacks
  }

  get isCompiled() {
    return this.#parts !== undefined
  }
  get deprecated() {
    return (this.#parts ??= this.#compile()).deprecated
  }
  get parameters() {
    return (this.#parts ??= this.#compile()).parameters
  }
  get body() {
    return (this.#parts ??= this.#compile()).body
  }
  get responses() {
    return (this.#parts ??= this.#compile()).responses
  }
  get security() {
    return (this.#parts ??= this.#compile()).security
  }
  get fault() {
    return (this.#parts ??= this.#compile()).fault
  }
  get callbacks() {
    return (this.#callbacks ??= this.#compileCallbacks())
  }
}

/**
 * Compiles an Operation Object (OpenAPI 3.0.3 §4.7.10) when something is first asked of it; one at
 * fault says so when it is called.
 */
export const compileOperation = (
  place: OperationPlace,
  context: CompileContext,
  compileCallbacks: () => readonly Callback[] = () => [],
): Operation =>
  new LazyOperation(
    place,
    () =>
      context.faults.attempt(
        (): Parts => {
          const located = resolve(context.source, place.pointer, place.written)
          return compileParts(place, located, context)
        },
        (fault) => ({ ...noParts, fault }),
        place.id,
      ),
    compileCallbacks,
  )
