import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Handoff } from '../../../platform/model/handoff.js'
import { Button } from '../../../ui/kit/button.js'
import { useLiveCommand } from '../../../ui/kit/commands/command.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { useFocusWish } from '../../../ui/kit/focus.js'
import { Icon } from '../../../ui/kit/icon.js'
import { LengthCounter, MAX_ANSWER_LENGTH, useGrowingHeight } from '../../../ui/kit/length-counter.js'
import { copilotRoutes, type InsertedEntryView } from '../../handoffs/copilot-contract.js'
import type { ReplyView } from '../contract.js'
import { Chips, useChipKeys } from './chips.js'
import { cardKey, JoinedCardLine, readJoinedCard } from './joined-card.js'
import { useNoteSender } from './note-item.js'
import { type ComposerMode, draftKey, noteKey, type PickOption, type Trigger } from './pick-options.js'
import { optionId, PICKER_ID, PickerList } from './picker-list.js'
import { insertText, RepliesDialog } from './replies-dialog.js'
import { SendWarning, useSendCheck } from './send-warning.js'
import { type Picker, usePicker, useReplies } from './use-picker.js'
import { useSuggestions } from './use-suggestions.js'

interface ComposerProps {
  handoff: Handoff
  /** What alone may be written here; without it, the agent chooses. */
  only?: ComposerMode
}

/**
 * Where the agent writes, to the citizen or for her colleagues: one line that grows, under one line of what may be put in it. Both drafts are kept by
 * the session, so that a reload or a glance at another conversation loses nothing. Another conversation opens on its answer: a note is never written by
 * habit where the citizen reads.
 */
export function Composer({ handoff, only }: ComposerProps) {
  const { t, session, state } = useConsole()
  const area = useRef<HTMLTextAreaElement>(null)
  const writing = useWriting(handoff, area, only)
  const { mode, text } = writing
  const insertion = useInsertion(handoff, area, { isOff: only === 'note', onTold: writing.tell })
  useFocusWish('composer', area)
  useGrowingHeight(area, text)
  const isAnswer = mode === 'answer'
  const card = isAnswer ? readJoinedCard(state.drafts[cardKey(handoff.id)]) : null
  return (
    <>
      {isAnswer && <Chips handoff={handoff} {...insertion.chips} />}
      {isAnswer && handoff.language !== 'fr' && (
        <p class="hint reads" title={t('copilot.reads', { language: t(`language.${handoff.language}`) })}>
          {t('copilot.reads', { language: t(`language.${handoff.language}`) })}
        </p>
      )}
      <form
        class={`composer ${mode}`}
        onSubmit={(event) => {
          event.preventDefault()
          void writing.send()
        }}
      >
        {!only && <ModeSwitch mode={mode} onMode={writing.setMode} />}
        <label for="answer" class="visually-hidden">
          {t(isAnswer ? 'composer.label' : 'copilot.noteLabel')}
        </label>
        <WritingField {...{ handoff, area, writing, insertion }} />
        <Button
          type="submit"
          look="main"
          icon={isAnswer ? 'send' : 'note'}
          label={t(isAnswer ? 'composer.send' : 'copilot.noteSend')}
          disabled={writing.isTooLong || writing.isBusy}
        />
        {card && <JoinedCardLine card={card} onRemove={() => session.keepDraft(cardKey(handoff.id), '')} />}
        {writing.warning && <SendWarning {...writing.warning} />}
        <Below {...writing} />
      </form>
      {insertion.hasDialog && (
        <RepliesDialog draft={text} onClose={insertion.closeDialog} onChanged={insertion.readAgain} />
      )}
    </>
  )
}

interface WritingFieldProps {
  handoff: Handoff
  area: RefObject<HTMLTextAreaElement | null>
  writing: ReturnType<typeof useWriting>
  insertion: ReturnType<typeof useInsertion>
}

