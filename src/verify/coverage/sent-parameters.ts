import type { Operation, Parameter } from '../../contract/contract.js'
import type { WireRequest } from '../wire.js'

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const queryNames = (target: string): readonly string[] => {
  const at = target.indexOf('?')
  if (at < 0) return []
  return target
    .slice(at + 1)
    .split('&')
    .map((pair) => decoded(pair.split('=', 1)[0] ?? ''))
}

/** A parameter of the query stands there by its name, by `name[key]`, or by the names of its properties. */
const isInQuery = ({ name, whole, explode, style, shape }: Parameter, names: readonly string[]) =>
  (whole ? names.length > 0 : names.includes(name)) ||
  (style === 'deepObject' && names.some((one) => one.startsWith(`${name}[`))) ||
  (explode && style === 'form' && shape.names.some((one) => names.includes(one)))

const cookieNames = (headers: WireRequest['headers']): readonly string[] =>
  headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';').map((pair) => pair.split('=', 1)[0]?.trim() ?? ''))

/** How a parameter is counted. */
export const parameterKey = (parameter: Pick<Parameter, 'in' | 'name'>): string =>
  `${parameter.in} ${parameter.name}`

/** The documented parameters that a request has, as they are counted: `query limit`. */
export const sentParameters = (
  operation: Operation,
  { target, headers }: Pick<WireRequest, 'target' | 'headers'>,
): readonly string[] => {
  const query = queryNames(target)
  const cookies = cookieNames(headers)
  const isSent = (parameter: Parameter): boolean => {
    if (parameter.in === 'path') return true
    if (parameter.in === 'query') return isInQuery(parameter, query)
    if (parameter.in === 'cookie') return cookies.includes(parameter.name)
    return headers.some(([name]) => name.toLowerCase() === parameter.name.toLowerCase())
  }
  return operation.parameters.filter(isSent).map(parameterKey)
}
