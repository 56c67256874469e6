import { singleInstance } from '../../src/platform/instances/single-instance.js'
import { describeInstances } from './instances-contract.js'

describeInstances('a process that is alone', async () => ({ instances: singleInstance(), cleanUp: async () => {} }))
