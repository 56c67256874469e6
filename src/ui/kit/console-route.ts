/** Where the agent is. On a wide screen every pane shows; on a narrow one, only the pane of `view`. */
export interface ConsoleRoute {
  view: 'queue' | 'conversation' | 'understanding' | 'practice'
  handoffId: string | null
  /** Of `practice`: the exercise that is open; absent for the list. */
  exerciseId?: string
}

const PRACTICE = /^#\/?practice(?:\/([a-z0-9-]{1,80}))?$/
const PATTERN = /^#handoff\/([\w-]{1,80})(\/understanding)?$/

/** Reads the address's fragment; anything unknown is the queue. */
export function parseRoute(hash: string): ConsoleRoute {
  const practice = PRACTICE.exec(hash)
  if (practice) return { view: 'practice', handoffId: null, ...(practice[1] && { exerciseId: practice[1] }) }
  const [, handoffId, understanding] = PATTERN.exec(hash) ?? []
  if (handoffId === undefined) return { view: 'queue', handoffId: null }
  return { view: understanding ? 'understanding' : 'conversation', handoffId }
}

/** The fragment of a route, so that reloading and the browser's Back button work. */
export function formatRoute({ view, handoffId, exerciseId }: ConsoleRoute): string {
  if (view === 'practice') return exerciseId === undefined ? '#/practice' : `#/practice/${exerciseId}`
  if (handoffId === null || view === 'queue') return '#queue'
  return `#handoff/${handoffId}${view === 'understanding' ? '/understanding' : ''}`
}
