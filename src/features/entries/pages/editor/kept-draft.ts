import { attempt } from '../../../../ui/kit/browser.js'
import type { EntryContent } from '../../model/entry-record.js'

/** What this browser keeps of a draft until the server has it. */
export interface KeptDraft {
  content: EntryContent
  /** See `draftRequest`. */
  basedOn: number
  seen: number
  /** ISO instant of the last change. */
  at: string
}

/** One draft of one person: on a shared computer, nobody is given what another one wrote. */
export interface KeptPlace {
  communeId: string
  userId: string
  entryId: string
}

/** What is kept of a draft, if anything. What cannot be read is nothing. */
export function readKept(place: KeptPlace): KeptDraft | null {
  return attempt(() => {
    const kept = JSON.parse(localStorage.getItem(keyOf(place)) ?? 'null') as KeptDraft | null
    return kept && typeof kept.content?.title === 'string' && Array.isArray(kept.content.questions) ? kept : null
  })
}

/** Keeps a draft. @returns whether the browser lets it be kept */
export function keepDraft(place: KeptPlace, draft: KeptDraft): boolean {
  return (
    attempt(() => {
      localStorage.setItem(keyOf(place), JSON.stringify(draft))
      return true
    }) ?? false
  )
}

/** Keeps nothing any more: the server has it. */
export function dropKept(place: KeptPlace): void {
  attempt(() => localStorage.removeItem(keyOf(place)))
}

function keyOf({ communeId, userId, entryId }: KeptPlace): string {
  return `guichet-admin:draft:${communeId}:${userId}:${entryId}`
}