/** The line that grows, under the list of what may be put in an answer. */
function WritingField({ handoff, area, writing, insertion: { picker, openDialog } }: WritingFieldProps) {
  const { t, state } = useConsole()
  const isAnswer = writing.mode === 'answer'
  return (
    <div class="composer-field">
      {isAnswer && <PickerList picker={picker} language={handoff.language} onManage={openDialog} />}
      <textarea
        ref={area}
        id="answer"
        rows={1}
        value={writing.text}
        spellcheck
        lang={isAnswer ? handoff.language : 'fr'}
        dir="auto"
        placeholder={t(isAnswer ? 'composer.placeholder' : 'copilot.noteLabel')}
        readOnly={writing.isBusy}
        aria-invalid={writing.said.error !== '' || writing.isTooLong}
        aria-describedby="answer-error answer-hint"
        {...ariaOf(picker)}
        onInput={(event) => {
          writing.write(event.currentTarget.value)
          if (isAnswer) picker.follow()
        }}
        onKeyUp={(event) => isAnswer && /^(Arrow(Left|Right)|Home|End)$/.test(event.key) && picker.follow()}
        onClick={() => isAnswer && picker.follow()}
        onBlur={() => picker.close()}
        onKeyDown={(event) => {
          if (isAnswer && picker.press(event)) return
          if (!isSending(event, state.preferences.enterSends)) return
          event.preventDefault()
          void writing.send()
        }}
      />
    </div>
  )
}

/** Under the field: what is at fault, how it is sent, and what was just done. */
function Below({ mode, text, said }: Pick<ReturnType<typeof useWriting>, 'mode' | 'text' | 'said'>) {
  const { t, state } = useConsole()
  const isAnswer = mode === 'answer'
  return (
    <>
      <p id="answer-error" class="field-error" role="status">
        {said.error}
        <LengthCounter length={text.length} />
      </p>
      <p id="answer-hint" class={isAnswer ? 'visually-hidden' : 'hint'}>
        {isAnswer
          ? `${t(state.preferences.enterSends ? 'copilot.enterHint' : 'composer.hint')} ${t('copilot.hint')}`
          : t('copilot.noteHint')}
      </p>
      <p class="hint told" role="status">
        {said.told}
      </p>
    </>
  )
}

/** Enter with Ctrl or Cmd; alone where the agent has asked for it. */
function isSending(event: KeyboardEvent, enterSends: boolean): boolean {
  if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return false
  return event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey && !event.altKey)
}

function ariaOf({ trigger, options, active }: Picker) {
  const isOpen = trigger !== null
  return {
    'aria-autocomplete': 'list' as const,
    'aria-haspopup': 'listbox' as const,
    'aria-controls': isOpen ? PICKER_ID : undefined,
    'aria-activedescendant': isOpen && options.length > 0 ? optionId(active) : undefined,
  }
}

/** What is said under the field: a fault, or what was just done. */
interface Said {
  error: string
  told: string
}

const NOTHING: Said = { error: '', told: '' }

/** To whom is written: chosen, or asked for by a key, where both may be. @param onChosen what was said is of the other one */
function useMode(
  area: RefObject<HTMLTextAreaElement | null>,
  only: ComposerMode | undefined,
  onChosen: () => void,
): [ComposerMode, (mode: ComposerMode) => void] {
  const [mode, chooseMode] = useState<ComposerMode>(only ?? 'answer')
  const setMode = (next: ComposerMode) => {
    if (only) return
    chooseMode(next)
    onChosen()
    area.current?.focus()
  }
  useLiveCommand('note', () => setMode('note'))
  useLiveCommand('answer', () => setMode('answer'))
  return [mode, setMode]
}

/** The words that are being written, to whom, and how they leave: checked first. */
function useWriting(handoff: Handoff, area: RefObject<HTMLTextAreaElement | null>, only: ComposerMode | undefined) {
  const { t, session, state } = useConsole()
  const [said, setSaid] = useState<Said>(NOTHING)
  const tell = (told: string) => setSaid({ error: '', told })
  const note = useNoteSender(handoff.id)
  const check = useSendCheck(area, {
    onSend: () => {
      session.send(handoff.id)
      area.current?.focus()
    },
    onRemoved: () => tell(t('copilot.warnRemoved')),
  })
  const startAfresh = () => {
    setSaid(NOTHING)
    check.clear()
  }
  const [mode, setMode] = useMode(area, only, startAfresh)
  const key = draftKey(handoff.id, mode)
  const text = state.drafts[key] ?? ''
  const hasCard = mode === 'answer' && state.drafts[cardKey(handoff.id)] !== undefined
  const isTooLong = text.length > MAX_ANSWER_LENGTH
  const send = async () => {
    setSaid(NOTHING)
    if (text.trim() === '' && !hasCard) {
      setSaid({ error: t(mode === 'note' ? 'copilot.noteEmpty' : 'composer.empty'), told: '' })
      area.current?.focus()
      return
    }
    if (isTooLong) return
    if (mode === 'answer') return check.send(text)
    const fault = await note.send()
    setSaid({ error: fault ?? '', told: fault ? '' : t('copilot.noteSaved') })
  }
  const write = (words: string) => {
    startAfresh()
    if (mode === 'note') session.keepDraft(key, words)
    else session.draft(key, words)
  }
  const { warning } = check
  return { mode, setMode, text, write, send, warning, isTooLong, isBusy: note.busy, said, tell }
}

