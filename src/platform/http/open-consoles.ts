import type { Instances } from '../instances/instances.js'

/** Consoles whose stream is open now, by agent and session, whichever process holds the stream. In memory: after a restart each opens its stream again. */
export interface OpenConsoles {
  /** Notes an open stream of this process; returns the way to note its end. */
  open(userId: string, sessionHash: string): () => void
  /** Whether the agent has an open console. */
  isOpen(userId: string): boolean
  /** Whether the agent has another session with an open console: two counters may share an account. */
  hasOther(userId: string, sessionHash: string): boolean
  /** Says no more that consoles are open; their ends are still told. */
  close(): void
}

/** How often a process says again which consoles it has, ms. */
const SAY_AGAIN_MS = 10_000
/** A process that has said nothing for so long has been killed: its consoles are gone, ms. */
const SILENCE_MS = 25_000

interface OpenConsole {
  userId: string
  sessionHash: string
}

interface Elsewhere extends OpenConsole {
  /** ms since 1970. */
  until: number
}

/** Creates an empty register of consoles, and asks the other processes for theirs. */
export function createOpenConsoles(instances: Pick<Instances, 'broadcast' | 'onMessage'>): OpenConsoles {
  const own = new Set<OpenConsole>()
  const elsewhere = new Map<string, Elsewhere>()
  const tell = ({ userId, sessionHash }: OpenConsole, isOpen: boolean) =>
    instances.broadcast({ type: 'console', userId, sessionHash, isOpen })
  const sayAll = () => {
    for (const one of own) tell(one, true)
    for (const [key, { until }] of elsewhere) if (until < Date.now()) elsewhere.delete(key)
  }
  const sayingAgain = setInterval(sayAll, SAY_AGAIN_MS).unref()
  instances.onMessage((message, from) => {
    if (message.type === 'consoles?') sayAll()
    if (message.type !== 'console') return
    const { userId, sessionHash, isOpen } = message
    const key = `${from} ${sessionHash}`
    if (isOpen) elsewhere.set(key, { userId, sessionHash, until: Date.now() + SILENCE_MS })
    else elsewhere.delete(key)
  })
  instances.broadcast({ type: 'consoles?' })
  const all = () => [...own, ...[...elsewhere.values()].filter(({ until }) => until >= Date.now())]
  return {
    open(userId, sessionHash) {
      const one = { userId, sessionHash }
      own.add(one)
      tell(one, true)
      return () => {
        if (!own.delete(one)) return
        // Another tab of the same session may still be open.
        if (![...own].some((other) => other.sessionHash === sessionHash)) tell(one, false)
      }
    },
    isOpen: (userId) => all().some((one) => one.userId === userId),
    hasOther: (userId, sessionHash) => all().some((one) => one.userId === userId && one.sessionHash !== sessionHash),
    close: () => clearInterval(sayingAgain),
  }
}
