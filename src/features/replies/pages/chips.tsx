import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Handoff } from '../../../platform/model/handoff.js'
import type { AgentConsole } from '../../../ui/kit/agent-console.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { Icon } from '../../../ui/kit/icon.js'
import { percentOf } from '../../../ui/kit/turn-in-words.js'
import type { SuggestionsView } from '../../handoffs/copilot-contract.js'
import type { ReplyView } from '../contract.js'
import type { Suggestions } from './use-suggestions.js'

/** An entry that is proposed for the citizen's last words. */
export type SuggestedEntry = SuggestionsView['entries'][number]

/** From which confidence a word is said; the calibrated probability stands beside it. */
const LEVELS = [
  [0.8, 'copilot.sure.high'],
  [0.5, 'copilot.sure.good'],
  [0.2, 'copilot.sure.fair'],
] as const

/** A confidence as a word and a number: "très probable (94 %)". Pure. */
export function confidenceInWords(confidence: number, t: Translate, language: string): string {
  const [, key] = LEVELS.find(([from]) => confidence >= from) ?? [0, 'copilot.sure.low' as const]
  return t('copilot.confidence', { words: t(key), percent: percentOf(confidence, language) })
}

interface ChipsProps {
  handoff: Pick<Handoff, 'language'>
  suggestions: Suggestions
  /** The suggested replies, in order. */
  replies: readonly ReplyView[]
  onEntry: (entry: SuggestedEntry) => void
  onReply: (reply: ReplyView) => void
  /** Opens the list of all of a kind, as its sign does where one writes. */
  onAll: (sign: '/' | '#') => void
}

/** One line over the composer: what curated content offers for the citizen's last words. A press puts it where one writes; nothing leaves by itself. */
export function Chips({ handoff, suggestions, replies, onEntry, onReply, onAll }: ChipsProps) {
  const { t, language } = useConsole()
  const { view, reading, failed } = useStill(suggestions)
  const entries = view?.entries ?? []
  const inFrench = (written: string) => written !== handoff.language && <em> {t('copilot.inFrench')}</em>
  return (
    <section class="chips-line" aria-label={t('copilot.title')} aria-busy={reading}>
      <ul>
        {entries.map((entry, index) => (
          <li key={entry.id}>
            <button
              type="button"
              class="chip proposed"
              aria-keyshortcuts={`Alt+${index + 1}`}
              title={`${entry.title} : ${confidenceInWords(entry.confidence, t, language)}`}
              onClick={() => onEntry(entry)}
            >
              <Icon name="sheet" />
              <span class="visually-hidden">{t('copilot.insert')} </span>
              <span class="chip-words" lang={entry.language} dir="auto">
                {entry.title}
              </span>{' '}
              <small>{percentOf(entry.confidence, language)}</small>
              {inFrench(entry.language)}
            </button>
          </li>
        ))}
        {view && entries.length === 0 && (
          <li class="hint">{failed ? t('copilot.failed') : t(view.question ? 'copilot.none' : 'copilot.waiting')}</li>
        )}
        {replies.map((reply, index) => (
          <li key={reply.id}>
            <button
              type="button"
              class="chip"
              aria-keyshortcuts={`Alt+${index + 4}`}
              title={reply.text}
              onClick={() => onReply(reply)}
            >
              <Icon name="chat" />
              <span class="visually-hidden">{t('copilot.insert')} </span>
              <span class="chip-words">{reply.title}</span>
              {inFrench(reply.language)}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="chip more" title={t('copilot.openTitle')} onClick={() => onAll('/')}>
        <kbd>/</kbd> {t('copilot.open')}
      </button>
      <button type="button" class="chip more" title={t('copilot.openEntriesTitle')} onClick={() => onAll('#')}>
        <kbd>#</kbd> {t('copilot.openEntries')}
      </button>
    </section>
  )
}

/** While a finger or a mouse presses here, what is under it stays. */
function useStill(suggestions: Suggestions): Suggestions {
  const [pressing, setPressing] = useState(false)
  const shown = useRef(suggestions)
  useEffect(() => {
    const onDown = ({ target }: PointerEvent) =>
      setPressing(target instanceof Element && target.closest('.chips-line') !== null)
    // The press itself is heard after the finger is up.
    const onUp = () => setTimeout(() => setPressing(false))
    const heard = { pointerdown: onDown, pointerup: onUp, pointercancel: onUp }
    for (const [name, listener] of Object.entries(heard)) addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(heard)) removeEventListener(name, listener as EventListener)
    }
  }, [])
  if (!pressing) shown.current = suggestions
  return shown.current
}

/**
 * Alt and a digit of the upper row insert what is proposed at that place, from 1; those of the numeric pad are left, by which Windows types letters
 * (Alt + 144). Off with the other shortcuts, and in a dialog.
 */
export function useChipKeys(session: AgentConsole, onInsert: (place: number) => void): void {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isPlainAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
      const digit = /^Digit([1-5])$/.exec(event.code)?.[1]
      if (!digit || !session.state.preferences.shortcuts || !isPlainAlt || document.querySelector('dialog[open]'))
        return
      onInsert(Number(digit))
      event.preventDefault()
      event.stopPropagation()
    }
    // Before the console's own shortcuts.
    addEventListener('keydown', onKeyDown, true)
    return () => removeEventListener('keydown', onKeyDown, true)
  }, [session, onInsert])
}
