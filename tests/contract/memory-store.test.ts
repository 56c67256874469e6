import { createMemoryStore } from '../../src/platform/store/memory-store.js'
import { describeStore } from './store-contract.js'

describeStore('memory', async () => ({ store: createMemoryStore(), cleanUp: async () => {} }))
