import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import { pressedDigit } from '../../../ui/kit/pressed-digit.js'
import type { WordKey } from '../../../ui/kit/words.js'
import { CandidateChoice } from './candidate-choice.js'
import { type Decision, decide } from './decide.js'
import { useSecondsLeft } from './use-seconds-left.js'
import type { Validations, Waiting } from './use-validations.js'
import { WrittenAnswer } from './written-answer.js'

/**
 * One answer after the other, each decided by one press: a digit sends that entry, N says that none is right, R writes one. What is shown stays
 * until the agent has decided, whatever comes or goes meanwhile.
 */
export function ValidationDialog({ validations, onClose }: { validations: Validations; onClose: () => void }) {
  const { t, session, state } = useConsole()
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const [shown, setShown] = useState<Waiting | null>(validations.waiting[0] ?? null)
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set())
  const [writing, setWriting] = useState(false)
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<{ text: string; isProblem: boolean } | null>(null)
  useEffect(() => {
    dialog.current?.showModal()
    heading.current?.focus()
  }, [])
  const goOn = (behind: ReadonlySet<string>) => {
    const next = validations.waiting.find(({ id }) => !behind.has(id)) ?? null
    setDecided(behind)
    setShown(next)
    setWriting(false)
    heading.current?.focus()
  }
  const send = async (decision: Decision) => {
    if (!shown || busy) return
    setBusy(true)
    const result = await decide(session.api, shown.id, decision)
    setBusy(false)
    const isDone = 'done' in result
    setTold({ text: isDone ? t(result.done) : result.problem || t('trust.failed'), isProblem: !isDone })
    if (isDone) goOn(new Set([...decided, shown.id]))
    void validations.read()
  }
  const skip = () => {
    setTold(null)
    goOn(new Set([...decided, shown?.id ?? '']))
  }
  const write = (now: boolean) => {
    setWriting(now)
    // The form goes with the button that was pressed in it.
    if (!now) heading.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // In the form of an answer, what is asked before it is sent among it, letters are hers.
    const isTyping = event.target instanceof Element && event.target.closest('form') !== null
    // A key that is held down would decide the next answers too.
    if (isTyping || event.repeat || !state.preferences.shortcuts) return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const action = actionOf(event, shown, { send, write: () => write(true) })
    if (!action) return
    event.preventDefault()
    action()
  }
  return (
    <dialog
      ref={dialog}
      class="help check-dialog"
      aria-labelledby="check-title"
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <div class="help-head">
        <h2 id="check-title" ref={heading} tabIndex={-1}>
          {t('trust.dialog')}
        </h2>
        <button type="button" class="button quiet icon-only" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
          <span class="visually-hidden">{t('close')}</span>
        </button>
      </div>
      <p role="status" class={told?.isProblem ? 'field-error' : 'check-told'}>
        {told?.text}
      </p>
      {shown ? (
        <ToCheck key={shown.id} shown={shown} writing={writing} send={send} skip={skip} write={write} />
      ) : (
        <p>{t('trust.allDone')}</p>
      )}
    </dialog>
  )
}

/** What a key does; digits are the entries in their order. */
function actionOf(
  event: KeyboardEvent,
  shown: Waiting | null,
  { send, write }: { send: (decision: Decision) => Promise<void>; write: () => void },
): (() => void) | null {
  if (!shown) return null
  const key = event.key.toLowerCase()
  if (key === 'n') return () => void send({ decision: 'refuse' })
  if (key === 'r') return write
  const digit = pressedDigit(event)
  const candidate = digit === null ? undefined : shown.candidates[digit - 1]
  return candidate ? () => void send(decisionFor(shown, candidate.entryId)) : null
}

function decisionFor(shown: Waiting, entryId: string): Decision {
  return entryId === shown.entryId ? { decision: 'confirm' } : { decision: 'choose', entryId }
}

interface ToCheckProps {
  shown: Waiting
  writing: boolean
  send: (decision: Decision) => Promise<void>
  skip: () => void
  write: (now: boolean) => void
}

function ToCheck({ shown, writing, send, skip, write }: ToCheckProps) {
  const { t } = useConsole()
  return (
    <>
      <Asked shown={shown} skip={skip} />
      <h3>{t('trust.answers')}</h3>
      <ol class="check-answers">
        {shown.candidates.map((candidate, index) => (
          <CandidateChoice
            key={candidate.entryId}
            candidate={candidate}
            digit={index + 1}
            proposed={candidate.entryId === shown.entryId}
            onSend={() => void send(decisionFor(shown, candidate.entryId))}
          />
        ))}
      </ol>
      {writing ? (
        <WrittenAnswer onSend={(text) => void send({ decision: 'write', text })} onCancel={() => write(false)} />
      ) : (
        <div class="actions">
          <button type="button" class="button" onClick={() => void send({ decision: 'refuse' })}>
            <Icon name="close" /> {t('trust.none')} <kbd>N</kbd>
          </button>
          <button type="button" class="button" onClick={() => write(true)}>
            {t('trust.write')} <kbd>R</kbd>
          </button>
        </div>
      )}
      <p class="hint">{t('trust.noneHint')}</p>
    </>
  )
}

function Asked({ shown, skip }: { shown: Waiting; skip: () => void }) {
  const { t } = useConsole()
  const left = useSecondsLeft(shown.until)
  const languageKey = `language.${shown.language}` as WordKey
  return (
    <>
      <blockquote class="check-question">
        <span class="visually-hidden">{t('trust.question')} </span>
        <bdi lang={shown.language}>{shown.question}</bdi>
      </blockquote>
      <p class="check-facts">
        {left > 0 ? <strong>{t('trust.left', { seconds: left })}</strong> : <strong>{t('trust.over')}</strong>}
        {shown.language !== 'fr' && <span>{t('trust.askedIn', { language: t(languageKey) })}</span>}
        {shown.page && <span class="page">{t('trust.askedOn', { page: shown.page })}</span>}
        {left <= 0 && (
          <button type="button" class="button" onClick={skip}>
            {t('trust.next')}
          </button>
        )}
      </p>
      <p class="hint">{t('trust.intro')}</p>
    </>
  )
}
