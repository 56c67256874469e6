import { createContext, type RefObject } from 'preact'
import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import en from '../../../../../knowledge/messages/admin-answers.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-answers.fr.json' with { type: 'json' }
import type { AnswersStop } from '../../../../platform/http/shapes.js'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import { Button } from '../../../../ui/kit/button.js'
import { AreaField } from '../../../../ui/kit/field.js'
import { ActMessage } from '../../../../ui/kit/form.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { SectionProps } from '../../../../ui/kit/page-props.js'
import { pageWords } from '../../../../ui/kit/page-words.js'
import { hrefOf } from '../../../../ui/kit/place.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { useAct } from '../../../../ui/kit/use-act.js'
import { type AnswersView, answersRoutes } from '../../../settings/answers-contract.js'

const MAX_WHY_LENGTH = 500

/** The one switch by which every question goes to a person, with what happens then; undone from the same place. */
export function AnswersPage({ api, language }: SectionProps) {
  const { say } = answersWords(language)
  const { stop, onRead } = useContext(AnswersContext)
  const [why, setWhy] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { isBusy, problem, run, tell } = useAct(say('failed'))
  const [done, setDone] = useState<'doneStopped' | 'doneResumed' | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    api.ask(answersRoutes.answers).then(onRead, () => tell(say('failed')))
  }, [api, onRead])
  const move = async (stopped: boolean) => {
    tell('')
    setDone(null)
    setMissing(stopped && why.trim() === '')
    if (stopped && why.trim() === '') return void field.current?.focus()
    await run(async () => {
      onRead(await api.ask(answersRoutes.stopAnswers, { body: { stopped, why: why.trim() } }))
      setWhy('')
      setDone(stopped ? 'doneStopped' : 'doneResumed')
      // The form is another one now: the focus goes to what says so.
      title.current?.focus()
    })
  }
  return (
    <Sheet id="answers" title={say(stop ? 'title.stopped' : 'title.answering')} heading={title} class="answers">
      <p role="status">{done && say(done)}</p>
      <ActMessage problem={problem} />
      {stop && <p>{stoppedBy(stop, language)}</p>}
      <p>{say(stop?.suspended ? 'now.suspended' : stop ? 'now.stopped' : 'now.answering')}</p>
      {!stop && (
        <ul>
          <li>{say('effect.questions')}</li>
          <li>{say('effect.told')}</li>
          <li>{say('effect.danger')}</li>
          <li>{say('effect.pages')}</li>
        </ul>
      )}
      {!stop?.suspended && (
        <SwitchForm
          language={language}
          isStopped={stop !== null}
          input={field}
          why={why}
          isMissing={isMissing}
          isBusy={isBusy}
          onWhy={setWhy}
          onMove={() => void move(!stop)}
        />
      )}
    </Sheet>
  )
}

interface SwitchProps {
  language: StaffLanguage
  isStopped: boolean
  input: RefObject<HTMLTextAreaElement | null>
  why: string
  isMissing: boolean
  isBusy: boolean
  onWhy: (why: string) => void
  onMove: () => void
}

/** The switch, and why it is moved: that is to be said of a stop. */
function SwitchForm({ language, isStopped, input, why, isMissing, isBusy, onWhy, onMove }: SwitchProps) {
  const { say } = answersWords(language)
  return (
    <form
      class="alert-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onMove()
      }}
    >
      <AreaField
        id="answers-why"
        label={say(isStopped ? 'why.resume' : 'why.stop')}
        hint={say('why.hint')}
        error={isMissing ? say('why.missing') : ''}
        input={input}
        rows={2}
        maxLength={MAX_WHY_LENGTH}
        value={why}
        required={!isStopped}
        onValue={onWhy}
      />
      <div class="actions">
        <Button
          type="submit"
          look={isStopped ? 'main' : undefined}
          class={isStopped ? undefined : 'stop'}
          label={say(isStopped ? 'resume' : 'stop')}
          isOff={isBusy}
        />
      </div>
    </form>
  )
}

/** Whether the assistant answers by itself, known to the whole administration. */
interface AnswersState {
  /** `null` while it answers, and until it is known. */
  stop: AnswersStop | null
  /** Tells the frame what the server has just said. */
  onRead: (view: AnswersView) => void
}

/** See {@link AnswersState}. */
export const AnswersContext = createContext<AnswersState>({ stop: null, onRead: () => {} })

/** The sentences of the switch of the answers. */
export const answersWords = pageWords<keyof typeof fr>(fr, en)

/** Who stopped it, when and why, in a sentence. */
function stoppedBy({ since, by, why, suspended }: AnswersStop, language: StaffLanguage): string {
  const moment = momentInWords(since, language, new Date())
  return answersWords(language).say(suspended ? 'suspendedBy' : 'stoppedBy', { by, moment, why })
}

/** Above every page, while the assistant does not answer by itself: since when, who stopped it and why. */
export function StopBanner({ language, mayResume }: { language: StaffLanguage; mayResume: boolean }) {
  const { say } = answersWords(language)
  const { stop } = useContext(AnswersContext)
  return (
    <div role="status" class="stop-status">
      {stop && (
        <div class="stop-banner">
          <Icon name="alert" />
          <p>
            <strong>{say('stopped')}</strong> {stoppedBy(stop, language)}
          </p>
          {mayResume && !stop.suspended && <a href={hrefOf('answers')}>{say('toSwitch')}</a>}
        </div>
      )}
    </div>
  )
}
