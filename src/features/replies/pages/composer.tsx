import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { withoutPersonalNumbers } from '../../../platform/security/personal-numbers.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { useFocusWish } from '../../../ui/kit/focus.js'
import { Icon } from '../../../ui/kit/icon.js'
import { LengthCounter, MAX_ANSWER_LENGTH, useGrowingHeight } from '../../../ui/kit/length-counter.js'
import { copilotRoutes } from '../../handoffs/copilot-contract.js'
import type { Handoff } from '../../handoffs/handoff.js'
import { type ComposerMode, draftKey } from './draft-keys.js'
import { FOLD_ID, useFolded } from './folded.js'
import { ModeSwitch } from './mode-switch.js'
import type { PickOption } from './pick-options.js'
import { optionId, PICKER_ID, PickerList } from './picker-list.js'
import { insertText, RepliesDialog, replaceText } from './replies-dialog.js'
import { type SendFaults, SendWarning, sendFaults } from './send-warning.js'
import { SuggestionStrip } from './suggestion-strip.js'
import type { Trigger } from './trigger.js'
import { useCardSender } from './use-card-sender.js'
import { useCopilotKeys } from './use-copilot-keys.js'
import { useNoteSender } from './use-note-sender.js'
import { usePicker } from './use-picker.js'
import { useReplies } from './use-replies.js'
import { useSuggestions } from './use-suggestions.js'

interface ComposerProps {
  handoff: Handoff
  /** What alone may be written here; without it, the agent chooses. */
  only?: ComposerMode
}

/**
 * Where the agent writes, to the citizen or for her colleagues. Both drafts are kept by the session, so that a reload or a glance at another conversation
 * loses nothing. Another conversation opens on its answer: a note is never written by habit where the citizen reads.
 */
