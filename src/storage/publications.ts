import { randomUUID } from 'node:crypto'
import type { Change } from '../domain/change.js'
import type { EntryRefusal } from '../domain/curation/entry-life.js'
import { type EntryScope, openRecord } from '../domain/curation/entry-record.js'
import {
  applyPublication,
  type JudgedPublication,
  judgePublication,
  type PublicationEntry,
  type PublicationRequest,
} from '../domain/curation/publication.js'
import type { PublicationResult } from '../domain/store.js'
import type { Document, Verb } from './document.js'
import type { DocumentSet } from './document-set.js'
import { type EntryDocument, entryKey } from './entry-document.js'

/** A publication that was decided, on its way into the documents of its entries. */
interface PendingPublication extends Pick<PublicationRequest, 'id' | 'communeId' | 'at' | 'by' | 'why'> {
  entries: { scope: EntryScope; judged: JudgedPublication }[]
}

/** What is being published; there is no document while nothing is. */
export interface PendingPublicationsDocument {
  version: 1
  pending: PendingPublication[]
}

interface Parts {
  entries: DocumentSet<EntryDocument>
  pending: Document<PendingPublicationsDocument>
  announce: (changes: Change[]) => void
}

/**
 * Publishes entries that lie in several documents as one: once all are judged, what is to be done to each is written down in one durable document, then
 * done, then struck off. What a crash left undone is done before anything else is read; each part of it knows whether it was done.
 */
export class Publications {
  readonly #parts: Parts
  #last: Promise<unknown> = Promise.resolve()
  #finished: Promise<void> | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Waits for what was left half done. */
  settled(): Promise<void> {
    this.#finished ??= this.#finish().catch((error: unknown) => {
      this.#finished = null
      throw error
    })
    return this.#finished
  }

  /** Does something while nothing is being published. */
  inTurn<T>(act: () => Promise<T>): Promise<T> {
    const run = async () => {
      await this.settled()
      return act()
    }
    const next = this.#last.then(run, run)
    this.#last = next.catch(() => undefined)
    return next
  }

  /** Publishes all the entries of a request, or none. */
  publish(request: PublicationRequest): Promise<PublicationResult> {
    return this.inTurn(async () => {
      const repeated = await this.#published(request)
      if (repeated) return { outcome: 'published', entries: repeated }
      const judged = await Promise.all(request.entries.map((entry) => this.#judge(entry, request)))
      const refusals = judged.flatMap((one) => ('refusal' in one ? [one] : []))
      if (refusals.length > 0) return { outcome: 'refused', refusals }
      const { id, communeId, at, by, why } = request
      const entries = judged.flatMap((one) => ('judged' in one ? [one] : []))
      const publication: PendingPublication = { id, communeId, at, by, why, entries }
      // One document is one write already.
      if (entries.length > 1) await this.#parts.pending.update(withPending(publication))
      try {
        return { outcome: 'published', entries: await this.#carryOut(publication) }
      } catch (error) {
        // What is written down will be done, before the next look at anything.
        this.#finished = null
        throw error
      }
    })
  }

  /** What the same request published before. */
  async #published({ id, communeId, entries }: PublicationRequest) {
    const published: { entryId: string; revision: number }[] = []
    for (const { entryId } of entries) {
      const document = await this.#parts.entries.read(entryKey(communeId, entryId))
      const publication = document?.record.publications.find((one) => one.id === id)
      // All are published, or none.
      if (!publication) return null
      published.push({ entryId, revision: publication.revision })
    }
    return published
  }

  async #judge(
    { entryId, installed, source }: PublicationEntry,
    request: PublicationRequest,
  ): Promise<{ scope: EntryScope; judged: JudgedPublication } | { entryId: string; refusal: EntryRefusal }> {
    const scope = { communeId: request.communeId, entryId, installed }
    const document = await this.#parts.entries.read(entryKey(scope.communeId, entryId))
    const record = openRecord(document?.record ?? null, scope, request.at)
    const judged = judgePublication(record, source, request)
    return typeof judged === 'string' ? { entryId, refusal: judged } : { scope, judged }
  }

  async #carryOut(publication: PendingPublication): Promise<{ entryId: string; revision: number }[]> {
    const { entries, pending, announce } = this.#parts
    const published = await Promise.all(
      publication.entries.map(async ({ scope, judged }) => {
        const key = entryKey(scope.communeId, scope.entryId)
        return {
          entryId: scope.entryId,
          revision: await entries.update(key, withPublication(publication, scope, judged)),
        }
      }),
    )
    if (publication.entries.length > 1) await pending.update(withoutPending(publication.id))
    const { communeId } = publication
    announce([{ type: 'publication', communeId, entryIds: published.map(({ entryId }) => entryId) }])
    return published
  }

  async #finish(): Promise<void> {
    for (const publication of (await this.#parts.pending.read())?.pending ?? []) await this.#carryOut(publication)
  }
}

function withPublication(
  publication: PendingPublication,
  scope: EntryScope,
  judged: JudgedPublication,
): Verb<EntryDocument, number> {
  return (document) => {
    const record = openRecord(document?.record ?? null, scope, publication.at)
    const next = applyPublication(record, judged, publication)
    const revision = next.publications.findLast(({ id }) => id === publication.id)?.revision ?? 0
    if (next === record) return { document, result: revision, changes: [] }
    const { communeId, entryId } = scope
    return {
      document: {
        version: 1,
        record: next,
        audit: [...(document?.audit ?? []), { id: randomUUID(), ...judged.audit }],
      },
      result: revision,
      changes: [{ type: 'entry', communeId, entryId }],
    }
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
