import { createMemoryStore } from '../../src/store/memory-store.js'
import { describePlaceModel } from '../store/place-model.js'
import { describeModel } from '../store/store-model.js'
import type { OpenStore } from '../store/store-suite.js'

jest.setTimeout(300_000)

const open: OpenStore = async (...given) => createMemoryStore(...given)
describePlaceModel('the memory store', open, 3000)
describeModel('the memory store', open, 3000)
