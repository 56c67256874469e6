import { useId } from 'preact/hooks'
import { formatDay } from '../../../ui/kit/format-date.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { entryHref } from '../../entries/pages/entry-address.js'
import { FEWEST_QUESTIONS } from '../question-style.js'
import type { ConflictView } from '../routes/conflict-contract.js'
import { ActButton } from './act-button.js'
import { useConflictPage } from './conflict-context.js'
import { ConflictQuestions } from './conflict-questions.js'
import type { ConflictWords } from './conflict-words.js'
import { IgnoreForm } from './ignore-form.js'
import { PairRemedies } from './pair-remedies.js'

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
          .map(({ id: entryId, title }) => (
            <a key={entryId} class="button" href={entryHref(entryId, 'publish')}>
              {say('publish', { title })}
            </a>
          ))}
      </div>
      {b && <PairRemedies conflict={conflict} onAct={onAct} />}
      {ignored && !ignored.isOver ? (
        <div class="actions">
          <ActButton describedBy={id} act={{ action: 'reopen', key }} done={() => say('done.reopened')} onAct={onAct}>
            {say('reopen')}
          </ActButton>
        </div>
      ) : (
        <IgnoreForm conflict={conflict} headingId={id} onAct={onAct} />
      )}
    </li>
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
