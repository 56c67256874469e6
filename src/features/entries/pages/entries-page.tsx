import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { TextField } from '../../../ui/kit/field.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { LetterChoice } from '../../../ui/kit/letter-choice.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { PartHeading } from '../../../ui/kit/part-heading.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { reminderRoutes } from '../../mail/reminder-contract.js'
import { type DiffView as Diff, type EntryView, entryRoutes } from '../contract.js'
import type { EntryContent } from '../model/entry-record.js'
import { DiffView } from './diff-view.js'
import { preparedBy } from './editor/draft-changes.js'
import { readKept } from './editor/draft-saver.js'
import { EditorPage } from './editor/editor-page.js'
import { fieldChosen, openingOf } from './editor/opening.js'
import { EntriesContext, entriesWords, useEntries } from './entry-states.js'
import { PublishManyPage } from './gate/publish-many-page.js'
import { askedOf, PublishPage } from './gate/publish-page.js'
import { EntryActs } from './life/entry-acts.js'
import { HistoryPage } from './life/history-page.js'
import { EntryList } from './list/entry-list.js'
import { entryHref, listHref, ReadingProblem } from './reading-problem.js'
import { callProblem, useEntry } from './use-entry.js'

const LEAST_TITLE = 3
const LONGEST_TITLE = 90

/** A new entry: its title, then its draft is opened where its short answer is written. */
function NewEntry({ chosen }: { chosen: ReadonlyMap<string, string> }) {
  const { api, words } = useEntries()
  const { say } = words
  const id = useId()
  const [title, setTitle] = useState((chosen.get('title') ?? '').slice(0, LONGEST_TITLE))
  const [isShort, setShort] = useState(false)
  const [problem, setProblem] = useState('')
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const begin = async (event: Event) => {
    event.preventDefault()
    const isEnough = title.trim().length >= LEAST_TITLE
    setShort(!isEnough)
    if (!isEnough) return field.current?.focus()
    if (isBusy) return
    setBusy(true)
    setProblem('')
    try {
      const begun = await api.ask(entryRoutes.begin, { body: { title: title.trim() } })
      location.hash = hrefOf('entries', [begun.id], { field: 'summary' })
    } catch (error) {
      setProblem(callProblem(error, words))
      setBusy(false)
    }
  }
  return (
    <section class="sheet entry-new" aria-labelledby={`${id}-new`}>
      <PartHeading id={`${id}-new`} title={say('new.title')} />
      <p class="hint">{say('new.intro')}</p>
      <form noValidate onSubmit={(event) => void begin(event)}>
        <ActMessage problem={problem} />
        <TextField
          id={`${id}-title`}
          label={say('field.title')}
          hint={say('hint.title')}
          error={isShort ? say('new.short') : ''}
          input={field}
          lang="fr"
          maxLength={LONGEST_TITLE}
          value={title}
          autocomplete="off"
          onValue={(typed) => {
            setTitle(typed)
            setShort(false)
          }}
        />
        <div class="actions">
          <Button type="submit" look="main" label={say('new.begin')} isOff={isBusy} />
          <a class="button" href={listHref()}>
            {say('backToList')}
          </a>
        </div>
      </form>
    </section>
  )
}

/** The entries: their list, a new one, and of each its editor, its publication, its review and its history, as the address says. */
export function EntriesPage({ api, t, language, user, place }: PageProps) {
  const page = useMemo(() => ({ api, t, language, user, words: entriesWords(language) }), [api, t, language, user])
  const [id, part] = place.path
  return (
    <EntriesContext.Provider value={page}>
      <Part key={`${id} ${part}`} id={id} part={part} chosen={place.chosen} />
    </EntriesContext.Provider>
  )
}

interface PartProps {
  id: string | undefined
  part: string | undefined
  chosen: ReadonlyMap<string, string>
}

function Part({ id, part, chosen }: PartProps) {
  if (id === undefined) {
    return (
      <>
        <EntryList chosen={chosen} />
        <Reminders />
      </>
    )
  }
  // The id of an entry is made from its title, of three letters at least, and is never one of these.
  if (id === '+') return part === 'publish' ? <PublishManyPage chosen={chosen} /> : <NewEntry chosen={chosen} />
  switch (part) {
    case 'publish':
      return <PublishPage key={chosen.get('draft')} id={id} asked={askedOf(chosen)} />
    case 'review':
      return <ReviewPage id={id} />
    case 'history':
      return <HistoryPage id={id} chosen={chosen} />
    default:
      return <EntryEditor id={id} chosen={chosen} />
  }
}

/** Whether she is written to about the entries that she keeps true. */
function Reminders() {
  const { api, words } = useEntries()
  const { say } = words
  return (
    <LetterChoice
      api={api}
      routes={{ read: reminderRoutes.reminders, save: reminderRoutes.chooseReminders }}
      title={say('reminders')}
      intro={say('reminders.intro')}
      wanted={say('reminders.wanted')}
      noMail={say('reminders.noMail')}
      saved={(wanted) => say(wanted ? 'reminders.on' : 'reminders.off')}
      notSaved={say('problem.other')}
    />
  )
}

