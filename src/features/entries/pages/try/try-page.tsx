import type { RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import type { Translate } from '../../../../ui/kit/console-words.js'
import type { PageProps } from '../../../../ui/kit/page-props.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { type StaffApi, sentenceOf } from '../../../../ui/kit/staff-api.js'
import { type Explanation, tryRoutes } from '../../try-contract.js'
import { TriedQuestion, type TryWords, tryWords } from './tried-question.js'
import { TryMany } from './try-many.js'

/** The test bench: one question with everything that decided, or a table of them. */
export function TryPage({ api, t, language }: PageProps) {
  const words = tryWords(language)
  return (
    <>
      <p class="hint">{words.say('intro')}</p>
      <TryOne api={api} t={t} words={words} />
      <TryMany api={api} t={t} words={words} />
    </>
  )
}

interface Props {
  api: StaffApi
  t: Translate
  words: TryWords
}

/** One question, and the whole explanation of what would be done with it. */
function TryOne({ api, t, words }: Props) {
  const { say } = words
  const [question, setQuestion] = useState('')
  const [view, setView] = useState<Explanation | null>(null)
  const [problem, setProblem] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const result = useRef<HTMLHeadingElement>(null)
  const submit = async () => {
    setProblem('')
    if (question.trim() === '') {
      setProblem(say('empty'))
      field.current?.focus()
      return
    }
    try {
      setView(await api.ask(tryRoutes.tryOne, { body: { question } }))
      result.current?.focus()
    } catch (error) {
      setProblem(sentenceOf(error, say('failed')))
    }
  }
  return (
    <Sheet id="try-one" title={say('one')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <QuestionField
          words={words}
          input={field}
          question={question}
          problem={problem}
          onQuestion={(typed) => {
            setQuestion(typed)
            setProblem('')
          }}
          onEnter={() => void submit()}
        />
        <Button type="submit" look="main" label={say('try')} />
      </form>
      <h3 ref={result} tabIndex={-1} hidden={!view}>
        {say('result')}
      </h3>
      {view && <TriedQuestion view={view} t={t} words={words} />}
    </Sheet>
  )
}

interface FieldProps {
  words: TryWords
  input: RefObject<HTMLTextAreaElement | null>
  question: string
  problem: string
  onQuestion: (typed: string) => void
  /** Enter sends; with Shift, it is a line more. */
  onEnter: () => void
}

/** Where a question is typed as a citizen would. */
function QuestionField({ words: { say }, input, question, problem, onQuestion, onEnter }: FieldProps) {
  return (
    <div class="field">
      <label for="try-question">{say('question')}</label>
      <textarea
        id="try-question"
        ref={input}
        rows={2}
        maxLength={2000}
        value={question}
        aria-invalid={problem !== ''}
        aria-describedby="try-hint try-problem"
        onInput={(event) => onQuestion(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
          event.preventDefault()
          onEnter()
        }}
      />
      <p id="try-hint" class="hint">
        {say('questionHint')}
      </p>
      <p id="try-problem" class="field-error" role="alert">
        {problem}
      </p>
    </div>
  )
}
