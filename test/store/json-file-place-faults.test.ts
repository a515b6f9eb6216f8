import { describePlaceFaults } from './place-faults.js'

// Each call in turn: test/long/store-faults.test.ts.
describePlaceFaults(12)
