import type { DraftSave, EntryAction } from '../../src/features/entries/model/entry-life.js'
import type { EntryContent, EntryScope } from '../../src/features/entries/model/entry-record.js'
import type { PublicationEntry, PublicationRequest } from '../../src/features/entries/model/publication.js'
import type { Actor } from '../../src/platform/model/audit.js'
import { at } from './sample-inputs.js'

export const ADA: Actor = { userId: 'ada', userName: 'Ada' }
export const BILAL: Actor = { userId: 'bilal', userName: 'Bilal' }

/** A small complete content. */
export function content(patch: Partial<EntryContent> = {}): EntryContent {
  const sections = { brief: 'Gratuit.', steps: 'Écrivez.', papers: 'Aucune.', cost: 'Gratuit.', delay: 'Trois jours.' }
  return {
    title: 'Acte de naissance',
    summary: 'C’est gratuit.',
    category: 'etat-civil',
    who: 'commune',
    owner: 'etat-civil',
    source: { name: 'La mairie', url: '', licence: 'Licence Ouverte 2.0', date: '2025-01-01' },
    verifiedAt: null,
    reviewBy: '2026-01-01',
    servicePublic: [],
    online: [],
    toCheck: [],
    sections: { ...sections, place: 'À l’accueil.', online: 'Non.' },
    simple: null,
    questions: ['je veux un acte'],
    ...patch,
  }
}

/** An entry of the tests' commune. */
export function scope(entryId = 'acte', patch: Partial<EntryScope> = {}): EntryScope {
  return { communeId: 'bourg', entryId, installed: null, ...patch }
}

/** A new draft of Ada's. */
export function save(patch: Partial<DraftSave> = {}): DraftSave {
  return { content: content(), basedOn: 0, seen: 0, at: at(1), by: ADA, ...patch }
}

type Act = { type: 'return' | 'archive' | 'restore' } | { type: 'submit' | 'discard'; draftVersion: number }

/** Something that Ada does to an entry. */
export function action(act: Act, patch: Partial<Pick<EntryAction, 'at' | 'by' | 'why'>> = {}): EntryAction {
  return { at: at(2), by: ADA, why: '', ...patch, ...act }
}

/** A publication by Ada. */
export function publication(
  entries: readonly (Omit<PublicationEntry, 'installed'> & Partial<Pick<PublicationEntry, 'installed'>>)[],
  patch: Partial<PublicationRequest> = {},
): PublicationRequest {
  const whole = entries.map((entry) => ({ installed: null, ...entry }))
  return {
    id: 'publication-1',
    communeId: 'bourg',
    entries: whole,
    reviewerRequired: false,
    at: at(3),
    by: ADA,
    why: '',
    gate: null,
    ...patch,
  }
}
