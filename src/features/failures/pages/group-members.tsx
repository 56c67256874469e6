import { createContext } from 'preact'
import { useContext, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import type { NamedEntry } from '../../entries/contract.js'
import { sheetLink } from '../../sheets/sheet-link.js'
import { type FailureGroupDetailView, type FailureView, failureRoutes, type RetryView } from '../contract.js'
import type { FailureFilter } from '../failure-groups.js'
import type { Actions, FailureWords } from './use-actions.js'

/** What every part of the page uses. */
interface FailurePage extends SectionProps {
  words: FailureWords
  communeId: string
  actions: Actions
}

/** Given by the page to its parts. */
export const FailureContext = createContext<FailurePage | null>(null)

/** What the page gives. @throws Error outside of it */
export function useFailurePage(): FailurePage {
  const page = useContext(FailureContext)
  if (!page) throw new Error('outside of the page of failed questions')
  return page
}

interface Props {
  id: string
  view: FailureGroupDetailView
  /** What is wanted of the group. */
  filter: FailureFilter
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
  /** Takes back what was done, and reads the group again. */
  onUndo: (actionId: string) => Promise<void>
}

/** The questions of a group, to read and to choose some of; page by page. */
export function GroupMembers({ id, view, filter, chosen, onChoose, onUndo }: Props) {
  const { api, words } = useFailurePage()
  const { say, number } = words
  const [page, setPage] = useState(1)
  const other = useReading(api, page > 1 ? failureRoutes.group : null, {
    params: { id: view.group.id },
    query: { ...filter, page },
  })
  const shown = page > 1 && other.view?.page === page ? other.view : view
  const undo = async (actionId: string) => {
    await onUndo(actionId)
    other.read()
  }
  const choose = (failureId: string, isChosen: boolean) => {
    const next = new Set(chosen)
    if (isChosen) next.add(failureId)
    else next.delete(failureId)
    onChoose(next)
  }
  return (
    <details>
      <summary>{say('members')}</summary>
      <ul class="failure-members" aria-labelledby={id}>
        {shown.failures.map((failure) => (
          <Member
            key={failure.id}
            failure={failure}
            isChosen={chosen.has(failure.id)}
            onChoose={choose}
            onUndo={undo}
          />
        ))}
      </ul>
      {shown.pages > 1 && (
        <div class="actions">
          <Button label={say('previous')} isOff={page === 1} onClick={() => setPage(Math.max(1, page - 1))} />
          <span role="status">{say('pageOf', { page: number(shown.page), pages: number(shown.pages) })}</span>
          <Button
            label={say('next')}
            isOff={page === shown.pages}
            onClick={() => setPage(Math.min(shown.pages, page + 1))}
          />
        </div>
      )}
    </details>
  )
}

interface MemberProps {
  failure: FailureView
  isChosen: boolean
  onChoose: (failureId: string, isChosen: boolean) => void
  onUndo: (actionId: string) => Promise<void>
}

function Member({ failure, isChosen, onChoose, onUndo }: MemberProps) {
  const { words, language } = useFailurePage()
  const { say } = words
  const box = useRef<HTMLInputElement>(null)
  const { id, kinds, day, question, state, decision } = failure
  return (
    <li>
      <label class="failure-question">
        <input
          ref={box}
          type="checkbox"
          checked={isChosen}
          onChange={(event) => onChoose(id, event.currentTarget.checked)}
        />
        <q lang={failure.language}>{question}</q>
      </label>
      <p class="hint">
        {say('on', { day: formatDay(day, language) })} · {kinds.map((kind) => say(`kind.${kind}`)).join(' · ')}
      </p>
      <MemberParts failure={failure} />
      {decision && (
        <div class="actions">
          <span class="hint">
            {say('decided', {
              state: say(`state.${state}`),
              name: decision.by,
              day: formatDay(decision.day, language),
            })}
          </span>
          <Button
            look="quiet"
            label={say('undo')}
            onClick={() => {
              // The button goes with what it takes back.
              box.current?.focus()
              void onUndo(decision.actionId)
            }}
          />
        </div>
      )}
    </li>
  )
}

/** What was shown to whoever asked, what an agent remarked of it, and what would be answered now. */
function MemberParts({ failure: { shown, right, remark, state, decision, now } }: { failure: FailureView }) {
  const { words, t } = useFailurePage()
  const { say } = words
  return (
    <dl class="parts">
      <Named name={say('shown')} entry={shown} />
      <Named name={say('right')} entry={right} />
      {remark && (
        <div>
          <dt>{t(`remark.made.${remark.kind}`)}</dt>
          <dd>
            {remark.note
              ? say('remarkBy', { name: remark.agentName, note: remark.note })
              : say('remarkPlain', { name: remark.agentName })}
          </dd>
        </div>
      )}
      {remark?.kind === 'proposed_answer' && (
        <div>
          <dt>{say('proposedAnswer')}</dt>
          <dd class="remark-words">{remark.answer}</dd>
        </div>
      )}
      {now && (
        <div>
          <dt>{say('now')}</dt>
          <dd>
            <RetryWords retry={now} />
            {state === 'anomaly' && decision?.remedy && ` – ${say('stillFailed')}`}
          </dd>
        </div>
      )}
      <Named name={say('draftOf')} entry={(state === 'to_review' && decision?.remedy?.entry) || null} />
    </dl>
  )
}

/** What came of asking a question, in words. */
export function RetryWords({ retry: { kind, entries } }: { retry: RetryView }) {
  const { say } = useFailurePage().words
  const titles = entries.map(({ title }) => `« ${title} »`).join(', ')
  return <>{say(`retry.${kind}`, { titles })}</>
}

/** To an entry, as citizens see it. */
function Named({ name, entry }: { name: string; entry: NamedEntry | null }) {
  if (!entry) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <a href={sheetLink({ entryId: entry.id })} lang="fr">
          {entry.title}
        </a>
      </dd>
    </div>
  )
}
