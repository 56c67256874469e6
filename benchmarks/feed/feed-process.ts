import { openFeedFiles } from '../../src/features/national-feed/feed-files.js'
import { importFeed } from '../../src/features/national-feed/import-feed.js'
import type { ImportReport } from '../../src/features/national-feed/import-report.js'

/** One import, in a process of its own so that its memory is its own. */
export interface FeedJob {
  source: string
  folder: string
  /** Killed when it has read so many files; 0: never. */
  killAt: number
}

/** What an import cost. */
export interface FeedCost {
  ms: number
  cpuMs: number
  maxResidentMb: number
  report: ImportReport
}

process.once('message', (job: FeedJob) => void run(job))

async function run({ source, folder, killAt }: FeedJob): Promise<void> {
  const start = performance.now()
  const onProgress = (done: number) => void (done === killAt && process.kill(process.pid, 'SIGKILL'))
  const report = await importFeed({ folder, feed: await openFeedFiles(source), source, now: new Date(), onProgress })
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const cost = {
    ms: performance.now() - start,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    maxResidentMb: maxRSS / 1024,
    report,
  }
  process.send?.(cost satisfies FeedCost, () => process.disconnect())
}
