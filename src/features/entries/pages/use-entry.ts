import { useCallback, useEffect, useState } from 'preact/hooks'
import { CallError } from '../../../ui/kit/staff-api.js'
import { type EntryView, entryRoutes } from '../contract.js'
import { type EntriesWords, useEntries } from './entry-states.js'

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
    api.ask(entryRoutes.read, { params: { id } }).then(
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

/** Why a call did not succeed, in words: the server's own, or that it could not be reached. */
export function callProblem(error: unknown, { say }: EntriesWords): string {
  if (!(error instanceof CallError)) return say('problem.other')
  if (error.signedOut) return say('problem.signedOut')
  return error.message || say(error.outOfReach ? 'problem.unreached' : 'problem.other')
}