/** What may be put in the answer: proposals, ready replies and entries; what is inserted is edited, and leaves when the agent sends it. */
function useInsertion(
  handoff: Handoff,
  area: RefObject<HTMLTextAreaElement | null>,
  { isOff, onTold }: { isOff: boolean; onTold: (sentence: string) => void },
) {
  const { t, session, state } = useConsole()
  const [serial, setSerial] = useState(0)
  const [hasDialog, setDialog] = useState(false)
  const seq = state.detail?.transcript.messages.findLast(({ author }) => author === 'citizen')?.seq ?? 0
  const suggestions = useSuggestions(isOff ? null : handoff.id, seq)
  const replies = useReplies(isOff ? null : handoff, serial)
  const suggested = (suggestions.view?.replies ?? []).flatMap((id) => replies.find((one) => one.id === id) ?? [])
  const insert = (text: string, language: string, from?: number) => {
    if (area.current) insertText(area.current, text, from)
    onTold(t(language === handoff.language ? 'copilot.inserted' : 'copilot.insertedFrench'))
  }
  const onReply = ({ text, language }: ReplyView) => insert(text, language)
  const onEntry = ({ id, title, answer, french, language, sheet }: InsertedEntryView, from?: number) => {
    insert(answer, language, from)
    const card = { entryId: id, title, sheet, ...(french === undefined ? {} : { french }) }
    session.keepDraft(cardKey(handoff.id), JSON.stringify(card))
  }
  const pick = async ({ id, reply }: PickOption, { from }: Trigger) => {
    if (reply) return insert(reply.text, reply.language, from)
    try {
      onEntry(await session.api.ask(copilotRoutes.entry, { params: { id: handoff.id, entryId: id } }), from)
    } catch {
      onTold(t('copilot.insertFailed'))
    }
  }
  const picker = usePicker(area, replies, (option, trigger) => void pick(option, trigger))
  /** The sign is typed for her: the same list, by the same keys. */
  const onAll = (sign: '/' | '#') => {
    const field = area.current
    if (!field) return
    field.focus()
    const before = field.value.slice(0, field.selectionStart)
    insertText(field, before === '' || /\s$/.test(before) ? sign : ` ${sign}`, field.selectionStart)
    picker.follow()
  }
  useChipKeys(session, (place) => {
    const entry = place <= 3 ? suggestions.view?.entries[place - 1] : undefined
    const reply = suggested[place - 4]
    if (entry) onEntry(entry)
    else if (reply) onReply(reply)
  })
  return {
    picker,
    chips: { suggestions, replies: suggested, onEntry: (entry: InsertedEntryView) => onEntry(entry), onReply, onAll },
    hasDialog,
    openDialog: () => setDialog(true),
    closeDialog: () => setDialog(false),
    readAgain: () => setSerial(serial + 1),
  }
}

/** To the citizen, or for colleagues: two drawings, two colours, and words for whoever cannot see them. */
function ModeSwitch({ mode, onMode }: { mode: ComposerMode; onMode: (mode: ComposerMode) => void }) {
  const { t } = useConsole()
  return (
    <fieldset class="mode-switch">
      <legend class="visually-hidden">{t('copilot.mode')}</legend>
      {(['answer', 'note'] as const).map((one) => (
        <label key={one} class={`mode ${one}`} title={t(`copilot.mode.${one}`)}>
          <input type="radio" name="composer-mode" checked={mode === one} onChange={() => onMode(one)} />
          <span class="mode-face">
            <Icon name={one === 'note' ? 'note' : 'chat'} />
            <span class="visually-hidden">{t(`copilot.mode.${one}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** That the citizen writes, over the end of the thread: nothing moves for it. */
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

/** A way to leave a note in a conversation that one does not hold, or that has ended. */
export function NoteBelow({ handoff }: { handoff: Handoff }) {
  const { t, state } = useConsole()
  const [open, setOpen] = useState(state.drafts[noteKey(handoff.id)] !== undefined)
  if (open) return <Composer handoff={handoff} only="note" />
  return (
    <Button look="quiet" class="note-below" icon="note" label={t('copilot.noteAdd')} onClick={() => setOpen(true)} />
  )
}
