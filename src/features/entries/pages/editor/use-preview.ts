import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Language } from '../../../../platform/model/language.js'
import { entryRoutes, type PreviewView } from '../../contract.js'
import type { EntryContent } from '../../model/entry-record.js'
import { useEntries } from '../entry-states.js'

/** How long typing must pause before the card is made again. */
const PAUSE_MS = 400

/** The card of a content. */
export interface Previewing {
  preview: PreviewView | null
  failed: boolean
  /** Asks at once of a content; `null` when it could not be. */
  read: (content: EntryContent) => Promise<PreviewView | null>
}

/** What the server makes of a content, a little after each change; the former card stays until the next has come. */
export function usePreview(entryId: string, content: EntryContent, language: Language): Previewing {
  const { api } = useEntries()
  const [preview, setPreview] = useState<PreviewView | null>(null)
  const [failed, setFailed] = useState(false)
  const isFirst = preview === null
  const ask = useCallback(
    (content: EntryContent) =>
      api.ask(entryRoutes.preview, { params: { id: entryId }, body: { content, language } }).catch(() => null),
    [api, entryId, language],
  )
  useEffect(() => {
    let outdated = false
    const show = async () => {
      const next = await ask(content)
      if (outdated) return
      if (next) setPreview(next)
      setFailed(next === null)
    }
    const timer = setTimeout(() => void show(), isFirst ? 0 : PAUSE_MS)
    return () => {
      outdated = true
      clearTimeout(timer)
    }
  }, [ask, content])
  const read = async (content: EntryContent) => {
    const next = await ask(content)
    if (next) setPreview(next)
    setFailed(next === null)
    return next
  }
  return { preview, failed, read }
}
