import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type CitizenQuestion, MAX_QUESTION_LENGTH } from '../../../../platform/model/entry.js'
import { Button } from '../../../../ui/kit/button.js'
import { CheckField } from '../../../../ui/kit/field.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { formatDay } from '../../../../ui/kit/moment-in-words.js'
import { FEWEST_QUESTIONS } from '../../lint/question-style.js'
import { citizenQuestionsOf, withoutQuestions } from '../../model/entry-diff.js'
import { useEntries } from '../entry-states.js'
import { fieldId, useEditor } from './editor-context.js'
import { likenessesOf, splitPasted } from './question-list.js'
import { FieldNotes } from './text-field.js'

/** As many as the server takes. */
const MOST = 500

/** Changes the questions. @param field path of what changes: typing in one is one step to undo */
type PutQuestions = (field: string, make: (before: string[]) => string[]) => void

/** The questions by which citizens find the entry, as they type them. */
export function QuestionsField() {
  const { say, many } = useEntries().words
  const { content, change } = useEditor()
  const { questions } = content
  const likenesses = useMemo(() => likenessesOf(questions), [questions])
  const fromCitizens = useMemo(() => citizenQuestionsOf(content), [content])
  const [isNarrow, setNarrow] = useState(false)
  const adding = useRef<HTMLTextAreaElement>(null)
  const put: PutQuestions = (field, make) =>
    change(field, (before) => ({ ...before, questions: make(before.questions) }))
  const doubles = [...likenesses].filter(([, { kind }]) => kind === 'same').map(([at]) => at)
  return (
    <>
      <p class="hint">{say('questions.hint')}</p>
      <p class={questions.length < FEWEST_QUESTIONS ? 'entry-fact trouble' : 'entry-fact'}>
        {many('questions.count', questions.length)}{' '}
        {questions.length < FEWEST_QUESTIONS && say('questions.few', { count: FEWEST_QUESTIONS })}
      </p>
      {doubles.length > 0 && <Doubles doubles={doubles} put={put} adding={adding} />}
      <AddQuestions
        area={adding}
        onAdd={(added) => put('questions', (before) => [...before, ...added].slice(0, MOST))}
      />
      {fromCitizens.size > 0 && (
        <CheckField
          label={many('questions.onlyFromCitizens', fromCitizens.size)}
          isChecked={isNarrow}
          onCheck={setNarrow}
        />
      )}
      <QuestionList likenesses={likenesses} fromCitizens={fromCitizens} isNarrow={isNarrow} put={put} adding={adding} />
    </>
  )
}

interface ChangingProps {
  put: PutQuestions
  /** Where others are added: the focus goes there when no question is left to take it. */
  adding: RefObject<HTMLTextAreaElement | null>
}

/** The questions that are there twice, and keeping each once. */
function Doubles({ doubles, put, adding }: ChangingProps & { doubles: readonly number[] }) {
  const { say, many } = useEntries().words
  const { tell } = useEditor()
  return (
    <p>
      {many('questions.doubles', doubles.length)}{' '}
      <Button
        label={say('questions.removeDoubles')}
        onClick={() => {
          put('questions', (before) => before.filter((_, at) => !doubles.includes(at)))
          tell(many('questions.doublesRemoved', doubles.length))
          adding.current?.focus()
        }}
      />
    </p>
  )
}

interface QuestionListProps extends ChangingProps {
  /** By place, what a question is too like. */
  likenesses: ReturnType<typeof likenessesOf>
  fromCitizens: ReadonlyMap<string, CitizenQuestion>
  /** Those that citizens asked alone are shown. */
  isNarrow: boolean
}

