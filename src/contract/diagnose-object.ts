import { SetupError, type ErrorCode } from '../errors.js'
import { arrayOrEmpty, isObject, own } from '../lib/json-object.js'
import { escapeToken } from '../lib/json-pointer.js'
import type { CompileContext } from './compile-context.js'
import type { Severity } from './contract-faults.js'
import { isParameterLocation } from './compile-parameter.js'
import type { OpenApiObject } from './open-api-objects.js'
import { resolve } from './resolver.js'

/** Notes a fault at a JSON pointer. */
export type NoteAt = (
  code: ErrorCode,
  message: string,
  pointer: string,
  fix?: string,
  severity?: Severity,
) => void

const diagnoseReference = ({ pointer }: OpenApiObject, { source }: CompileContext): void => {
  resolve(source, pointer)
}

const styles: Readonly<Record<string, readonly string[]>> = {
  path: ['matrix', 'label', 'simple'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
}

const diagnoseParameter = ({ value, pointer }: OpenApiObject, note: NoteAt): void => {
  const { name, in: location, style } = value
  if (typeof name !== 'string' || !isParameterLocation(location)) return
  if (location === 'path' && own(value, 'required') !== true)
    note(
      'contract-path',
      `The path parameter ${name} has to be required`,
      pointer,
      'Write required: true.',
      'warning',
    )
  if (own(value, 'schema') === undefined && own(value, 'content') === undefined)
    note(
      'contract-invalid',
      `The parameter ${name} has neither schema nor content`,
      pointer,
      'Give it a schema.',
    )
  if (style !== undefined && !styles[location]?.includes(String(style)))
    note(
      'contract-invalid',
      `A parameter in ${location} has no style ${String(style)}`,
      `${pointer}/style`,
      `Use ${styles[location]?.join(', ')}.`,
    )
}

const schemeTypes = ['apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect']

const diagnoseScheme = ({ value, pointer }: OpenApiObject, note: NoteAt): void => {
  const type = own(value, 'type')
  if (typeof type !== 'string' || !schemeTypes.includes(type))
    note(
      'contract-invalid',
      `There is no security scheme of type ${String(type)}`,
      pointer,
      `Use ${schemeTypes.join(', ')}.`,
    )
  else if (type === 'http' && typeof own(value, 'scheme') !== 'string')
    note(
      'contract-invalid',
      'A security scheme of type http needs a scheme',
      pointer,
      'Write for example scheme: bearer.',
    )
  else if (
    type === 'apiKey' &&
    (typeof own(value, 'name') !== 'string' ||
      !['query', 'header', 'cookie'].includes(String(own(value, 'in'))))
  )
    note(
      'contract-invalid',
      'A security scheme of type apiKey needs name and in',
      pointer,
      'Write name, and in: query, header or cookie.',
    )
}

/** Two parameters of one list with the same name and place. */
const diagnoseParameters = (
  { value, pointer }: OpenApiObject,
  { source }: CompileContext,
  note: NoteAt,
): void => {
  const seen = new Set<string>()
  for (const index of arrayOrEmpty(own(value, 'parameters')).keys()) {
    const at = `${pointer}/parameters/${index}`
    const { name, in: location } = resolve(source, at).value
    const key = `${String(location)} ${String(name)}`
    if (seen.has(key))
      note(
        'contract-duplicate',
        `There are two parameters ${String(name)} in ${String(location)}`,
        at,
      )
    seen.add(key)
  }
}

const statusKey = /^([1-5]\d\d|[1-5]XX|default)$/i

const diagnoseResponses = (
  { value, pointer }: OpenApiObject,
  { source }: CompileContext,
  note: NoteAt,
): void => {
  const responses = own(value, 'responses')
  const isOptional = /^3\.[1-9]/.test(String(source.document['openapi']))
  if (responses === undefined && isOptional) return
  const keys = isObject(responses)
    ? Object.keys(responses).filter((key) => !key.startsWith('x-'))
    : []
  if (keys.length === 0)
    note(
      'contract-response',
      'The operation describes no response',
      pointer,
      'Describe at least the response to a success.',
      'warning',
    )
  for (const key of keys.filter((one) => !statusKey.test(one)))
    note(
      'contract-response',
      `There is no status ${key}`,
      `${pointer}/responses/${escapeToken(key)}`,
      'Use a status from 100 to 599, a range such as 4XX, or default.',
    )
}

/** Checks what an object of a document says of itself, schemas and examples apart. */
export const diagnoseObject = (at: OpenApiObject, context: CompileContext, note: NoteAt): void => {
  if (at.kind === 'schema') return
  if (own(at.value, '$ref') !== undefined) {
    diagnoseReference(at, context)
    if (at.kind !== 'pathItem') return
  }
  if (at.kind === 'parameter') diagnoseParameter(at, note)
  if (at.kind === 'securityScheme') diagnoseScheme(at, note)
  if (at.kind === 'operation' || at.kind === 'pathItem') diagnoseParameters(at, context, note)
  if (at.kind === 'operation') diagnoseResponses(at, context, note)
}

/** A fault that was thrown is noted; anything else is ours. */
export const noteThrown = (work: () => void, note: (fault: SetupError) => void): void => {
  try {
    work()
  } catch (fault) {
    if (!(fault instanceof SetupError)) throw fault
    note(fault)
  }
}
