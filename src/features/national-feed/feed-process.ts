import { serveParent } from '../../platform/jobs/serve-parent.js'
import { FeedFault, openFeedFiles } from './feed-files.js'
import { importFeed } from './import-feed.js'
import type { FeedFaultCode } from './import-report.js'

/** What the process of the national feed is given. */
export interface FeedTask {
  /** See `feedFolder`. */
  folder: string
  /** Of the archive or the folder that is read. */
  path: string
  /** What is read, in words. */
  source: string
  now: Date
  acceptLosses: boolean
}

/** What it says. */
export type FeedTold =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'fault'; fault: FeedFaultCode; detail: string }

/** Files between two words of how far it has come. */
const FILES_A_WORD = 25

/** The process that imports the national feed: thousands of files of XML, any of which may be made to harm. Ended, it has changed nothing. */
serveParent<FeedTask, FeedTold>(async function* ([task], tell) {
  if (!task) return
  try {
    const feed = await openFeedFiles(task.path)
    const onProgress = (done: number, total: number) => {
      if (done % FILES_A_WORD === 0 || done === total) tell({ kind: 'progress', done, total })
    }
    await importFeed({ ...task, feed, onProgress })
  } catch (error) {
    if (!(error instanceof FeedFault)) throw error
    yield { kind: 'fault', fault: error.fault, detail: error.detail }
  }
})
