import { LANGUAGES, type Language } from '../../domain/language.js'
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
}

/** A place that survives reloads and is shared by the tabs of a site. Blocked storage behaves as an empty one. */
export interface Memory {
  read(): Remembered | null
  write(remembered: Remembered): void
  forget(): void
  /** Messages on their way, of this tab only: a reload before the network is back loses none. */
  readOutbox(): Outgoing[]
  keepOutbox(outbox: readonly Outgoing[]): void
  /** The language that she chose, if any; kept from the moment when she chooses, forgotten when she erases. */
  readLanguage(): Language | null
  keepLanguage(language: Language | null): void
  /** Whether simplified versions are wished for: outlives conversations, and is kept only once she has asked for them. */
  readSimple(): boolean
  keepSimple(simple: boolean): void
  /** What she has marked on lists of papers: forgotten with the conversation, never sent. */
  readPapers(): Papers
  keepPapers(papers: Papers): void
  /** Calls back when another tab has written or forgotten. */
  watch(listener: () => void): void
}

/** The memory of one commune's widget, in `localStorage`, and its unsent messages in `sessionStorage`. */
export function browserMemory(communeId: string): Memory {
  const key = `guichet:${communeId}`
  const languageKey = `${key}:language`
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
    readLanguage: () =>
      attempt(() => LANGUAGES.find((language) => language === localStorage.getItem(languageKey))) ?? null,
    keepLanguage: (language) =>
      attempt(() => (language ? localStorage.setItem(languageKey, language) : localStorage.removeItem(languageKey))),
    readSimple: () => attempt(() => localStorage.getItem(`${key}:simple`)) !== null,
    keepSimple: (simple) =>
      attempt(() => (simple ? localStorage.setItem(`${key}:simple`, '1') : localStorage.removeItem(`${key}:simple`))),
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
