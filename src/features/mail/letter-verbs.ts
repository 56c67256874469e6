import type { LetterKind } from '../../platform/mail/mail.js'
import type { Document } from '../../platform/store/document.js'

/** Of which week the letters to the staff are written. */
export interface LetterStore {
  /** Whether the letters of a kind are written, of a week or a later one. */
  isWeekWritten(communeId: string, kind: LetterKind, week: string): Promise<boolean>
  /** Notes that all the letters of a kind are queued for a week. */
  endWeek(communeId: string, kind: LetterKind, week: string): Promise<void>
}

/** The last week of which each commune's letters are written: of the digest under the name that it has always had. */
export interface LettersDocument {
  version: 1
  weeks: Record<string, string>
  reminders?: Record<string, string>
  unhandled?: Record<string, string>
}

const FIELDS = {
  digest: 'weeks',
  reminder: 'reminders',
  unhandled_letter: 'unhandled',
} as const satisfies Record<LetterKind, keyof LettersDocument>

/** The verbs about the weeks whose letters are written. */
export function letterVerbs(letters: Document<LettersDocument>): LetterStore {
  return {
    async isWeekWritten(communeId, kind, week) {
      const weeks = (await letters.read())?.[FIELDS[kind]] ?? {}
      return Object.hasOwn(weeks, communeId) && (weeks[communeId] ?? '') >= week
    },
    endWeek: (communeId, kind, week) =>
      letters.update((document) => {
        const weeks = new Map(Object.entries(document?.[FIELDS[kind]] ?? {}))
        if ((weeks.get(communeId) ?? '') >= week) return { document, result: undefined, changes: [] }
        weeks.set(communeId, week)
        const next: LettersDocument = {
          ...(document ?? { version: 1, weeks: {} }),
          [FIELDS[kind]]: Object.fromEntries(weeks),
        }
        return { document: next, result: undefined, changes: [] }
      }),
  }
}
