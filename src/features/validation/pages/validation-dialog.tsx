import { useEffect, useRef, useState } from 'preact/hooks'
import { pressedDigit } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import type { WordKey } from '../../../ui/kit/console-words.js'
import { Dialog } from '../../../ui/kit/dialog.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { Icon } from '../../../ui/kit/icon.js'
import { MAX_ANSWER_LENGTH } from '../../../ui/kit/length-counter.js'
import { type StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { percentOf } from '../../../ui/kit/turn-in-words.js'
import { Why } from '../../../ui/kit/why.js'
import { CommuneBadge } from '../../handoffs/pages/queue/communes.js'
import { SendWarning, useSendCheck } from '../../replies/pages/send-warning.js'
import { type Decision, type ValidationView, validationRoutes } from '../contract.js'
import type { Validations, Waiting } from './use-validations.js'

/** Sends a decision. @returns what to tell the agent: the key of a sentence when it was done, the server's sentence otherwise */
async function decide(api: StaffApi, id: string, decision: Decision): Promise<{ done: WordKey } | { problem: string }> {
  try {
    await api.ask(validationRoutes.decide, { params: { id }, body: decision })
    return { done: DONE[decision.decision] }
  } catch (error) {
    return { problem: sentenceOf(error) }
  }
}

const DONE = {
  confirm: 'validation.sentConfirmed',
  choose: 'validation.sentEdited',
  write: 'validation.sentEdited',
  refuse: 'validation.sentRefused',
} as const satisfies Record<Decision['decision'], WordKey>

/** The answers in their turn: which one is shown, and what is done with it. */
function useTurns(validations: Validations) {
  const { t, session } = useConsole()
  const heading = useRef<HTMLHeadingElement>(null)
  const [shown, setShown] = useState<Waiting | null>(validations.waiting[0] ?? null)
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set())
  const [writing, setWriting] = useState(false)
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<{ text: string; isProblem: boolean } | null>(null)
  useEffect(() => heading.current?.focus(), [])
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
    setTold({ text: isDone ? t(result.done) : result.problem || t('validation.failed'), isProblem: !isDone })
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
  return { heading, shown, told, acts: { writing, send, skip, write } }
}

/**
 * One answer after the other, each decided by one press: a digit sends that entry, N says that none is right, R writes one. What is shown stays
 * until the agent has decided, whatever comes or goes meanwhile.
 */
export function ValidationDialog({ validations, onClose }: { validations: Validations; onClose: () => void }) {
  const { t, state } = useConsole()
  const { heading, shown, told, acts } = useTurns(validations)
  const onKeyDown = (event: KeyboardEvent) => {
    // In the form of an answer, what is asked before it is sent among it, letters are hers.
    const isTyping = event.target instanceof Element && event.target.closest('form') !== null
    // A key that is held down would decide the next answers too.
    if (isTyping || event.repeat || !state.preferences.shortcuts) return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const action = actionOf(event, shown, { send: acts.send, write: () => acts.write(true) })
    if (!action) return
    event.preventDefault()
    action()
  }
  return (
    <Dialog
      class="check-dialog"
      title={t('validation.dialog')}
      close={t('close')}
      heading={heading}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <p role="status" class={told?.isProblem ? 'field-error' : 'check-told'}>
        {told?.text}
      </p>
      {shown ? <ToCheck key={shown.id} shown={shown} {...acts} /> : <p>{t('validation.allDone')}</p>}
    </Dialog>
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
      <h3>{t('validation.answers')}</h3>
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
            <Icon name="close" /> {t('validation.none')} <kbd>N</kbd>
          </button>
          <button type="button" class="button" onClick={() => write(true)}>
            {t('validation.write')} <kbd>R</kbd>
          </button>
        </div>
      )}
      <p class="hint">{t('validation.noneHint')}</p>
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
        <span class="visually-hidden">{t('validation.question')} </span>
        <bdi lang={shown.language}>{shown.question}</bdi>
      </blockquote>
      <p class="check-facts">
        <CommuneBadge communeId={shown.communeId} />
        {left > 0 ? (
          <strong>{t('validation.left', { seconds: left })}</strong>
        ) : (
          <strong>{t('validation.over')}</strong>
        )}
        {shown.language !== 'fr' && <span>{t('validation.askedIn', { language: t(languageKey) })}</span>}
        {shown.page && <span class="page">{t('validation.askedOn', { page: shown.page })}</span>}
        {left <= 0 && <Button label={t('validation.next')} onClick={skip} />}
      </p>
      <p class="hint">{t('validation.intro')}</p>
    </>
  )
}

/** Whole seconds until an instant (epoch ms), each second; 0 afterwards. */
function useSecondsLeft(until: number): number {
  const read = () => Math.max(0, Math.ceil((until - Date.now()) / 1000))
  const [left, setLeft] = useState(read)
  useEffect(() => {
    setLeft(read())
    const timer = setInterval(() => setLeft(read()), 1000)
    return () => clearInterval(timer)
  }, [until])
  return left
}

interface CandidateChoiceProps {
  candidate: ValidationView['candidates'][number]
  /** The key that sends it. */
  digit: number
  proposed: boolean
  onSend: () => void
}

/** An entry that may be sent: how sure the assistant is, why, and what the citizen would read first. */
function CandidateChoice({ candidate, digit, proposed, onSend }: CandidateChoiceProps) {
  const { t, language } = useConsole()
  const { title, confidence, summary, nearest, matchedWords } = candidate
  return (
    <li class={proposed ? 'check-answer proposed' : 'check-answer'}>
      <div>
        <p class="candidate-head">
          <span class="candidate-title" lang="fr">
            {title}
          </span>
          <span class="candidate-percent">{percentOf(confidence, language)}</span>
        </p>
        {proposed && (
          <p class="check-proposed">
            <Icon name="spark" /> {t('validation.proposed')}
          </p>
        )}
        {summary && <p lang="fr">{summary}</p>}
        <Why matchedWords={matchedWords} nearest={nearest === title ? null : nearest} />
      </div>
      <button type="button" class={proposed ? 'button main' : 'button'} onClick={onSend}>
        <span aria-hidden="true">{t('validation.send')}</span>
        <span class="visually-hidden">{t('validation.sendNamed', { title })}</span> <kbd>{digit}</kbd>
      </button>
    </li>
  )
}

/** An answer in the agent's own words. */
function WrittenAnswer({ onSend, onCancel }: { onSend: (text: string) => void; onCancel: () => void }) {
  const { t } = useConsole()
  const area = useFocusOnOpen<HTMLTextAreaElement>()
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  const check = useSendCheck(area, { onSend: () => onSend(text.trim()) })
  const send = () => {
    setMissing(text.trim() === '')
    if (text.trim() === '') return area.current?.focus()
    check.send(text)
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <label for="check-written">{t('validation.yours')}</label>
      <textarea
        ref={area}
        id="check-written"
        rows={3}
        maxLength={MAX_ANSWER_LENGTH}
        value={text}
        spellcheck
        aria-invalid={missing}
        aria-describedby="check-written-error"
        onInput={(event) => {
          setMissing(false)
          check.clear()
          setText(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      {check.warning && <SendWarning {...check.warning} />}
      <p id="check-written-error" class="field-error" role="status">
        {missing && t('validation.empty')}
      </p>
      <div class="actions">
        <Button type="submit" look="main" label={t('validation.sendWritten')} />
        <Button label={t('cancel')} onClick={onCancel} />
      </div>
    </form>
  )
}
