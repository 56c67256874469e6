import { useRef, useState } from 'preact/hooks'
import { CallError } from '../../../../ui/console/staff-api.js'
import type { GateReport } from '../../../publication/gate-report.js'
import type { EntryView, GateSource, GateView, PublishedView } from '../../routes/curation-contract.js'
import { callProblem } from '../call-problem.js'
import { useEntries } from '../entries-context.js'

/** How publishing ended. */
export type Ended = 'published' | 'submitted'

interface Props {
  view: EntryView
  source: GateSource
  run: GateView
  report: GateReport
  onRestart: () => void
  onEnded: (ended: Ended) => void
}

/** The decision: publish, or give to a reviewer. Against what the measure blocks, a reason is asked, and the audit keeps it. */
export function PublishForm({ view, source, run, report, onRestart, onEnded }: Props) {
  const { api, words } = useEntries()
  const { say } = words
  const [why, setWhy] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [problem, setProblem] = useState('')
  const [isStale, setStale] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const submits = view.reviewerRequired && 'draftVersion' in source
  const isBlocked = report.verdict === 'blocked' && !submits
  const decide = async (event: Event) => {
    event.preventDefault()
    const reason = why.trim()
    setMissing(isBlocked && reason === '')
    if (isBlocked && reason === '') return area.current?.focus()
    if (isBusy || run.id === null) return
    setBusy(true)
    setProblem('')
    const given = reason === '' ? {} : { why: reason }
    try {
      if (submits) {
        await api.call<EntryView>('POST', `/admin/entries/${view.id}/submit`, {
          draftVersion: source.draftVersion,
          ...given,
        })
        onEnded('submitted')
      } else {
        await api.call<PublishedView>('POST', '/admin/publications', {
          entries: [source],
          gateId: run.id,
          ...given,
          ...(isBlocked && { override: true }),
        })
        onEnded('published')
      }
    } catch (error) {
      setProblem(callProblem(error, words))
      setStale(error instanceof CallError && error.status === 409)
      setBusy(false)
    }
  }
  return (
    <form
      class="entry-decision"
      noValidate
      aria-label={say('publish.decision')}
      onSubmit={(event) => void decide(event)}
    >
      <div class="field">
        <label for="publish-why">{say(isBlocked ? 'publish.whyBlocked' : 'publish.why')}</label>
        <textarea
          id="publish-why"
          ref={area}
          rows={2}
          maxLength={500}
          value={why}
          required={isBlocked}
          aria-invalid={isMissing}
          aria-describedby="publish-why-hint publish-why-error"
          onInput={(event) => {
            setWhy(event.currentTarget.value)
            setMissing(false)
          }}
        />
        <p id="publish-why-hint" class="hint">
          {say(submits ? 'publish.whyReviewer' : 'publish.whyHint')}
        </p>
        <p id="publish-why-error" class="field-error" role="alert">
          {isMissing ? say('publish.whyMissing') : problem}
        </p>
      </div>
      <div class="actions">
        <button type="submit" class={isBlocked ? 'button' : 'button main'} aria-disabled={isBusy}>
          {say(isBusy ? 'publish.busy' : submits ? 'publish.submit' : isBlocked ? 'publish.override' : 'publish.now')}
        </button>
        {isStale && (
          <button type="button" class="button" onClick={onRestart}>
            {say('gate.again')}
          </button>
        )}
      </div>
    </form>
  )
}
