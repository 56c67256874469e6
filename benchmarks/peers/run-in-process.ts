import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PeerJob, PeerMessage, PeerRun } from './peer-process.js'

/** What came of a run: its measures, or why there are none. */
export type RunResult = { status: 'done'; run: PeerRun } | { status: 'failed'; reason: string }

const CHILD = fileURLToPath(new URL('./peer-process.js', import.meta.url))

/**
 * Runs a system in a process of its own, so that its memory and its times are its own.
 * @param buildLimitMs the process is ended when its build takes longer; `null` for no limit
 */
export function runInProcess(job: PeerJob, buildLimitMs: number | null): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = fork(CHILD, { execArgv: ['--expose-gc'] })
    let result: RunResult = { status: 'failed', reason: 'its process stopped' }
    const late = () => {
      result = { status: 'failed', reason: `its build took over ${(buildLimitMs ?? 0) / 1000} s` }
      child.kill('SIGKILL')
    }
    const timer = buildLimitMs === null ? undefined : setTimeout(late, buildLimitMs)
    child.on('message', (message: PeerMessage) => {
      clearTimeout(timer)
      if (message.kind === 'done') result = { status: 'done', run: message }
      if (message.kind === 'failed') result = { status: 'failed', reason: message.reason }
    })
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ status: 'failed', reason: error.message })
    })
    child.once('exit', () => {
      clearTimeout(timer)
      resolve(result)
    })
    child.send(job)
  })
}
