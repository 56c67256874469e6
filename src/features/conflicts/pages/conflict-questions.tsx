import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { hrefOf } from '../../../ui/kit/place.js'
import type { ConflictEntryView, ConflictQuestionView, ConflictView } from '../contract.js'
import { ActButton, useConflictPage } from './act-button.js'

interface Props {
  conflict: ConflictView
  onAct: () => void
}

/** Questions that are read at once; the others unfold. */
const FIRST = 3

/** The questions of a pair, each with what puts it where it belongs. */
export function ConflictQuestions({ conflict, onAct }: Props) {
  const { say } = useConflictPage().words
  const [a, b] = conflict.entries
  if (!a || !b) return null
  if (conflict.kind === 'same_question') {
    return (
      <Folded questions={conflict.questions}>
        {(asked) => <SharedQuestion asked={asked} entries={conflict.entries} onAct={onAct} />}
      </Folded>
    )
  }
  return (
    <>
      {[
        { from: a, to: b },
        { from: b, to: a },
      ].map(({ from, to }) => {
        const own = conflict.questions.filter(({ of }) => of === from.id)
        return own.length === 0 ? null : (
          <div key={from.id} class="conflict-side">
            <h4>{say('of', { title: from.title })}</h4>
            <Folded questions={own}>
              {(asked) => <TakenQuestion asked={asked} from={from} to={to} onAct={onAct} />}
            </Folded>
          </div>
        )
      })}
    </>
  )
}

interface FoldedProps {
  questions: readonly ConflictQuestionView[]
  children: (asked: ConflictQuestionView) => ComponentChildren
}

/** A list of which the end is folded. */
function Folded({ questions, children }: FoldedProps) {
  const { many } = useConflictPage().words
  const list = (some: readonly ConflictQuestionView[]) => (
    <ul class="conflict-questions">
      {some.map((asked) => (
        <li key={`${asked.of} ${asked.question} ${asked.twin}`}>{children(asked)}</li>
      ))}
    </ul>
  )
  const rest = questions.slice(FIRST)
  return (
    <>
      {list(questions.slice(0, FIRST))}
      {rest.length > 0 && (
        <details>
          <summary>{many('rest', rest.length)}</summary>
          {list(rest)}
        </details>
      )}
    </>
  )
}

interface QuestionProps {
  asked: ConflictQuestionView
  onAct: () => void
}

/** A question that the other entry takes. */
function TakenQuestion({ asked, from, to, onAct }: QuestionProps & { from: ConflictEntryView; to: ConflictEntryView }) {
  const { words } = useConflictPage()
  const { say } = words
  const { question, isUnsure, moved } = asked
  const id = useId()
  const names = { from: from.title, to: to.title }
  return (
    <>
      <p>
        <q lang="fr" id={id}>
          {question}
        </q>{' '}
        <span class="hint">{say(isUnsure ? 'q.unsure' : 'q.taken')}</span>
      </p>
      {moved ? (
        <p class="good">{say('q.moved')}</p>
      ) : (
        <div class="actions">
          <ActButton
            label={say('move')}
            describedBy={id}
            act={{ action: 'move', question, from: from.id, to: to.id }}
            done={({ added }) => say(added > 0 ? 'done.moved' : 'done.known', names)}
            onAct={onAct}
          />
          <a class="button quiet" href={hrefOf('entries', [from.id], { question })} aria-describedby={id}>
            {say('show')}
          </a>
        </div>
      )}
    </>
  )
}

/** A question that both entries have. */
function SharedQuestion({ asked, entries, onAct }: QuestionProps & { entries: readonly ConflictEntryView[] }) {
  const { words } = useConflictPage()
  const { say } = words
  const { question, of, by, twin, moved } = asked
  const id = useId()
  const titleOf = (entryId: string | null) => entries.find((entry) => entry.id === entryId)?.title ?? ''
  if (by === null || twin === null) return null
  const sides = [
    { kept: of, left: by, text: twin, own: question },
    { kept: by, left: of, text: question, own: twin },
  ]
  return (
    <>
      <p>
        <q lang="fr" id={id}>
          {question}
        </q>{' '}
        <span class="hint">
          {twin === question ? say('q.same') : say('q.twin', { of: titleOf(of), by: titleOf(by), twin })}
        </span>
      </p>
      {moved ? (
        <p class="good">{say('q.moved')}</p>
      ) : (
        <div class="actions">
          {sides.map(({ kept, left, text }) => (
            <ActButton
              label={say('keepIn', { title: titleOf(kept) })}
              key={kept}
              describedBy={id}
              act={{ action: 'move', question: text, from: left, to: null }}
              done={() => say('done.removed', { from: titleOf(left) })}
              onAct={onAct}
            />
          ))}
          {sides.map(({ kept, own }) => (
            <a
              key={kept}
              class="button quiet"
              href={hrefOf('entries', [kept], { question: own })}
              aria-describedby={id}
            >
              {say('showIn', { title: titleOf(kept) })}
            </a>
          ))}
        </div>
      )}
    </>
  )
}
