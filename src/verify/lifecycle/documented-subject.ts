import type { Operation } from '../../contract/contract.js'
import { parameterValues } from '../../samples/parameter-value.js'
import type { Subject } from '../subject.js'

/** What the path of an operation names where nothing can be made for it: examples, or plain values. */
export const documentedSubject = ({ parameters }: Operation): Subject => ({
  path: new Map(
    parameters
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => [parameter.name, parameterValues(parameter)[0]]),
  ),
  isOwn: parameters.every((parameter) => parameter.in !== 'path'),
})
