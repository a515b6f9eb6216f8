import { tellChanges, tellOrders } from '../support/state-model/tell-model.js'

// The same as in test/long, with few runs, the same each time.
test('some random stories of projects: the server and a plain model say the same', () =>
  tellChanges({ numRuns: 8, seed: 4, endOnFailure: false }, 25))

test('some random stories of orders', () =>
  tellOrders({ numRuns: 8, seed: 4, endOnFailure: false }, 20))
