import { useId, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { Confirm } from '../../../ui/kit/confirm.js'
import { TextField } from '../../../ui/kit/field.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { FEWEST_QUESTIONS } from '../../entries/lint/question-style.js'
import { entryHref } from '../../entries/pages/reading-problem.js'
import type { ConflictEntryView, ConflictView } from '../contract.js'
import { ActButton, useConflictPage } from './act-button.js'
import { ConflictQuestions } from './conflict-questions.js'
import type { ConflictWords } from './use-conflict-acts.js'

interface Props {
  conflict: ConflictView
  /** Something was asked of it, by which it may leave the list. */
  onAct: () => void
}

/** A conflict: between which entries, what it is, whom it concerns, and its remedies. */
export function ConflictCard({ conflict, onAct }: Props) {
  const { words, language, days } = useConflictPage()
  const { say } = words
  const { key, kind, entries, questions, count, stake, ignored } = conflict
  const id = useId()
  const [a, b] = entries
  const name = b ? say('pair', { a: a?.title ?? '', b: b.title }) : say('single', { a: a?.title ?? '' })
  return (
    <li class="conflict">
      <h3 id={id} tabIndex={-1}>
        {name}
      </h3>
      <p class="conflict-kind">{say(`kind.${kind}`)}</p>
      <p>{whatIsWrong(conflict, words, days)}</p>
      {stake > 0 && <p class="hint">{words.many('stake', stake, { days })}</p>}
      {ignored && (
        <p class="hint">
          {say(ignored.isOver ? 'ignored.over' : 'ignored', {
            name: ignored.by,
            day: formatDay(ignored.day, language),
            reason: ignored.reason,
          })}
        </p>
      )}
      {b && questions.length > 0 && <ConflictQuestions conflict={conflict} onAct={onAct} />}
      {count > questions.length && questions.length > 0 && (
        <p class="hint">{say('more', { shown: words.number(questions.length), count: words.number(count) })}</p>
      )}
      <EntryLinks conflict={conflict} />
      {b && <PairRemedies conflict={conflict} onAct={onAct} />}
      {ignored && !ignored.isOver ? (
        <div class="actions">
          <ActButton
            label={say('reopen')}
            describedBy={id}
            act={{ action: 'reopen', key }}
            done={() => say('done.reopened')}
            onAct={onAct}
          />
        </div>
      ) : (
        <IgnoreForm conflict={conflict} headingId={id} onAct={onAct} />
      )}
    </li>
  )
}

/** Where its entries are mended, and where what was changed in them is published. */
function EntryLinks({ conflict: { kind, entries } }: Pick<Props, 'conflict'>) {
  const { say } = useConflictPage().words
  return (
    <div class="actions">
      {entries.map((entry) => (
        <a
          key={entry.id}
          class="button"
          href={hrefOf(
            'entries',
            [entry.id],
            kind === 'few_questions' || kind === 'never_found' ? { field: 'questions' } : {},
          )}
        >
          {say(kind === 'few_questions' ? 'addQuestions' : 'open', { title: entry.title })}
        </a>
      ))}
      {entries
        .filter(({ draft }) => draft)
        .map(({ id, title }) => (
          <a key={id} class="button" href={entryHref(id, 'publish')}>
            {say('publish', { title })}
          </a>
        ))}
    </div>
  )
}

function whatIsWrong({ kind, count, taken, of }: ConflictView, words: ConflictWords, days: number): string {
  const { say, many, number } = words
  switch (kind) {
    case 'confused':
      return [
        taken > 0 && many('what.taken', taken, { of: number(of) }),
        count > taken && many('what.unsure', count - taken, { of: number(of) }),
      ]
        .filter(Boolean)
        .join(' ')
    case 'same_question':
      return many('what.same_question', count)
    case 'never_found':
      return many('what.never_found', count)
    case 'few_questions':
      return count === 0
        ? say('what.few_questions.style')
        : many('what.few_questions', count, { fewest: FEWEST_QUESTIONS })
    case 'same_content':
      return say('what.same_content')
    case 'hardly_served':
      return say('what.hardly_served', { days })
    default:
      return kind satisfies never
  }
}

interface IgnoreFormProps {
  conflict: ConflictView
  headingId: string
  onAct: () => void
}

/** Lets a conflict be, with a reason that colleagues read. */
function IgnoreForm({ conflict, headingId, onAct }: IgnoreFormProps) {
  const { words, acts } = useConflictPage()
  const { say } = words
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const ignore = async () => {
    const why = reason.trim()
    setMissing(why === '')
    if (why === '') return field.current?.focus()
    onAct()
    await acts.act({ action: 'ignore', key: conflict.key, reason: why }, () => say('done.ignored'))
  }
  return (
    <details>
      <summary>{say('ignore')}</summary>
      <form
        class="conflict-remedy"
        noValidate
        aria-labelledby={headingId}
        onSubmit={(event) => {
          event.preventDefault()
          void ignore()
        }}
      >
        <p>{say('ignore.how')}</p>
        <TextField
          id={id}
          label={say('ignore.reason')}
          value={reason}
          describedBy={`${id}-missing`}
          isWrong={isMissing}
          input={field}
          maxLength={500}
          autocomplete="off"
          onValue={(value) => {
            setReason(value)
            setMissing(false)
          }}
        >
          <p id={`${id}-missing`} class="field-error">
            {isMissing && say('ignore.missing')}
          </p>
        </TextField>
        <div class="actions">
          <Button type="submit" label={say('ignore.do')} isOff={acts.isBusy} />
        </div>
      </form>
    </details>
  )
}

/** What is done about two entries as a whole: told apart by their titles, or made one. */
function PairRemedies({ conflict, onAct }: Props) {
  const { say } = useConflictPage().words
  const { entries, apart } = conflict
  const [a, b] = entries
  if (!a || !b) return null
  return (
    <>
      {apart && (
        <details>
          <summary>{say('apart')}</summary>
          <div class="conflict-remedy">
            <p>{say('apart.how')}</p>
            <p lang="fr">
              <q>{apart.question}</q>
            </p>
            <ul class="conflict-labels" lang="fr">
              {apart.labels.map((label, at) => (
                <li key={entries[at]?.id}>{label}</li>
              ))}
            </ul>
            <p class="hint">{say('apart.then')}</p>
            <div class="actions">
              {entries.map(({ id, title }) => (
                <a key={id} class="button" href={hrefOf('entries', [id], { field: 'title' })}>
                  {say('apart.title', { title })}
                </a>
              ))}
            </div>
          </div>
        </details>
      )}
      <details>
        <summary>{say('merge')}</summary>
        <div class="conflict-remedy">
          <p>{say('merge.how')}</p>
          <div class="actions">
            <MergePress kept={a} archived={b} onAct={onAct} />
            <MergePress kept={b} archived={a} onAct={onAct} />
          </div>
        </div>
      </details>
    </>
  )
}

interface MergePressProps {
  kept: ConflictEntryView
  archived: ConflictEntryView
  onAct: () => void
}

function MergePress({ kept, archived, onAct }: MergePressProps) {
  const { words, acts } = useConflictPage()
  const { say } = words
  const names = { kept: kept.title, archived: archived.title }
  return (
    <Confirm
      cancel={say('cancel')}
      label={say('merge.keep', names)}
      question={say('merge.ask', names)}
      onYes={() => {
        onAct()
        void acts.act({ action: 'merge', kept: kept.id, archived: archived.id }, ({ added }) =>
          say(added > 0 ? 'done.merged' : 'done.mergedNothing', names),
        )
      }}
    />
  )
}
