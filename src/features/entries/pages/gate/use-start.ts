import { useEffect, useState } from 'preact/hooks'
import type { EntryContent } from '../../model/entry-record.js'
import type { EntryView, GateSource, RevisionContentView } from '../../routes/curation-contract.js'
import { useEntries } from '../entries-context.js'

/** The day from which citizens would read what is published, when it has not come; else `null`. Pure. */
export function startOf({ validFrom }: Pick<EntryContent, 'validFrom'>, today: string): string | null {
  return validFrom !== undefined && validFrom > today ? validFrom : null
}

/** The same of what is about to be published: a draft, or a version that is read first. */
export function useStart(view: EntryView | null, source: GateSource | null): string | null {
  const { api } = useEntries()
  const [start, setStart] = useState<string | null>(null)
  const id = view?.id
  const revision = source && 'revision' in source ? source.revision : null
  const draft = source && 'draftVersion' in source ? view?.draft : null
  useEffect(() => {
    if (view && draft) setStart(startOf(draft.content, view.today))
  }, [view, draft])
  useEffect(() => {
    if (id === undefined || revision === null || !view) return
    api.call<RevisionContentView>('GET', `/admin/entries/${id}/revisions/${revision}`).then(
      ({ content }) => setStart(startOf(content, view.today)),
      () => {},
    )
  }, [api, id, revision])
  return start
}