export function Composer({ handoff, only }: ComposerProps) {
  const { t, session, state } = useConsole()
  const area = useRef<HTMLTextAreaElement>(null)
  const [mode, setMode] = useState<ComposerMode>(only ?? 'answer')
  const [error, setError] = useState('')
  const [faults, setFaults] = useState<SendFaults | null>(null)
  const [told, setTold] = useState('')
  const [dialog, setDialog] = useState(false)
  const [repliesSerial, setRepliesSerial] = useState(0)
  const note = useNoteSender(handoff.id)
  const { folded, fold } = useFolded()
  const key = draftKey(handoff.id, mode)
  const text = state.drafts[key] ?? ''
  const seq = lastCitizenSeq(state.detail?.transcript.messages)
  const suggestions = useSuggestions(only === 'note' ? null : handoff.id, seq)
  const replies = useReplies(only === 'note' ? null : handoff, repliesSerial)
  const suggested = (suggestions.view?.replies ?? []).flatMap((id) => replies.find((one) => one.id === id) ?? [])
  const card = useCardSender(handoff.id, setTold)
  useFocusWish('composer', area)
  useGrowingHeight(area, text)

  const insert = (inserted: string, language: string, from?: number) => {
    if (area.current) insertText(area.current, inserted, from)
    setTold(t(language === handoff.language ? 'copilot.inserted' : 'copilot.insertedFrench'))
  }
  const pick = async ({ id, reply }: PickOption, { from }: Trigger) => {
    if (reply) return insert(reply.text, reply.language, from)
    try {
      const entry = await session.api.ask(copilotRoutes.entry, { params: { id: handoff.id, entryId: id } })
      insert(entry.text, entry.language, from)
    } catch {
      setTold(t('copilot.insertFailed'))
    }
  }
  const picker = usePicker(area, replies, (option, trigger) => void pick(option, trigger))
  const onInsert = (place: number) => {
    const chosen = place <= 3 ? suggestions.view?.entries[place - 1] : suggested[place - 4]
    if (chosen && only !== 'note') insert(chosen.text, chosen.language)
  }
  const onMode = useCallback(
    (next: ComposerMode) => {
      if (only) return
      setMode(next)
      setError('')
      setFaults(null)
      area.current?.focus()
    },
    [only],
  )
  useCopilotKeys(session, { onInsert, onMode })

  const tooLong = text.length > MAX_ANSWER_LENGTH
  const sendNow = () => {
    setFaults(null)
    session.send(handoff.id)
    area.current?.focus()
  }
  const send = async () => {
    setTold('')
    if (text.trim() === '') {
      setError(t(mode === 'note' ? 'copilot.noteEmpty' : 'composer.empty'))
      area.current?.focus()
      return
    }
    if (tooLong) return
    if (mode === 'note') {
      const fault = await note.send()
      setError(fault ?? '')
      setTold(fault ? '' : t('copilot.noteSaved'))
      return
    }
    const found = sendFaults(text)
    if (found) setFaults(found)
    else sendNow()
  }
  const removeNumbers = () => {
    if (area.current) replaceText(area.current, withoutPersonalNumbers(text))
    setFaults(null)
    setTold(t('copilot.warnRemoved'))
  }
  const { enterSends } = state.preferences
  return (
    <>
      {only !== 'note' && !folded && (
        <SuggestionStrip
          handoff={handoff}
          suggestions={suggestions}
          replies={suggested}
          sending={card.sending}
          onInsert={insert}
          onSend={(entry) => void card.send(entry)}
          onFold={() => fold(true)}
        />
      )}
      <form
        class={`composer ${mode}`}
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <div class="composer-head">
          {!only && <ModeSwitch mode={mode} onMode={onMode} />}
          <TypingSign handoffId={handoff.id} />
          <div class="composer-tools">
            {only !== 'note' && folded && (
              <button
                id={FOLD_ID}
                type="button"
                class="button quiet"
                title={t('copilot.show')}
                aria-label={t('copilot.show')}
                aria-expanded={false}
                onClick={() => fold(false)}
              >
                <Icon name="sheet" /> <span class="composer-word">{t('copilot.title')}</span>
              </button>
            )}
            {mode === 'answer' && (
              <button type="button" class="button quiet" title={t('copilot.open')} onClick={() => setDialog(true)}>
                <Icon name="menu" /> <span class="composer-word">{t('copilot.open')}</span>
              </button>
            )}
          </div>
        </div>
        <label for="answer" class={only ? undefined : 'visually-hidden'}>
          {t(mode === 'note' ? 'copilot.noteLabel' : 'composer.label')}
        </label>
        <div class="composer-field">
          {mode === 'answer' && <PickerList picker={picker} language={handoff.language} />}
          <textarea
            ref={area}
            id="answer"
            rows={1}
            value={text}
            spellcheck
            lang={mode === 'note' ? 'fr' : handoff.language}
            dir="auto"
            readOnly={note.busy}
            aria-invalid={error !== '' || tooLong}
            aria-describedby="answer-error answer-hint"
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls={picker.trigger ? PICKER_ID : undefined}
            aria-activedescendant={picker.trigger && picker.options.length > 0 ? optionId(picker.active) : undefined}
            onInput={(event) => {
              setError('')
              setFaults(null)
              setTold('')
              if (mode === 'note') session.keepDraft(key, event.currentTarget.value)
              else session.draft(key, event.currentTarget.value)
              if (mode === 'answer') picker.follow()
            }}
            onKeyUp={(event) =>
              mode === 'answer' && /^(Arrow(Left|Right)|Home|End)$/.test(event.key) && picker.follow()
            }
            onClick={() => mode === 'answer' && picker.follow()}
            onBlur={() => picker.close()}
            onKeyDown={(event) => {
              if (mode === 'answer' && picker.press(event)) return
              if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return
              const isPlain = enterSends && !event.shiftKey && !event.altKey
              if (!isPlain && !event.ctrlKey && !event.metaKey) return
              event.preventDefault()
              void send()
            }}
          />
        </div>
        {faults && (
          <SendWarning
            faults={faults}
            onFix={() => {
              setFaults(null)
              area.current?.focus()
            }}
            onRemove={removeNumbers}
            onSend={sendNow}
          />
        )}
        <p id="answer-error" class="field-error" role="status">
          {error}
          <LengthCounter length={text.length} />
        </p>
        <div class="composer-foot">
          {/* What was just done stands in the place of the hint: the field does not move for it. */}
          <p id="answer-hint" class={told ? 'visually-hidden' : 'hint'}>
            {mode === 'note'
              ? t('copilot.noteHint')
              : `${t(enterSends ? 'copilot.enterHint' : 'composer.hint')} ${t('copilot.hint')}`}
          </p>
          <p class="hint told" role="status">
            {told}
          </p>
          <Button
            type="submit"
            look="main"
            icon={mode === 'note' ? 'note' : 'send'}
            label={t(mode === 'note' ? 'copilot.noteSend' : 'composer.send')}
            disabled={tooLong || note.busy}
          />
        </div>
      </form>
      {dialog && (
        <RepliesDialog
          draft={text}
          onClose={() => setDialog(false)}
          onChanged={() => setRepliesSerial(repliesSerial + 1)}
        />
      )}
    </>
  )
}

function lastCitizenSeq(messages: readonly { author: string; seq: number }[] = []): number {
  return messages.findLast(({ author }) => author === 'citizen')?.seq ?? 0
}

/** That the citizen writes, in the line above the answer: nothing moves for it. */
export function TypingSign({ handoffId }: { handoffId: string }) {
  const { t, session } = useConsole()
  const { citizenTyping } = session
  const [typing, setTyping] = useState(citizenTyping.isTyping(handoffId))
  useEffect(() => {
    const read = () => setTyping(citizenTyping.isTyping(handoffId))
    read()
    return citizenTyping.subscribe(read)
  }, [citizenTyping, handoffId])
  return <span class="citizen-typing">{typing && t('copilot.typing')}</span>
}
