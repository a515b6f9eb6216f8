import { arrayOrEmpty, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { pointer, tokens } from '../lib/json-pointer.js'
import { isOfBody, swaggerParameter } from './prepare-swagger.js'

type Tokens = readonly string[]

/** The name that the conversion gives to a definition. */
const convertedName = (name: string): string =>
  name
    .replaceAll('/', '_')
    .replace('[]', 'Array')
    .replace(/[^A-Za-z0-9_\-.]+/g, '_')

/** The names of the Swagger document by those of the converted one. */
const namesBack = (section: unknown): ReadonlyMap<string, string> => {
  const names = Object.keys(objectOrEmpty(section))
  const taken = new Set(names)
  return new Map(
    names.map((name) => {
      let made = convertedName(name)
      if (made === name) return [name, name]
      for (let number = 2; taken.has(made); number++) made = convertedName(name) + number
      taken.add(made)
      return [made, name]
    }),
  )
}

/** Only the body of a parameter has a schema in Swagger 2.0; others are schemas themselves. */
const ofParameter = ([first, ...rest]: Tokens): Tokens =>
  first === undefined ? [] : first === 'schema' ? rest : [first, ...rest]

const ofResponse = ([first, second, third, ...rest]: Tokens): Tokens => {
  if (first === 'headers' && second !== undefined)
    return [
      'headers',
      second,
      ...(third === 'schema' || third === undefined ? [] : [third]),
      ...rest,
    ]
  if (first !== 'content' || second === undefined) return first === undefined ? [] : [first]
  if (third === 'schema') return ['schema', ...rest]
  return third?.startsWith('example') ? ['examples', second] : []
}

const sections: Readonly<Record<string, string>> = {
  schemas: 'definitions',
  parameters: 'parameters',
  responses: 'responses',
  securitySchemes: 'securityDefinitions',
}

/** Where the parameters of an operation stand that are parts of its body, and the others. */
const parametersAt = (document: JsonObject, at: Tokens) => {
  let holder: unknown = document
  for (const token of at) holder = own(objectOrEmpty(holder), token)
  const all = arrayOrEmpty(own(objectOrEmpty(holder), 'parameters')).map((written, index) => ({
    parameter: swaggerParameter(document, written),
    at: [...at, 'parameters', String(index)],
  }))
  return {
    ofBody: all.filter(({ parameter }) => isOfBody(parameter)),
    others: all.filter(({ parameter }) => !isOfBody(parameter)),
  }
}

const ofRequestBody = (document: JsonObject, operation: Tokens, rest: Tokens): Tokens => {
  const found = [
    ...parametersAt(document, operation).ofBody,
    ...parametersAt(document, operation.slice(0, 2)).ofBody,
  ]
  const [, , , ...schema] = rest
  const field = schema[0] === 'properties' ? schema[1] : undefined
  const form = found.find(
    ({ parameter }) => parameter['in'] === 'formData' && parameter['name'] === field,
  )
  if (form) return [...form.at, ...schema.slice(2)]
  const first = found[0]
  if (!first) return operation
  return first.parameter['in'] === 'body' ? [...first.at, ...rest.slice(2)] : first.at
}

const ofList = (document: JsonObject, holder: Tokens, [index, ...rest]: Tokens): Tokens => {
  if (index === undefined) return [...holder, 'parameters']
  const found = parametersAt(document, holder).others[Number(index)]
  return found ? [...found.at, ...ofParameter(rest)] : [...holder, 'parameters']
}

const ofPath = (document: JsonObject, all: Tokens): Tokens => {
  const [paths, path, method, part, ...rest] = all as [string, string, string, string, ...string[]]
  if (method === 'parameters')
    return ofList(document, [paths, path], part === undefined ? [] : [part, ...rest])
  const operation = [paths, path, method]
  if (part === 'parameters') return ofList(document, operation, rest)
  if (part === 'requestBody') return ofRequestBody(document, operation, rest)
  const [status, ...response] = rest
  if (part !== 'responses' || status === undefined) return all
  return [...operation, part, status, ...ofResponse(response)]
}

/** Finds the JSON pointer in a Swagger 2.0 document for one in what it was converted to. */
export const createSwaggerPointers = (document: JsonObject): ((at: string) => string) => {
  const names = new Map(
    Object.entries(sections).map(([to, from]) => [to, namesBack(own(document, from))]),
  )
  const ofComponent = ([, section = '', name = '', ...rest]: Tokens): Tokens => {
    const from = own(sections, section)
    const known = names.get(section)?.get(name)
    if (typeof from !== 'string') return []
    if (known === undefined) return [from]
    if (section === 'responses') return [from, known, ...ofResponse(rest)]
    return [from, known, ...(section === 'parameters' ? ofParameter(rest) : rest)]
  }
  return (at) => {
    const all = tokens(at)
    if (all[0] === 'components') return pointer(...ofComponent(all))
    if (all[0] === 'paths') return pointer(...(all.length > 2 ? ofPath(document, all) : all))
    if (all[0] === 'openapi') return '/swagger'
    return all[0] === 'servers' ? '/host' : at
  }
}
