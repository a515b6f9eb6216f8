import type { Contract, Operation } from '../contract/contract.js'
import { isObject, own } from '../lib/json-object.js'
import { isJson } from '../lib/media-type.js'
import { bodyValue } from '../mock/body-value.js'
import { samplesOf } from '../samples/samples-of.js'

/** Commands for a shell that somebody can paste, and see something work. */
export interface FirstCalls {
  /** One call of the mock. */
  readonly mock: string | undefined
  /** A login, and a call with the token that it gives. */
  readonly session: string | undefined
}

/** So many operations are looked at: compiling all of a large contract takes long. */
const maxLooked = 60

const isFree = ({ security }: Operation): boolean =>
  security.every((alternative) => Object.keys(alternative).length === 0)

const hasPathParameters = ({ path }: Operation): boolean => path.includes('{')

const curlOf = async (contract: Contract, operation: Operation, base: string): Promise<string> => {
  const samples = await samplesOf(contract, operation, base)
  return samples.find(({ id }) => id === 'curl')?.source ?? ''
}

/** What can be called as it stands: without credentials, and nothing to fill in. */
const firstOf = (operations: readonly Operation[]): Operation | undefined =>
  operations.find((one) => !hasPathParameters(one) && isFree(one)) ??
  operations.find((one) => !hasPathParameters(one)) ??
  operations[0]

/** What the member of an answer is called that opens the rest of the contract. */
const tokenMember = /^(access|auth|id|jwt|bearer)?_?(token|jwt)$/i

/** The name of that member, where an operation needs no credentials and answers such a one. */
const tokenName = async (operation: Operation): Promise<string | undefined> => {
  if (operation.method !== 'POST' || hasPathParameters(operation) || !isFree(operation))
    return undefined
  const success = operation.responses.find(({ key }) => key.startsWith('2'))
  const content = success?.contents.find(({ mediaType }) => isJson(mediaType))
  if (!content) return undefined
  const { value } = await bodyValue(operation, content)
  if (!isObject(value)) return undefined
  return Object.keys(value).find(
    (name) => tokenMember.test(name) && typeof own(value, name) === 'string',
  )
}

const isPlainRead = ({ method, path, parameters }: Operation): boolean =>
  method === 'GET' && !path.includes('{') && parameters.every(({ required }) => !required)

const placeholder = /'Authorization: Bearer <YOUR_\w+_HERE>'/

const sessionCalls = async (
  contract: Contract,
  operations: readonly Operation[],
  base: string,
): Promise<string | undefined> => {
  for (const login of operations) {
    const name = await tokenName(login)
    if (name === undefined) continue
    const first = await curlOf(contract, login, base)
    for (const read of operations.filter((one) => isPlainRead(one) && !isFree(one))) {
      const second = await curlOf(contract, read, base)
      if (!placeholder.test(second) || !first.startsWith('curl -i ')) continue
      const found = `sed 's/.*"${name}" *: *"\\([^"]*\\)".*/\\1/'`
      return [
        `TOKEN=$(${first.replace('curl -i ', 'curl -s ')} | ${found})`,
        second.replace(placeholder, '"Authorization: Bearer $TOKEN"'),
      ].join('\n\n')
    }
  }
  return undefined
}

/** The first calls of a contract; its mock may be nowhere. */
export const firstCalls = async (
  contract: Contract,
  mock: string | undefined,
  sandbox: string,
): Promise<FirstCalls> => {
  const operations = contract.operations.slice(0, maxLooked).filter(({ fault }) => !fault)
  const first = firstOf(operations)
  return {
    mock: first && (await curlOf(contract, first, mock ?? sandbox)),
    session: await sessionCalls(contract, operations, sandbox),
  }
}
