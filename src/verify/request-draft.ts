import type { Content, Operation, Parameter } from '../contract/contract.js'

/** A request by its values, before it is written. */
export interface RequestDraft {
  readonly operation: Operation
  /** The values of the parameters that are sent; those of the path all of them. */
  readonly parameters: ReadonlyMap<Parameter, unknown>
  /** The documented media type of the body; undefined: no body is sent. */
  readonly content?: Content | undefined
  /** The value of the body. */
  readonly body?: unknown
  /** What is sent in place of that which the values say. */
  readonly instead?: {
    readonly method?: string
    readonly contentType?: string
    readonly body?: Uint8Array
  }
  /** Further headers, such as If-Match. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
}

/** A parameter of an operation by place and name. */
export const parameterOf = (
  { parameters }: Operation,
  place: Parameter['in'],
  name: string,
): Parameter | undefined =>
  parameters.find((parameter) => parameter.in === place && parameter.name === name)
