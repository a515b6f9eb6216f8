import type { Server } from '../../../src/index.js'
import { ask } from '../../api/support/story.js'
import type { ContractJudge } from '../contract-judge.js'

/** An answer whose body may be anything. */
export interface ModelAnswer {
  readonly status: number
  readonly headers: Headers
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any
}

/** Sends a request of a model to its own sandbox; the contract judges each reply. */
export type ModelCall = (
  request: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ModelAnswer>

/** Calls to one sandbox. */
export const modelCall =
  (server: Pick<Server, 'fetch'>, judge: ContractJudge, sandbox: string): ModelCall =>
  (request, body, headers) =>
    ask(server, judge, sandbox, request, body, headers)

/** One of several by any number; undefined of none. */
export const chosen = <T>(list: readonly T[], index: number): T | undefined =>
  list[index % Math.max(list.length, 1)]
