import type { Handoff, HandoffStep } from '../../../platform/model/handoff.js'
import type { Note } from '../../../platform/model/note.js'
import { attempt } from '../../../ui/kit/browser.js'
import type { Play } from '../play.js'

/** An exercise under way or just ended, as this tab keeps it. */
export interface CurrentPractice {
  exerciseId: string
  play: Play
  /** The imaginary request, what was done to it, and the notes left on it. */
  handoff: Handoff
  steps: HandoffStep[]
  notes: Note[]
  /** Unsent words, as the desk keeps them. */
  drafts: Record<string, string>
  /** Whether its feedback is read. */
  isDone: boolean
  /** Milliseconds spent on it, without the time elsewhere. */
  spentMs: number
  /** ISO instant of its beginning. */
  startedAt: string
  /** Whether the server has its result; `null` as long as it has none. */
  saving: 'saving' | 'saved' | 'failed' | null
}

const KEY = 'guichet-console:practice'

/** What this tab keeps of an agent's practice; another agent's is not hers to read. */
export function readKeptPractice(userId: string): CurrentPractice | null {
  const kept = attempt(
    () => JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { userId: string; current: CurrentPractice } | null,
  )
  // What a tab kept before an update of the server has no request: the exercise begins anew.
  return kept?.userId === userId && kept.current?.handoff ? kept.current : null
}

/** Keeps a practice until the tab is closed or the agent signs out. */
export function keepPractice(userId: string, current: CurrentPractice | null): void {
  attempt(() =>
    current === null
      ? sessionStorage.removeItem(KEY)
      : sessionStorage.setItem(KEY, JSON.stringify({ userId, current })),
  )
}

/** Leaves nothing on a computer that several people may share. */
export function forgetKeptPractice(): void {
  attempt(() => sessionStorage.removeItem(KEY))
}
