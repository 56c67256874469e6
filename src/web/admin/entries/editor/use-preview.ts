import { useEffect, useState } from 'preact/hooks'
import type { EntryContent } from '../../../../domain/curation/entry-record.js'
import type { Language } from '../../../../domain/language.js'
import type { PreviewView } from '../../../../http/admin/curation-contract.js'
import { useEntries } from '../entries-context.js'

/** How long typing must pause before the card is made again. */
const PAUSE_MS = 400

/** What the server makes of a content, a little after each change; the former card stays until the next has come. */
export function usePreview(
  entryId: string,
  content: EntryContent,
  language: Language,
): { preview: PreviewView | null; failed: boolean } {
  const { api } = useEntries()
  const [preview, setPreview] = useState<PreviewView | null>(null)
  const [failed, setFailed] = useState(false)
  const isFirst = preview === null
  useEffect(() => {
    let outdated = false
    const read = () =>
      api.call<PreviewView>('POST', `/admin/entries/${entryId}/preview`, { content, language }).then(
        (next) => {
          if (outdated) return
          setPreview(next)
          setFailed(false)
        },
        () => !outdated && setFailed(true),
      )
    const timer = setTimeout(read, isFirst ? 0 : PAUSE_MS)
    return () => {
      outdated = true
      clearTimeout(timer)
    }
  }, [api, entryId, content, language])
  return { preview, failed }
}
