import type { Commune } from '../../../platform/model/commune.js'
import type { MessageKey, SayHere } from '../../../platform/model/say.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import type { User } from '../../accounts/staff.js'
import type { ContentFault, EntryView, RevisionView } from '../contract.js'
import { contentOf } from '../editing/curated-entries.js'
import type { Curation } from '../editing/curation.js'
import { guideDigest } from '../editing/guide-digest.js'
import { checkContent } from '../lint/check-content.js'
import { variablesOf } from '../lint/unknown-variables.js'
import { writtenOf } from '../model/bind-guide.js'
import { dayOf, expiryOf, graceDaysOf, lastDayOf } from '../model/due-review.js'
import { mayReview, statesOf } from '../model/entry-life.js'
import type { EntryContent, EntryRecord, Revision } from '../model/entry-record.js'
import { digestOfEdited, type EditedEntry, originOf, servedRevision } from './edited-entry.js'

/** An entry as its editor needs it. */
export function entryView(
  { now, curation }: { now: () => Date; curation: Pick<Curation, 'isShared'> },
  entry: EditedEntry,
  { user, say }: { user: User; say: SayHere },
): EntryView {
  const { id, commune, record, served } = entry
  const { draft, submission, returned = null, archival, publications } = record
  const day = dayOf(now(), commune)
  const graceDays = graceDaysOf(commune)
  const content = served && contentOf(served)
  const expiry = content && expiryOf(content, day, graceDays)
  const revision = servedRevision(entry)
  return {
    id,
    title: (served ?? draft?.content ?? record.revisions.at(-1)?.content)?.title ?? '',
    origin: originOf(digestOfEdited(entry), curation.isShared(id)),
    states: statesOf({ draft, submission, archival, isServed: served !== null, expiry }),
    expiry,
    lastDay: content && lastDayOf(content, graceDays),
    served: content,
    servedRevision: revision,
    draft,
    draftOutdated: draft !== null && draft.basedOn < revision,
    faults: draft ? faultsOf(draft.content, entry, say) : [],
    submission: submission && { ...submission, mayReview: isReviewer(record, commune, user) },
    returned,
    archival,
    revisions: record.revisions.map((one) => revisionView(record, one)).reverse(),
    publications: [...publications],
    reviewerRequired: commune.curation?.reviewerRequired ?? false,
    today: day,
    quotes: entry.file?.quoted !== undefined || entry.file?.office !== undefined,
    fileGuide: entry.file?.guide ? { ...writtenOf(entry.file.guide), madeFrom: guideDigest(entry.file.guide) } : null,
    variables: variablesOf(commune),
    owners: [
      ...Object.entries(commune.services).map(([service, { nom }]) => ({ id: service, name: nom, isAccount: false })),
      ...entry.maintainers.map((cache) => ({ ...cache, isAccount: true })),
    ],
  }
}

/** A revision without its content. */
export function revisionView(record: EntryRecord, { content: _, by, ...revision }: Revision): RevisionView {
  const published = record.publications.filter((one) => one.revision === revision.number)
  return {
    ...revision,
    by: by?.userName ?? null,
    published: published.map((one) => ({ by: one.by.userName, userId: one.by.userId, at: one.at })),
  }
}

/** What keeps a content from being published, in words. */
export function faultsOf(
  content: EntryContent,
  { commune, file, entryIds, fileIds }: Pick<EditedEntry, 'commune' | 'file' | 'entryIds' | 'fileIds'>,
  say: SayHere,
): ContentFault[] {
  return checkContent(content, commune, { file, entryIds, fileIds }).map(({ field, rule, parameters }) => {
    const sentence = say(`fault.${rule}` satisfies MessageKey, parameters)
    return { field, message: say.language === 'fr' ? frenchTypography(sentence) : sentence }
  })
}

function isReviewer(record: EntryRecord, commune: Commune, user: User): boolean {
  if (!commune.curation?.reviewerRequired) return true
  return record.submission !== null && mayReview(record, record.submission, user.id)
}
