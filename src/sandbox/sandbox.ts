import { type AsideWork, runAside } from './run-aside.js'
import { SandboxFault } from './sandbox-fault.js'

/** Where files of others are read: one at a time for the whole server, each in a process of its own. */
export interface Sandbox {
  /** Takes one of a few places, before the file is received. @returns how to leave it; `null` when all are taken */
  enter(): (() => void) | null
  /** Does work once its turn has come. @throws SandboxFault */
  run<In, Out>(work: AsideWork<In, Out>): Promise<void>
  /** Ends what runs and what waits; nothing begins any more. */
  stop(): Promise<void>
}

/** Files that are received, wait or are read at once: each may hold tens of megabytes. */
const PLACES = 4

/** @param root folder of the built sources, where the files of processes are */
export function createSandbox(root: URL): Sandbox {
  const stopped = new AbortController()
  let taken = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    enter() {
      if (taken >= PLACES) return null
      taken += 1
      let isLeft = false
      return () => {
        if (!isLeft) taken -= 1
        isLeft = true
      }
    },
    run(work) {
      const signal = work.signal ? AbortSignal.any([work.signal, stopped.signal]) : stopped.signal
      const turn = last.then(() => {
        if (signal.aborted) throw new SandboxFault('stopped')
        return runAside({ ...work, signal }, root)
      })
      last = turn.catch(() => {})
      return turn
    },
    async stop() {
      stopped.abort()
      await last
    },
  }
}
