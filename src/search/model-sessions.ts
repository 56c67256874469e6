import { createRequire } from 'node:module'
import type { InferenceSession } from 'onnxruntime-node'

/** The runtime's sessions of one model: opened when they are first needed. */
export interface ModelSessions {
  /** The one for so many texts at once. @throws when the runtime cannot open it */
  of(texts: number): Promise<InferenceSession>
  /** Those that were opened. */
  opened(): Promise<InferenceSession[]>
}

const require = createRequire(import.meta.url)

/** From this many texts on, all cores are worth their waiting. */
const MANY = 8
/** How long the session of many texts is kept for the next ones, ms: it holds the weights once more, a hundred megabytes. */
const IDLE_MS = 10_000

/**
 * A question is read by one thread: the runtime's others wait by spinning, so that two take twice the processor's time and spare a question of 20 words a
 * tenth of a millisecond. Texts of an index are read by as many as the runtime likes.
 */
export function openSessions(modelFile: string): ModelSessions {
  const sessions = new Map<'one' | 'all', Promise<InferenceSession>>()
  let idle: NodeJS.Timeout | undefined
  const open = async (threads: 'one' | 'all') => {
    // Required late, as @xenova/transformers does: a server without a model does not load the runtime.
    const { InferenceSession } = require('onnxruntime-node') as typeof import('onnxruntime-node')
    const only = threads === 'one' ? { intraOpNumThreads: 1, interOpNumThreads: 1 } : {}
    return InferenceSession.create(modelFile, { executionProviders: ['cpu'], ...only })
  }
  return {
    of(texts) {
      const threads = texts < MANY ? 'one' : 'all'
      const session = sessions.get(threads) ?? open(threads)
      sessions.set(threads, session)
      if (threads === 'all') {
        clearTimeout(idle)
        // The runtime frees a session that nothing refers to.
        idle = setTimeout(() => sessions.delete('all'), IDLE_MS).unref()
      }
      return session
    },
    opened: () => Promise.all(sessions.values()),
  }
}
