import type { Outgoing, Papers } from './conversation-state.js'

/** What the browser keeps of a conversation, once the citizen has opened one. */
export interface Remembered {
  conversationId: string
  /** The citizen's only key. */
  token: string
  /** Last message she has seen, so that tabs and pages agree on what is unread. */
  seenSeq: number
  /** Whether an agent waits or talks: the only case in which a page listens before the panel is opened. */
  live: boolean
  /** Last message that an agent has had before her eyes; absent from what an earlier version wrote. */
  readSeq?: number
}

/** What a citizen may choose once and for all: her language, simplified versions, and how she reads, hears and writes (as `comfort-choice.ts` writes it). */
export type ChoiceName = 'language' | 'simple' | 'comfort'

/** What is kept in the tab: the words being written, those of each form, and which view is open once there is something to come back to. */
export type HereName = 'draft' | 'contact' | 'callback' | 'view'
/** All of them. */
export const HERE_NAMES = ['draft', 'contact', 'callback', 'view'] as const satisfies readonly HereName[]

/** A place that survives reloads and is shared by the tabs of a site. Blocked storage behaves as an empty one. */
export interface Memory {
  read(): Remembered | null
  write(remembered: Remembered): void
  forget(): void
  /** Messages on their way, of this tab only: a reload before the network is back loses none. */
  readOutbox(): Outgoing[]
  keepOutbox(outbox: readonly Outgoing[]): void
  /** What a reload must not lose, of this tab only. */
  readHere<T>(name: HereName): T | null
  /** Keeps a value that can be written as JSON; `null` forgets it. */
  keepHere(name: HereName, value: unknown): void
  /** A choice of hers, if she made one: kept from the moment when she chooses, it outlives conversations, and is forgotten when she erases. */
  readChoice(name: ChoiceName): string | null
  keepChoice(name: ChoiceName, value: string | null): void
  /** What she has marked on lists of papers: forgotten with the conversation, never sent. */
  readPapers(): Papers
  keepPapers(papers: Papers): void
  /** Calls back when another tab has written or forgotten. */
  watch(listener: () => void): void
}

/** The memory of one commune's widget, in `localStorage`, and in `sessionStorage` what is not sent yet. */
export function browserMemory(communeId: string): Memory {
  const key = `guichet:${communeId}`
  const papersKey = `${key}:papers`
  return {
    read: () => attempt(() => JSON.parse(localStorage.getItem(key) ?? 'null') as Remembered | null),
    write: (remembered) => attempt(() => localStorage.setItem(key, JSON.stringify(remembered))),
    forget: () =>
      attempt(() => {
        localStorage.removeItem(key)
        localStorage.removeItem(papersKey)
      }),
    readOutbox: () => attempt(() => JSON.parse(sessionStorage.getItem(key) ?? '[]') as Outgoing[]) ?? [],
    keepOutbox: (outbox) =>
      attempt(() =>
        outbox.length > 0 ? sessionStorage.setItem(key, JSON.stringify(outbox)) : sessionStorage.removeItem(key),
      ),
    readHere: <T>(name: HereName) => attempt(() => JSON.parse(sessionStorage.getItem(`${key}:${name}`) ?? 'null') as T),
    keepHere: (name, value) =>
      attempt(() =>
        value === null
          ? sessionStorage.removeItem(`${key}:${name}`)
          : sessionStorage.setItem(`${key}:${name}`, JSON.stringify(value)),
      ),
    readChoice: (name) => attempt(() => localStorage.getItem(`${key}:${name}`)),
    keepChoice: (name, value) =>
      attempt(() =>
        value ? localStorage.setItem(`${key}:${name}`, value) : localStorage.removeItem(`${key}:${name}`),
      ),
    readPapers: () => attempt(() => JSON.parse(localStorage.getItem(papersKey) ?? '{}') as Papers) ?? {},
    keepPapers: (papers) => attempt(() => localStorage.setItem(papersKey, JSON.stringify(papers))),
    watch: (listener) =>
      addEventListener('storage', (event) => {
        if (event.key === key || event.key === null) listener()
      }),
  }
}

/** Strict privacy settings make every use of the storage throw; a spoilt value is no value. */
function attempt<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}
