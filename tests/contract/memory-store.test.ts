import { createMemoryStore } from '../../src/store/memory-store.js'
import { describeStore } from './store-contract.js'

describeStore('memory', async () => ({ store: createMemoryStore(), cleanUp: async () => {} }))
