import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { ActMessage } from '../../../../ui/kit/form.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { useOneAtATime } from '../../../../ui/kit/use-act.js'
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

/** Doing one thing at a time to an entry: why it could not be, and what was done, which can be taken back. */
function useActing(id: string, onActed: Props['onActed']) {
  const { words } = useEntries()
  const [problem, setProblem] = useState('')
  const [done, setDone] = useState<Done | null>(() => takeDone(id))
  const [isBusy, setBusy] = useState(false)
  const one = useOneAtATime()
  const attempt = async (make: () => Promise<void>) => {
    setBusy(true)
    try {
      await make()
    } catch (error) {
      setProblem(callProblem(error, words))
    }
    setBusy(false)
  }
  const act = (make: () => Promise<EntryView>, next: Done | null) => {
    setProblem('')
    return attempt(async () => {
      const acted = await make()
      // The page is opened anew; what was done is said there.
      if (next) keepDone(id, next)
      setDone(next)
      onActed(acted)
    })
  }
  return { problem, done, isBusy, one, attempt, act }
}

/** What can be done to it, by what it is called. */
function useActs({ view, draftVersion, content, beforeAct, onActed }: Props) {
  const { api, words } = useEntries()
  const { say } = words
  const { id } = view
  const { act, attempt, ...acting } = useActing(id, onActed)
  const params = { id }
  const isReady = async () => !beforeAct || (await beforeAct())
  const move = (to: 'archive' | 'restore') => () => api.ask(entryRoutes[to], { params, body: {} })
  const restoreDraft = (content: EntryContent) => async () => {
    const { servedRevision } = view
    await api.ask(entryRoutes.saveDraft, { params, body: { content, basedOn: servedRevision, seen: 0 } })
    return api.ask(entryRoutes.read, { params })
  }
  return {
    ...acting,
    async archive() {
      if (await isReady()) await act(move('archive'), { text: say('acts.archived'), undo: move('restore') })
    },
    restore: () => act(move('restore'), { text: say('acts.restored'), undo: move('archive') }),
    async discard() {
      if (!content || !(await isReady())) return
      await act(() => api.ask(entryRoutes.discard, { params, body: { draftVersion } }), {
        text: say('acts.discarded'),
        undo: restoreDraft(content),
      })
    },
    async copy() {
      const source = content ?? view.draft?.content ?? view.served
      if (!source || !(await isReady())) return
      await attempt(async () => {
        const title = say('acts.copyOf', { title: source.title }).slice(0, 90)
        const begun = await api.ask(entryRoutes.begin, { body: { title, copyOf: id } })
        location.hash = entryHref(begun.id)
      })
    },
    undo: ({ undo }: Done) => act(undo, null),
  }
}

/** What can be done to an entry besides writing it. Each act can be taken back at once. */
export function EntryActs(props: Props) {
  const { say } = useEntries().words
  const { view, draftVersion, content } = props
  const { id, archival, revisions } = view
  const { problem, done, isBusy, one, ...acts } = useActs(props)
  const told = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    // The button that was pressed went with the page that was there.
    if (done) told.current?.focus()
  }, [])
  return (
    <div class="entry-acts">
      {archival && <ArchivalNote archival={archival} />}
      <ActMessage problem={problem} />
      <div class="actions">
        <p role="status" class="good" ref={told} tabIndex={-1}>
          {done?.text}
        </p>
        {done && <Button label={say('acts.undo')} onClick={() => void one(() => acts.undo(done))} />}
      </div>
      <div class="actions">
        {revisions.length > 0 && (
          <a class="button" href={entryHref(id, 'history')}>
            {say('acts.history')}
          </a>
        )}
        {!archival && <Button label={say('acts.copy')} isOff={isBusy} onClick={() => void one(acts.copy)} />}
        {content && draftVersion > 0 && (
          <Button
            label={say(view.served ? 'acts.discard' : 'acts.discardNew')}
            isOff={isBusy}
            onClick={() => void one(acts.discard)}
          />
        )}
        {archival ? (
          <Button look="main" label={say('acts.restore')} isOff={isBusy} onClick={() => void one(acts.restore)} />
        ) : (
          revisions.length > 0 && (
            <Button label={say('acts.archive')} isOff={isBusy} onClick={() => void one(acts.archive)} />
          )
        )}
        <a class="button quiet" href={listHref()}>
          {say('backToList')}
        </a>
      </div>
    </div>
  )
}

/** Who archived it and when, and where what it said is now. */
function ArchivalNote({ archival: { by, at, mergedInto } }: { archival: NonNullable<EntryView['archival']> }) {
  const { words, language } = useEntries()
  const { say } = words
  return (
    <>
      <p class="reason">
        {say('acts.isArchived', { name: by.userName, moment: momentInWords(at, language, new Date()) })}
      </p>
      {mergedInto && (
        <p>
          {say('acts.mergedInto')} <a href={entryHref(mergedInto)}>{say('acts.openMerged')}</a>
        </p>
      )}
    </>
  )
}
