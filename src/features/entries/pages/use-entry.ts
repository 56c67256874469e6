import { useCallback, useEffect, useState } from 'preact/hooks'
import type { EntryView } from '../routes/curation-contract.js'
import { callProblem } from './call-problem.js'
import { useEntries } from './entries-context.js'

/** An entry as the server has it. */
export interface EntryReading {
  view: EntryView | null
  /** Why it could not be read, in words; empty when it could. */
  problem: string
  read: () => void
  /** What an act answered takes its place. */
  setView: (view: EntryView) => void
}

/** Reads an entry, at first and again on demand. */
export function useEntry(id: string): EntryReading {
  const { api, words } = useEntries()
  const [view, setView] = useState<EntryView | null>(null)
  const [problem, setProblem] = useState('')
  const [serial, setSerial] = useState(0)
  useEffect(() => {
    let isCurrent = true
    api.call<EntryView>('GET', `/admin/entries/${id}`).then(
      (next) => {
        if (!isCurrent) return
        setView(next)
        setProblem('')
      },
      (error) => isCurrent && setProblem(callProblem(error, words)),
    )
    return () => {
      isCurrent = false
    }
  }, [api, words, id, serial])
  return { view, problem, read: useCallback(() => setSerial((before) => before + 1), []), setView }
}
