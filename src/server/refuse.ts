import { Problem, SetupError } from '../errors.js'
import type { Reply } from '../exchange.js'
import { UniqueError } from '../store/store.js'
import { problemReply } from './problem-reply.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'

/** Whatever was thrown, as a Problem: a fault of ours becomes a 500 that says nothing. */
const asProblem = (error: unknown): Problem => {
  // A handler may throw any code of the table; those of setup errors have no status.
  if (error instanceof Problem && error.status > 0) return error
  if (error instanceof SetupError && error.code.startsWith('contract-'))
    return new Problem('contract-broken', {
      detail: error.message,
      fix: error.fix,
      extensions: { diagnosis: error.code, place: error.place },
    })
  if (error instanceof UniqueError) return new Problem('conflict', { detail: error.message })
  return new Problem('internal', { detail: 'Internal error' })
}

/** Makes the reply to an exchange whose answering threw, in one place for every step. */
export const refuse = async (error: unknown, visit: Visit, site: Site): Promise<Reply> => {
  const problem = asProblem(error)
  visit.refusal = problem
  const { exchange, operation } = visit
  if (error instanceof SetupError && problem.code === 'contract-broken') site.faults.tell(error)
  else if (problem.status >= 500 && problem.code !== 'server-closing')
    site.settings.log({
      level: 'error',
      time: new Date(site.clock.now()).toISOString(),
      message: `${exchange.id}: ${problem.message}`,
      error,
    })
  visit.passed = problem.details.violations ?? visit.passed
  try {
    return await problemReply(problem, operation, exchange.id, visit.preference)
  } catch (cause) {
    // The documented shape could not be made: the contract is at fault, the refusal stays.
    site.settings.log({
      level: 'error',
      time: new Date(site.clock.now()).toISOString(),
      message: `${exchange.id}: the documented error shape could not be made`,
      error: cause,
    })
    return problemReply(problem, undefined, exchange.id)
  }
}
