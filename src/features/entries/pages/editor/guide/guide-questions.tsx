import { useEffect, useState } from 'preact/hooks'
import {
  MOST_GUIDE_CHOICES,
  MOST_QUESTIONS,
  type WrittenChoice,
  type WrittenGuide,
  type WrittenQuestion,
} from '../../../../../platform/model/guide.js'
import { Button } from '../../../../../ui/kit/button.js'
import { useEntries } from '../../entry-states.js'
import { fieldId, useEditor } from '../editor-context.js'
import { FieldNotes, TextField } from '../text-field.js'
import { changeQuestion, repliesOf, withChoice, withoutChoice, withoutQuestion, withQuestion } from './edit-guide.js'

/** Changes the guide, as one step to undo for each field. */
export type EditGuide = (field: string, make: (before: WrittenGuide) => WrittenGuide) => void

interface Props {
  guide: WrittenGuide
  edit: EditGuide
}

/** The questions, each with its answers. */
export function GuideQuestions({ guide, edit }: Props) {
  const { say } = useEntries().words
  const { tell } = useEditor()
  const { questions } = guide
  return (
    <section aria-labelledby="guide-questions" class="guide-part">
      <h4 id="guide-questions" tabIndex={-1}>
        {say('guide.questions')}
      </h4>
      <FieldNotes field="guide.questions" />
      <ol class="entry-items">
        {questions.map((question, at) => (
          <li key={question.slot} class="guide-item">
            <Question
              at={at}
              question={question}
              edit={edit}
              onRemove={() => {
                edit('questions', (before) => withoutQuestion(before, at))
                tell(say('guide.questionRemoved'))
                document.getElementById('guide-questions')?.focus()
              }}
            />
          </li>
        ))}
      </ol>
      {questions.length < MOST_QUESTIONS && (
        <div class="actions">
          <Button
            label={say('guide.addQuestion')}
            onClick={() => {
              edit('questions', withQuestion)
              focusSoon(`guide.questions.${questions.length}.text`)
            }}
          />
        </div>
      )}
    </section>
  )
}

interface QuestionProps {
  at: number
  question: WrittenQuestion
  edit: EditGuide
  onRemove: () => void
}

function Question({ at, question, edit, onRemove }: QuestionProps) {
  const { say } = useEntries().words
  const field = `guide.questions.${at}`
  const own = `questions.${at}`
  const { text, help, choices } = question
  const number = at + 1
  return (
    <fieldset class="guide-fieldset">
      <legend>{say('guide.questionAt', { number })}</legend>
      <FieldNotes field={field} />
      <TextField
        field={`${field}.text`}
        label={say('guide.text')}
        hint={say('guide.textHint')}
        value={text}
        isContent
        maxLength={160}
        onValue={(value) => edit(`${own}.text`, (before) => changeQuestion(before, at, { text: value }))}
      />
      <TextField
        field={`${field}.help`}
        label={say('guide.help')}
        hint={say('guide.helpHint')}
        value={help ?? ''}
        isContent
        maxLength={300}
        onValue={(value) => edit(`${own}.help`, (before) => withHelp(before, at, value))}
      />
      <ol class="guide-choices">
        {choices.map((choice, choiceAt) => (
          <li key={choice.value}>
            <Choice at={at} choiceAt={choiceAt} choice={choice} question={question} edit={edit} />
          </li>
        ))}
      </ol>
      <div class="actions">
        {choices.length < MOST_GUIDE_CHOICES && (
          <Button
            label={say('guide.addChoice')}
            onClick={() => {
              edit(`${own}.choices`, (before) => withChoice(before, at))
              focusSoon(`${field}.choices.${choices.length}.label`)
            }}
          />
        )}
        <Button look="quiet" label={say('guide.removeQuestion', { number })} onClick={onRemove} />
      </div>
    </fieldset>
  )
}

interface ChoiceProps {
  at: number
  choiceAt: number
  choice: WrittenChoice
  question: WrittenQuestion
  edit: EditGuide
}

/** An answer that can be chosen, and other words for it. */
function Choice({ at, choiceAt, choice, question: { choices }, edit }: ChoiceProps) {
  const { say } = useEntries().words
  const { tell } = useEditor()
  const field = `guide.questions.${at}.choices`
  const own = `questions.${at}.choices`
  const put = (name: string, part: Partial<WrittenChoice>) =>
    edit(`${own}.${choiceAt}.${name}`, (before) =>
      changeQuestion(before, at, {
        choices: choices.map((one, place) => (place === choiceAt ? { ...one, ...part } : one)),
      }),
    )
  return (
    <>
      <div class="pair">
        <TextField
          field={`${field}.${choiceAt}.label`}
          label={say('guide.choice', { number: choiceAt + 1 })}
          value={choice.label}
          isContent
          maxLength={60}
          onValue={(label) => put('label', { label })}
        />
        <RepliesField
          field={`${field}.${choiceAt}.replies`}
          replies={choice.replies}
          onValue={(line) => put('replies', { replies: repliesOf(line) })}
        />
      </div>
      {choices.length > 2 && (
        <Button
          look="quiet"
          label={say('remove')}
          aria-label={say('guide.removeChoice', { label: choice.label || String(choiceAt + 1) })}
          onClick={() => {
            edit(own, (before) => withoutChoice(before, at, choiceAt))
            tell(say('guide.choiceRemoved'))
            document.getElementById(fieldId(`${field}.0.label`))?.focus()
          }}
        />
      )}
    </>
  )
}

function withHelp(guide: WrittenGuide, at: number, value: string): WrittenGuide {
  const questions = guide.questions.map(({ help, ...rest }, place): WrittenQuestion => {
    if (place !== at) return help === undefined ? rest : { ...rest, help }
    return value === '' ? rest : { ...rest, help: value }
  })
  return { ...guide, questions }
}

function focusSoon(field: string): void {
  requestAnimationFrame(() => document.getElementById(fieldId(field))?.focus())
}

/** Other words for an answer, on one line; what is typed stays as it is typed. */
function RepliesField({
  field,
  replies,
  onValue,
}: {
  field: string
  replies: readonly string[]
  onValue: (line: string) => void
}) {
  const { say } = useEntries().words
  const [line, setLine] = useState(replies.join(', '))
  const written = replies.join('\n')
  useEffect(() => {
    // Undone, or taken from elsewhere.
    if (repliesOf(line).join('\n') !== written) setLine(written.split('\n').join(', '))
  }, [written])
  return (
    <TextField
      field={field}
      label={say('guide.replies')}
      hint={say('guide.repliesHint')}
      value={line}
      isContent
      onValue={(value) => {
        setLine(value)
        onValue(value)
      }}
    />
  )
}
