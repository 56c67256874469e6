import { DateTime } from 'luxon'
import { DescribedError } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import { hourInWords } from '../../../platform/time/date-in-words.js'
import type { EntryRefusal } from '../model/entry-life.js'
import type { EntryRecord } from '../model/entry-record.js'

/** The error of something that cannot be done to an entry. */
export function entryRefusal(refusal: EntryRefusal, record: EntryRecord | null, commune: Commune): AppError {
  switch (refusal) {
    case 'stale':
      return staleDraft(record, commune)
    case 'no_draft':
      return new AppError('draft_gone', 409)
    case 'outdated':
      return new AppError('draft_outdated', 409)
    case 'unchanged':
      return new AppError('entry_unchanged', 409)
    case 'not_submitted':
      return new AppError('not_in_review', 409)
    case 'own_submission':
      return new AppError('own_submission', 409)
    case 'review_required':
      return new AppError('review_required', 409)
    case 'archived':
      return new AppError('entry_archived', 409)
    case 'not_archived':
      return new AppError('entry_not_archived', 409)
    case 'unknown_revision':
      return new AppError('unknown_revision', 404)
    default:
      return refusal satisfies never
  }
}

/** The error of a draft that somebody has saved, published or thrown away since: who and when, in the commune's time. */
export function staleDraft(record: EntryRecord | null, { timeZone }: Pick<Commune, 'timeZone'>): AppError {
  const draft = record?.draft
  if (!draft) return new AppError('draft_gone', 409)
  const hour = hourInWords(DateTime.fromISO(draft.at, { zone: timeZone }), 'fr')
  return new DescribedError('draft_stale', 409, { name: draft.by.userName, hour })
}
