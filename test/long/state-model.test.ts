import { tellChanges, tellOrders } from '../support/state-model/tell-model.js'

/** On a quiet machine each takes less than a minute. */
const timeout = 280_000

test(
  '500 random stories of projects: the server and a plain model say the same',
  () => tellChanges({ numRuns: 500, endOnFailure: false }, 30),
  timeout,
)

test(
  '500 random stories of orders: the server and a plain model say the same',
  () => tellOrders({ numRuns: 500, endOnFailure: false }, 30),
  timeout,
)
