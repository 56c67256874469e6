import { useEffect, useMemo, useState } from 'preact/hooks'
import { factRoutes, type TitlesView } from '../../../../asking/facts-contract.js'
import { useEntries } from '../../entry-states.js'
import { useEditor } from '../editor-context.js'

/** The entries to which a guide may lead: those that citizens get, and the one that is being written. */
export interface Titles {
  entries: readonly { id: string; title: string }[]
  /** Empty of an entry that is not known, or not yet. */
  titleOf: (id: string) => string
}

/** Reads the titles once. */
export function useTitles(): Titles {
  const { api, user } = useEntries()
  const { view, content } = useEditor()
  const [read, setRead] = useState<TitlesView['entries']>([])
  useEffect(() => {
    let isLeft = false
    api.ask(factRoutes.titles, { params: { id: user.communeId } }).then(
      ({ entries }) => !isLeft && setRead(entries),
      () => {},
    )
    return () => {
      isLeft = true
    }
  }, [api, user.communeId])
  return useMemo(() => {
    const entries = [{ id: view.id, title: content.title }, ...read.filter(({ id }) => id !== view.id)]
    const titles = new Map(entries.map(({ id, title }) => [id, title]))
    return { entries, titleOf: (id) => titles.get(id) ?? '' }
  }, [read, view.id, content.title])
}
