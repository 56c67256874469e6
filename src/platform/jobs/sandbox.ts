import { type AsideWork, runAside, SandboxFault } from './run-aside.js'

/** Where files of others are read: one at a time for the whole server, each in a process of its own. */
export interface Sandbox {
  /**
   * Takes one of a few places, before the file is received.
   * @param holder whose file it is: nobody has all the places
   * @returns how to leave it; `null` when all are taken, or all that one may have
   */
  enter(holder: string): (() => void) | null
  /** Does work once its turn has come. @throws SandboxFault */
  run<In, Out>(work: AsideWork<In, Out>): Promise<void>
  /** Ends what runs and what waits; nothing begins any more. */
  stop(): Promise<void>
}

/** Files that are received, wait or are read at once: each may hold tens of megabytes. */
const PLACES = 4
/** Of these, what one person may have: whoever lets four files trickle in would keep everybody else out. */
const PLACES_OF_ONE = 2

/** @param root folder of the built sources, where the files of processes are */
export function createSandbox(root: URL): Sandbox {
  const stopped = new AbortController()
  const holders: string[] = []
  let last: Promise<unknown> = Promise.resolve()
  return {
    enter(holder) {
      const own = holders.filter((one) => one === holder)
      if (holders.length >= PLACES || own.length >= PLACES_OF_ONE) return null
      holders.push(holder)
      let isLeft = false
      return () => {
        if (!isLeft) holders.splice(holders.indexOf(holder), 1)
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
