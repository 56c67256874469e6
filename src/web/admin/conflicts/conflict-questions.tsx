import { useId } from 'preact/hooks'
import type { ConflictQuestionView, ConflictView } from '../../../http/admin/conflict-contract.js'
import { hrefOf } from '../place.js'
import { useConflictPage } from './conflict-context.js'

interface Props {
  conflict: ConflictView
  headingId: string
  onAct: () => void
}

/** The questions of a pair, each with what puts it where it belongs. */
export function ConflictQuestions({ conflict, headingId, onAct }: Props) {
  return (
    <ul class="conflict-questions" aria-labelledby={headingId}>
      {conflict.questions.map((asked) => (
        <Question key={`${asked.of} ${asked.question} ${asked.twin}`} asked={asked} conflict={conflict} onAct={onAct} />
      ))}
    </ul>
  )
}

function Question({
  asked,
  conflict,
  onAct,
}: {
  asked: ConflictQuestionView
  conflict: ConflictView
  onAct: () => void
}) {
  const { words, acts } = useConflictPage()
  const { say } = words
  const { question, of, by, twin, isUnsure, moved } = asked
  const id = useId()
  const titleOf = (id: string | null) => conflict.entries.find((entry) => entry.id === id)?.title ?? ''
  const [from, to] = [titleOf(of), titleOf(by)]
  const move = () => {
    onAct()
    void acts.act({ action: 'move', question, from: of, to: by }, ({ added }) =>
      say(added > 0 ? 'done.moved' : 'done.known', { from, to }),
    )
  }
  const remove = (entryId: string, text: string) => {
    onAct()
    void acts.act({ action: 'move', question: text, from: entryId, to: null }, () =>
      say('done.removed', { from: titleOf(entryId) }),
    )
  }
  const where =
    twin === null
      ? say(isUnsure ? 'q.unsure' : 'q.taken', { of: from, by: to })
      : twin === question
        ? say('q.same')
        : say('q.twin', { of: from, by: to, twin })
  const button = (label: string, onClick: () => void) => (
    <button type="button" class="button" aria-disabled={acts.isBusy} aria-describedby={id} onClick={onClick}>
      {label}
    </button>
  )
  const shown = (entryId: string, text: string) => (
    <a class="button quiet" href={hrefOf('entries', [entryId], { question: text })} aria-describedby={id}>
      {say('showIn', { title: titleOf(entryId) })}
    </a>
  )
  return (
    <li>
      <p>
        <q lang="fr" id={id}>
          {question}
        </q>{' '}
        <span class="hint">{where}</span>
      </p>
      {moved ? (
        <p class="good">{say('q.moved')}</p>
      ) : (
        <div class="actions">
          {by !== null && twin === null && button(say('move', { title: to }), move)}
          {by !== null && twin !== null && button(say('keepIn', { title: from }), () => remove(by, twin))}
          {by !== null && twin !== null && button(say('keepIn', { title: to }), () => remove(of, question))}
          {shown(of, question)}
          {by !== null && twin !== null && shown(by, twin)}
        </div>
      )}
    </li>
  )
}
