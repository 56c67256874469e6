import { loneProcess } from '../../src/platform/instances/lone-process.js'
import { describeFellows } from './fellows-contract.js'

describeFellows('a process that is alone', async () => ({ fellows: loneProcess(), cleanUp: async () => {} }))