/** Each question in its field. */
function QuestionList({ likenesses, fromCitizens, isNarrow, put, adding }: QuestionListProps) {
  const { say } = useEntries().words
  const { content, change, tell } = useEditor()
  const { questions } = content
  // Without any left, all are shown again.
  const isShown = (question: string) => !isNarrow || fromCitizens.size === 0 || fromCitizens.has(question)
  const list = useRef<HTMLOListElement>(null)
  /** The place of the question that takes the focus once one was removed. */
  const next = useRef<number | null>(null)
  useEffect(() => {
    if (next.current === null) return
    const inputs = list.current?.querySelectorAll<HTMLInputElement>('li:not([hidden]) input')
    const target = inputs?.[Math.min(next.current, inputs.length - 1)] ?? adding.current
    next.current = null
    target?.focus()
  })
  const remove = (at: number) => {
    const removed = questions[at] ?? ''
    next.current = questions.slice(0, at).filter(isShown).length
    put('questions', (before) => before.filter((_, place) => place !== at))
    // One of two that are the same keeps what is known of both.
    if (questions.filter((one) => one === removed).length === 1)
      change('questions', (before) => withoutQuestions(before, (question) => question === removed))
    tell(say('questions.removed'))
  }
  return (
    <ol class="entry-questions" ref={list}>
      {questions.map((question, at) => (
        <li key={at} value={at + 1} hidden={!isShown(question)}>
          <Question
            at={at}
            question={question}
            known={fromCitizens.get(question)}
            likeness={likenesses.get(at)}
            onValue={(value) =>
              put(`questions.${at}`, (before) => before.map((one, place) => (place === at ? value : one)))
            }
            onRemove={() => remove(at)}
          />
        </li>
      ))}
    </ol>
  )
}

interface QuestionProps {
  at: number
  question: string
  known: CitizenQuestion | undefined
  likeness: ReturnType<typeof likenessesOf> extends Map<number, infer One> ? One | undefined : never
  onValue: (value: string) => void
  onRemove: () => void
}

function Question({ at, question, known, likeness, onValue, onRemove }: QuestionProps) {
  const { say } = useEntries().words
  const { faultOf } = useEditor()
  const field = `questions.${at}`
  const id = fieldId(field)
  return (
    <>
      <div class="entry-line">
        <input
          id={id}
          type="text"
          lang="fr"
          maxLength={MAX_QUESTION_LENGTH}
          value={question}
          autocomplete="off"
          aria-label={say('questions.one', { number: at + 1 })}
          aria-invalid={faultOf(field) !== ''}
          aria-describedby={`${id}-citizens ${id}-error ${id}-like`}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
        <Button
          look="quiet"
          label={say('remove')}
          aria-label={say('questions.removeOne', { question: question || say('questions.one', { number: at + 1 }) })}
          onClick={onRemove}
        />
      </div>
      <FromCitizens id={`${id}-citizens`} known={known} />
      <p id={`${id}-like`} class="entry-fact trouble">
        {likeness && say(`questions.${likeness.kind}`, { question: likeness.question })}
      </p>
      <FieldNotes field={field} />
    </>
  )
}

/** That citizens asked it in these words: how many, and who put it here. */
function FromCitizens({ id, known }: { id: string; known: CitizenQuestion | undefined }) {
  const { words, language } = useEntries()
  const { say, many } = words
  if (!known) return <p id={id} class="entry-fact" />
  const { people, addedBy, addedOn, reportedBy } = known
  const added = { name: addedBy, day: formatDay(addedOn, language) }
  return (
    <p id={id} class="entry-fact">
      <span class="citizen-mark">
        <Icon name="person" /> {many('questions.fromCitizens', people)}
      </span>{' '}
      {reportedBy ? say('questions.addedFromRemark', { ...added, agent: reportedBy }) : say('questions.addedBy', added)}
    </p>
  )
}

interface AddProps {
  area: RefObject<HTMLTextAreaElement | null>
  onAdd: (added: string[]) => void
}

function AddQuestions({ area, onAdd }: AddProps) {
  const { say, many } = useEntries().words
  const { content, tell } = useEditor()
  const [text, setText] = useState('')
  const [repeated, setRepeated] = useState<string[]>([])
  const add = () => {
    const found = splitPasted(text, content.questions)
    setRepeated(found.repeated)
    if (found.added.length > 0) onAdd(found.added)
    tell(many('questions.added', found.added.length))
    setText('')
    area.current?.focus()
  }
  return (
    <div class="field entry-adding">
      <label for="field-questions">{say('questions.add')}</label>
      <textarea
        id="field-questions"
        ref={area}
        lang="fr"
        rows={2}
        value={text}
        aria-describedby="field-questions-hint"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          add()
        }}
      />
      <p id="field-questions-hint" class="hint">
        {say('questions.addHint')}
      </p>
      <div class="actions">
        <Button
          label={say('questions.addButton')}
          isOff={text.trim() === ''}
          onClick={() => text.trim() !== '' && add()}
        />
      </div>
      <div role="status">
        {repeated.length > 0 && (
          <>
            <p>{many('questions.repeated', repeated.length)}</p>
            <ul class="entry-repeated" lang="fr">
              {repeated.map((question) => (
                <li key={question}>{question}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}
