import {
  type CheckResult,
  type ContractCheckOptions,
  createContractCheck,
  type TestedContract,
} from './contract-check.js'

/** What a matcher of Jest and Vitest answers. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/** What `expect.extend` takes: a type, because an interface is no record. */
export type ContractMatchers = {
  /**
   * Whether a response does what the contract says of an operation: its operationId, or `GET /path`;
   * without one, of the operation that the response tells. Of a Response of fetch it is a promise.
   */
  readonly toMatchContract: (
    this: unknown,
    response: unknown,
    operation?: string,
  ) => MatcherResult | Promise<MatcherResult>
}

/** What toMatchContract gives back in a test: a promise for what has to be read first. */
export type ContractMatch<Received, Result> = Received extends {
  readonly bodyUsed: boolean
  readonly arrayBuffer: () => Promise<ArrayBuffer>
}
  ? Promise<void>
  : Result

declare global {
  // The namespace of @types/jest.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    interface Matchers<R, T> {
      /** Whether a response does what the contract says: `expect(response).toMatchContract('listPets')`. */
      toMatchContract(operation?: string): ContractMatch<T, R>
    }
  }
}

// Comments of this kind stay in the declarations, where others go.
// eslint-disable-next-line @typescript-eslint/ban-ts-comment
/** @ts-ignore: where @jest/globals is not installed. */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> {
    /** Whether a response does what the contract says: `expect(response).toMatchContract('listPets')`. */
    toMatchContract(operation?: string): ContractMatch<T, R>
  }
}

// Comments of this kind stay in the declarations, where others go.
// eslint-disable-next-line @typescript-eslint/ban-ts-comment
/** @ts-ignore: where Vitest is not installed. */
declare module 'vitest' {
  interface Assertion<T> {
    /** Whether a response does what the contract says: `expect(response).toMatchContract('listPets')`. */
    toMatchContract(operation?: string): ContractMatch<T, void>
  }
}

const resultOf = ({ pass, message }: CheckResult): MatcherResult => ({
  pass,
  message: () => (pass ? `Expected a break of the contract. ${message}` : message),
})

/** The file of the test, which Jest and Vitest tell matchers of. */
const testFileOf = (context: unknown): string | undefined => {
  const file = (context as { readonly testPath?: unknown } | undefined)?.testPath
  return typeof file === 'string' ? file : undefined
}

/**
 * Matchers for `expect.extend` of Jest and Vitest: `toMatchContract`. `contract` is a file, a URL or a
 * parsed document; without one it is the HeyDonto contract.
 * @throws SetupError when the contract or an option cannot be used.
 */
export const contractMatchers = async (
  contract?: TestedContract,
  options?: ContractCheckOptions,
): Promise<ContractMatchers> => {
  const check = await createContractCheck(contract, options)
  return {
    toMatchContract(response, operation) {
      const result = check({ response, operation, testFile: testFileOf(this) })
      return result instanceof Promise ? result.then(resultOf) : resultOf(result)
    },
  }
}
