import type { EntryView, GateSource } from '../../routes/curation-contract.js'

/** What the address asks to publish of an entry. */
export interface Asked {
  /** A version to publish; `null`: the draft. */
  revision: number | null
  /** The version of the draft that whoever comes has read; `null` when the address does not say. */
  draft: number | null
}

/** What the address asks to publish. Pure. */
export function askedOf(chosen: ReadonlyMap<string, string>): Asked {
  return { revision: Number(chosen.get('revision')) || null, draft: Number(chosen.get('draft')) || null }
}

/**
 * What is published of an entry: never another draft than the one that was read. Pure.
 * @returns `changed` when somebody has saved, published or thrown away that draft since; `null` when there is nothing to publish
 */
export function sourceOf({ id, draft }: Pick<EntryView, 'id' | 'draft'>, asked: Asked): GateSource | 'changed' | null {
  if (asked.revision !== null) return { entryId: id, revision: asked.revision }
  if (asked.draft !== null && draft?.version !== asked.draft) return 'changed'
  return draft && { entryId: id, draftVersion: draft.version }
}
