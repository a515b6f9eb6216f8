import { describePlaceFaults } from '../store/place-faults.js'

describePlaceFaults(1)
