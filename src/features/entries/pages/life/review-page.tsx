import { useEffect, useRef, useState } from 'preact/hooks'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import type { DiffView as Diff, EntryView } from '../../routes/curation-contract.js'
import { callProblem } from '../call-problem.js'
import { DiffView } from '../diff-view.js'
import { useEntries } from '../entries-context.js'
import { entryHref } from '../entry-address.js'
import { ReadingProblem } from '../reading-problem.js'
import { useEntry } from '../use-entry.js'

/** What waits for a reviewer: what it changes, and the decision. */
export function ReviewPage({ id }: { id: string }) {
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
      .call<Diff>('GET', `/admin/entries/${id}/diff?from=${isServed ? 'served' : 'none'}&to=${number}`)
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
          <p role="alert" class="field-error">
            {failed}
          </p>
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
      await api.call<EntryView>('POST', `/admin/entries/${id}/return`, { why: reason })
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
          <button type="submit" class="button">
            {say('review.sendBack')}
          </button>
        </div>
      </form>
    </>
  )
}
