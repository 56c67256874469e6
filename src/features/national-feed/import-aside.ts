import { runAside, SandboxFault } from '../../platform/jobs/run-aside.js'
import { FeedFault } from './feed-files.js'
import type { FeedTask, FeedTold } from './feed-process.js'
import type { ImportFrom } from './national-feed.js'

/** The whole national feed takes half a minute; a small machine that has other things to do may take twenty times as long. */
const BOUNDS = { memoryMb: 512, deadlineMs: 20 * 60_000 }

/**
 * Imports the national feed in a process of its own: what a file of it may do to its reader is done to nobody else.
 * @param root folder of the built sources
 */
export function importAside(root: URL): ImportFrom {
  return async (task, { signal, onProgress }) => {
    let fault: FeedFault | null = null
    const onPart = (told: FeedTold) => {
      if (told.kind === 'progress') onProgress(told.done, told.total)
      else fault = new FeedFault(told.fault, told.detail)
    }
    const work = { process: 'features/national-feed/feed-process', parts: [task], bounds: BOUNDS, onPart, signal }
    await runAside<FeedTask, FeedTold>(work, root).catch((error: unknown) => {
      const isBound = error instanceof SandboxFault && (error.code === 'too_heavy' || error.code === 'too_slow')
      throw isBound ? new FeedFault(error.code as 'too_heavy' | 'too_slow', '', { cause: error }) : error
    })
    if (fault) throw fault
  }
}
