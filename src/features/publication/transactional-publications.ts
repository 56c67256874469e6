import { storageUnavailable, type Verb } from '../../platform/store/document.js'
import type { Writing } from '../../platform/store/document-cache.js'
import { NamedLocks } from '../../platform/store/named-locks.js'
import { type WriteParts, writeDocuments } from '../../platform/store/postgres/write-documents.js'
import { type EntryDocument, entryKey } from '../entries/curation-index.js'
import type { PublicationRequest } from '../entries/model/publication.js'
import type { PublicationResult } from '../entries/publications.js'
import {
  judgeEntry,
  type PublicationParts,
  type Publications,
  publishedBefore,
  withPublication,
} from '../entries/publications.js'

/** Publishes entries that lie in several documents as one: a transaction writes them all, or none. */
export function transactionalPublications(
  writeParts: WriteParts,
  { assertWritable, entries: documentSet }: Pick<PublicationParts, 'assertWritable' | 'entries'>,
): Publications {
  const locks = new NamedLocks()
  const oneAtATime: Publications['oneAtATime'] = (act) => locks.withLock('publications', act)
  return {
    settled: async () => {},
    oneAtATime,
    written: () => oneAtATime(async () => {}),
    publish: (request) =>
      oneAtATime(async () => {
        assertWritable()
        const entryIds = [...new Set(request.entries.map(({ entryId }) => entryId))]
        const keys = entryIds.map((entryId) => entryKey(request.communeId, entryId))
        let result: PublicationResult = { outcome: 'refused', refusals: [] }
        const apply = (documents: (object | null)[]) => {
          const published = publishTogether(
            request,
            new Map(entryIds.map((id, index) => [id, documents[index] as EntryDocument | null])),
            (verb) => documentSet.completed(verb),
          )
          result = published.result
          return published.writings
        }
        await writeDocuments(writeParts, { kind: 'entries', keys, locks: [] }, apply).catch((error: unknown) => {
          throw storageUnavailable(error)
        })
        return result
      }),
  }
}

function publishTogether(
  request: PublicationRequest,
  documents: ReadonlyMap<string, EntryDocument | null>,
  completed: (verb: Verb<EntryDocument, number>) => Verb<EntryDocument, number>,
) {
  const writings = new Map<string, Writing<object>>(
    [...documents].map(([id, document]) => [id, { document, changes: [] }]),
  )
  const documentOf = (id: string) => documents.get(id) ?? null
  const settle = (result: PublicationResult) => ({ result, writings: [...writings.values()] })
  const repeated = publishedBefore(request, documentOf)
  if (repeated) return settle({ outcome: 'published', entries: repeated })
  const judged = request.entries.map((entry) => judgeEntry(documentOf(entry.entryId), entry, request))
  const refusals = judged.flatMap((one) => ('refusal' in one ? [one] : []))
  if (refusals.length > 0) return settle({ outcome: 'refused', refusals })
  const entries: { entryId: string; revision: number }[] = []
  for (const one of judged) {
    if (!('judged' in one)) continue
    const { entryId } = one.scope
    const { document, result, changes } = completed(withPublication(request, one))(documentOf(entryId))
    writings.set(entryId, { document, changes })
    entries.push({ entryId, revision: result })
  }
  // Told with the last of its entries: all can be read then.
  const last = writings.get(entries.at(-1)?.entryId ?? '')
  const { communeId } = request
  last?.changes.push({ type: 'publication', communeId, entryIds: entries.map(({ entryId }) => entryId) })
  return settle({ outcome: 'published', entries })
}
