import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { Outcome } from '../../../../ui/kit/form.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { useOneAtATime } from '../../../../ui/kit/use-asked.js'
import { type EntryView, entryRoutes } from '../../contract.js'
import type { EntryContent } from '../../model/entry-record.js'
import { useEntries } from '../entry-states.js'
import { entryHref, listHref } from '../reading-problem.js'
import { callProblem } from '../use-entry.js'

/** What was just done to an entry, in words, and how it is taken back. */
interface Done {
  text: string
  undo: () => Promise<EntryView>
}

let last: { entryId: string; done: Done } | null = null

/** Keeps what was done until the page that tells it is drawn. */
function keepDone(entryId: string, done: Done): void {
  last = { entryId, done }
}

/** What was just done to an entry, once. */
function takeDone(entryId: string): Done | null {
  const found = last?.entryId === entryId ? last.done : null
  last = null
  return found
}

interface Props {
  view: EntryView
  draftVersion: number
  /** What is written, if a draft can be thrown away. */
  content?: EntryContent
  /** Saves what is not yet. @returns whether the act may go on */
  beforeAct?: () => Promise<boolean>
  onActed: (view: EntryView) => void
}

/** What can be done to an entry besides writing it. Each act can be taken back at once. */
export function EntryActs({ view, draftVersion, content, beforeAct, onActed }: Props) {
  const { api, words, language } = useEntries()
  const { say } = words
  const { id, archival, revisions } = view
  const [problem, setProblem] = useState('')
  const [done, setDone] = useState<Done | null>(() => takeDone(id))
  const [isBusy, setBusy] = useState(false)
  const one = useOneAtATime()
  const told = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    // The button that was pressed went with the page that was there.
    if (done) told.current?.focus()
  }, [])
  const act = async (make: () => Promise<EntryView>, next: Done | null) => {
    setBusy(true)
    setProblem('')
    try {
      const acted = await make()
      // The page is opened anew; what was done is said there.
      if (next) keepDone(id, next)
      setDone(next)
      onActed(acted)
    } catch (error) {
      setProblem(callProblem(error, words))
    }
    setBusy(false)
  }
  const params = { id }
  const move = (to: 'archive' | 'restore') => () => api.ask(entryRoutes[to], { params, body: {} })
  const archive = async () => {
    if (beforeAct && !(await beforeAct())) return
    await act(move('archive'), { text: say('acts.archived'), undo: move('restore') })
  }
  const restore = () => act(move('restore'), { text: say('acts.restored'), undo: move('archive') })
  const discard = async () => {
    if (!content || (beforeAct && !(await beforeAct()))) return
    const restoreDraft = async () => {
      const { servedRevision } = view
      await api.ask(entryRoutes.saveDraft, { params, body: { content, basedOn: servedRevision, seen: 0 } })
      return api.ask(entryRoutes.read, { params })
    }
    const body = { draftVersion }
    await act(() => api.ask(entryRoutes.discard, { params, body }), {
      text: say('acts.discarded'),
      undo: restoreDraft,
    })
  }
  const copy = async () => {
    const source = content ?? view.draft?.content ?? view.served
    if (!source || (beforeAct && !(await beforeAct()))) return
    setBusy(true)
    try {
      const title = say('acts.copyOf', { title: source.title }).slice(0, 90)
      const begun = await api.ask(entryRoutes.begin, { body: { title, copyOf: id } })
      location.hash = entryHref(begun.id)
    } catch (error) {
      setProblem(callProblem(error, words))
    }
    setBusy(false)
  }
  const isServed = view.served !== null
  return (
    <div class="entry-acts">
      {archival && (
        <p class="reason">
          {say('acts.isArchived', {
            name: archival.by.userName,
            moment: momentInWords(archival.at, language, new Date()),
          })}
        </p>
      )}
      {archival?.mergedInto && (
        <p>
          {say('acts.mergedInto')} <a href={entryHref(archival.mergedInto)}>{say('acts.openMerged')}</a>
        </p>
      )}
      <Outcome problem={problem} />
      <div class="actions">
        <p role="status" class="good" ref={told} tabIndex={-1}>
          {done?.text}
        </p>
        {done && <Button label={say('acts.undo')} onClick={() => void one(() => act(done.undo, null))} />}
      </div>
      <div class="actions">
        {revisions.length > 0 && (
          <a class="button" href={entryHref(id, 'history')}>
            {say('acts.history')}
          </a>
        )}
        {!archival && <Button label={say('acts.copy')} isOff={isBusy} onClick={() => void one(copy)} />}
        {content && draftVersion > 0 && (
          <Button
            label={say(isServed ? 'acts.discard' : 'acts.discardNew')}
            isOff={isBusy}
            onClick={() => void one(discard)}
          />
        )}
        {archival ? (
          <Button look="main" label={say('acts.restore')} isOff={isBusy} onClick={() => void one(restore)} />
        ) : (
          revisions.length > 0 && (
            <Button label={say('acts.archive')} isOff={isBusy} onClick={() => void one(archive)} />
          )
        )}
        <a class="button quiet" href={listHref()}>
          {say('backToList')}
        </a>
      </div>
    </div>
  )
}