/** One entry, to be written: read, then opened with what this browser may have kept of it. */
function EntryEditor({ id, chosen }: { id: string; chosen: ReadonlyMap<string, string> }) {
  const { api, user, words } = useEntries()
  const { view, problem, read, setView } = useEntry(id)
  const [submitted, setSubmitted] = useState<EntryContent | null>(null)
  const [unread, setUnread] = useState('')
  /** Grows when an act of this page changes what is written. */
  const [opened, setOpened] = useState(0)
  const waiting = view && !view.draft && !view.archival ? view.submission : null
  useEffect(() => {
    if (!waiting) return
    api.ask(entryRoutes.revision, { params: { id, number: String(waiting.revision) } }).then(
      ({ content }) => setSubmitted(content),
      (error) => setUnread(callProblem(error, words)),
    )
  }, [api, words, id, waiting])
  const isReady = view !== null && (waiting === null || submitted !== null)
  const opening = useMemo(() => {
    if (!view) return null
    return openingOf(view, readKept({ communeId: user.communeId, userId: user.id, entryId: id }), waiting && submitted)
  }, [isReady, opened])
  if (!view || !isReady) {
    const readAgain = () => {
      setUnread('')
      read()
    }
    return <ReadingProblem problem={problem || unread} onRetry={readAgain} />
  }
  const onActed = (next: EntryView) => {
    setView(next)
    setOpened(opened + 1)
  }
  if (view.archival || !opening) {
    return (
      <section class="sheet" aria-labelledby="entry-title">
        <PartHeading id="entry-title" lang="fr" title={view.title} />
        <EntryActs view={view} draftVersion={0} onActed={onActed} />
      </section>
    )
  }
  const shown = opened === 0 ? fieldChosen(opening.content, chosen) : null
  const prepared = view.draft && preparedBy(chosen)
  return <EditorPage key={opened} view={view} opening={opening} shown={shown} prepared={prepared} onActed={onActed} />
}

/** What waits for a reviewer: what it changes, and the decision. */
function ReviewPage({ id }: { id: string }) {
  const { api, words, language } = useEntries()
  const { say } = words
  const { view, problem, read } = useEntry(id)
  const [diff, setDiff] = useState<Diff | null>(null)
  const [failed, setFailed] = useState('')
  const submission = view?.submission ?? null
  const isServed = view?.served != null
  const number = submission?.revision
  useEffect(() => {
    if (number === undefined) return
    api
      .ask(entryRoutes.diff, { params: { id }, query: { from: isServed ? 'served' : 'none', to: number } })
      .then(setDiff, (error) => setFailed(callProblem(error, words)))
  }, [api, words, id, number, isServed])
  if (!view) return <ReadingProblem problem={problem} onRetry={read} />
  const title = (view.draft?.content ?? view.served)?.title ?? id
  return (
    <section class="sheet entry-review" aria-labelledby="review">
      <p>
        <a href={entryHref(id)}>{say('backToEntry')}</a>
      </p>
      <PartHeading id="review" title={say('review.title', { title })} />
      {!submission ? (
        <p>{say('review.none')}</p>
      ) : (
        <>
          <p>
            {say('submission.by', {
              name: submission.by.userName,
              moment: momentInWords(submission.at, language, new Date()),
            })}{' '}
            {submission.why && <q>{submission.why}</q>}
          </p>
          <ActMessage problem={failed} />
          {diff && <DiffView changes={diff.changes} before={say('diff.served')} after={say('diff.submitted')} />}
          {submission.mayReview || !view.reviewerRequired ? (
            <Decision view={view} revision={submission.revision} />
          ) : (
            <p class="reason">{say('review.own')}</p>
          )}
        </>
      )}
    </section>
  )
}

function Decision({ view: { id }, revision }: { view: EntryView; revision: number }) {
  const { api, words } = useEntries()
  const { say } = words
  const [why, setWhy] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [problem, setProblem] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const sendBack = async (event: Event) => {
    event.preventDefault()
    const reason = why.trim()
    setMissing(reason === '')
    if (reason === '') return area.current?.focus()
    try {
      await api.ask(entryRoutes.sendBack, { params: { id }, body: { why: reason } })
      location.hash = entryHref(id)
    } catch (error) {
      setProblem(callProblem(error, words))
    }
  }
  return (
    <>
      <div class="actions">
        <a class="button main" href={entryHref(id, 'publish', { revision: String(revision) })}>
          {say('review.accept')}
        </a>
      </div>
      <form class="field" noValidate onSubmit={(event) => void sendBack(event)}>
        <label for="review-why">{say('review.why')}</label>
        <textarea
          id="review-why"
          ref={area}
          rows={2}
          maxLength={500}
          value={why}
          aria-invalid={isMissing}
          aria-describedby="review-why-error"
          onInput={(event) => {
            setWhy(event.currentTarget.value)
            setMissing(false)
          }}
        />
        <p id="review-why-error" class="field-error" role="alert">
          {isMissing ? say('review.whyMissing') : problem}
        </p>
        <div class="actions">
          <Button type="submit" label={say('review.sendBack')} />
        </div>
      </form>
    </>
  )
}
