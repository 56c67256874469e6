import type { Change } from '../../platform/model/change.js'
import { Document, type Verb } from '../../platform/store/document.js'
import { type Collection, ONLY } from '../../platform/store/document-cache.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { NamedLocks } from '../../platform/store/named-locks.js'
import { type EntryDocument, entryKey } from '../entries/curation-index.js'
import type { PublicationRequest } from '../entries/model/publication.js'
import type { PublicationResult } from '../entries/publications.js'
import {
  type JudgedEntry,
  judgeEntry,
  type PublicationFacts,
  type PublicationParts,
  type Publications,
  publishedBefore,
  withPublication,
} from '../entries/publications.js'

/** A publication that was decided, on its way into the documents of its entries. */
interface PendingPublication extends PublicationFacts {
  entries: JudgedEntry[]
}

/** What is being published; there is no document while nothing is. */
export interface PendingPublicationsDocument {
  version: 1
  pending: PendingPublication[]
}

/**
 * Publishes entries that lie in several files as one: once all are judged, what is to be done to each is written down in one durable document, then
 * done, then struck off. What a crash left undone is done before anything else is read; each part of it knows whether it was done.
 */
export class JournaledPublications implements Publications {
  readonly #entries: DocumentSet<EntryDocument>
  readonly #pending: Document<PendingPublicationsDocument>
  readonly #announce: (changes: readonly Change[]) => void
  readonly #locks = new NamedLocks()
  #finished: Promise<void> | null = null

  constructor(
    journal: Collection<PendingPublicationsDocument>,
    { entries, announce, assertWritable }: PublicationParts,
  ) {
    this.#entries = entries
    this.#announce = announce
    this.#pending = new Document({
      kind: 'publications',
      cache: journal.open({ committed: () => {} })(ONLY),
      assertWritable,
    })
  }

  settled(): Promise<void> {
    this.#finished ??= this.#finish().catch((error: unknown) => {
      this.#finished = null
      throw error
    })
    return this.#finished
  }

  oneAtATime<T>(act: () => Promise<T>): Promise<T> {
    return this.#locks.withLock('publications', async () => {
      await this.settled()
      return act()
    })
  }

  written(): Promise<void> {
    return this.#pending.settled()
  }

  publish(request: PublicationRequest): Promise<PublicationResult> {
    return this.oneAtATime(async () => {
      const documents = new Map<string, EntryDocument | null>()
      for (const { entryId } of request.entries)
        documents.set(entryId, await this.#entries.read(entryKey(request.communeId, entryId)))
      const documentOf = (entryId: string) => documents.get(entryId) ?? null
      const repeated = publishedBefore(request, documentOf)
      if (repeated) return { outcome: 'published', entries: repeated }
      const judged = request.entries.map((entry) => judgeEntry(documentOf(entry.entryId), entry, request))
      const refusals = judged.flatMap((one) => ('refusal' in one ? [one] : []))
      if (refusals.length > 0) return { outcome: 'refused', refusals }
      const { id, communeId, at, by, why } = request
      const entries = judged.flatMap((one) => ('judged' in one ? [one] : []))
      const publication: PendingPublication = { id, communeId, at, by, why, entries }
      // One document is one write already.
      if (entries.length > 1) await this.#pending.update(withPending(publication))
      try {
        return { outcome: 'published', entries: await this.#carryOut(publication) }
      } catch (error) {
        // What is written down will be done, before the next look at anything.
        this.#finished = null
        throw error
      }
    })
  }

  async #carryOut(publication: PendingPublication): Promise<{ entryId: string; revision: number }[]> {
    const published = await Promise.all(
      publication.entries.map(async (one) => {
        const { communeId, entryId } = one.scope
        const verb = withPublication(publication, one)
        return { entryId, revision: await this.#entries.update(entryKey(communeId, entryId), verb) }
      }),
    )
    if (publication.entries.length > 1) await this.#pending.update(withoutPending(publication.id))
    const { communeId } = publication
    this.#announce([{ type: 'publication', communeId, entryIds: published.map(({ entryId }) => entryId) }])
    return published
  }

  async #finish(): Promise<void> {
    for (const publication of (await this.#pending.read())?.pending ?? []) await this.#carryOut(publication)
  }
}

function withPending(publication: PendingPublication): Verb<PendingPublicationsDocument, void> {
  return (document) => ({
    document: { version: 1, pending: [...(document?.pending ?? []), publication] },
    result: undefined,
    changes: [],
  })
}

function withoutPending(id: string): Verb<PendingPublicationsDocument, void> {
  return (document) => {
    const pending = (document?.pending ?? []).filter((one) => one.id !== id)
    return { document: pending.length > 0 ? { version: 1, pending } : null, result: undefined, changes: [] }
  }
}
