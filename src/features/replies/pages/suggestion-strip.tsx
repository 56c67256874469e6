import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import { percentOf } from '../../../ui/kit/turn-in-words.js'
import type { Translate } from '../../../ui/kit/words.js'
import type { InsertedEntryView, ReplyView, SuggestionsView } from '../../handoffs/copilot-contract.js'
import type { Handoff } from '../../handoffs/handoff.js'
import { FOLD_ID } from './folded.js'
import type { Suggestions } from './use-suggestions.js'

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

interface StripProps {
  handoff: Handoff
  suggestions: Suggestions
  /** The suggested replies, in order. */
  replies: readonly ReplyView[]
  /** Id of the entry that is being sent. */
  sending: string | null
  onInsert: (text: string, language: string) => void
  onSend: (entry: InsertedEntryView) => void
  onFold: () => void
}

/** What curated content offers for the citizen's last words. Its height is kept, so that the field below never moves. */
export function SuggestionStrip(props: StripProps) {
  const { t } = useConsole()
  const { view, reading, failed } = useStill(props.suggestions)
  return (
    <section class="suggestions" aria-labelledby="suggestions-title" aria-busy={reading}>
      <div class="suggestions-head">
        <h3 id="suggestions-title">{t('copilot.title')}</h3>
        {view?.question && (
          <p class="suggestions-about" dir="auto">
            {t('copilot.about', { question: view.question })}
          </p>
        )}
        <Button
          look="quiet"
          icon="down"
          label={t('copilot.hideShort')}
          id={FOLD_ID}
          aria-expanded={true}
          aria-label={t('copilot.hide')}
          onClick={props.onFold}
        />
      </div>
      <Body {...props} view={view} failed={failed} />
    </section>
  )
}

/** While a finger or a mouse presses here, what is under it stays. */
function useStill(suggestions: Suggestions): Suggestions {
  const [pressing, setPressing] = useState(false)
  const shown = useRef(suggestions)
  useEffect(() => {
    const onDown = ({ target }: PointerEvent) =>
      setPressing(target instanceof Element && target.closest('.suggestions') !== null)
    // The press itself is heard after the finger is up.
    const onUp = () => setTimeout(() => setPressing(false))
    addEventListener('pointerdown', onDown)
    addEventListener('pointerup', onUp)
    addEventListener('pointercancel', onUp)
    return () => {
      removeEventListener('pointerdown', onDown)
      removeEventListener('pointerup', onUp)
      removeEventListener('pointercancel', onUp)
    }
  }, [])
  if (!pressing) shown.current = suggestions
  return shown.current
}

function Body({ view, failed, ...props }: StripProps & { view: SuggestionsView | null; failed: boolean }) {
  const { t } = useConsole()
  const entries = view?.entries ?? []
  const empty = failed ? t('copilot.failed') : t(view?.question ? 'copilot.none' : 'copilot.waiting')
  return (
    <div class="suggestions-body">
      <ol class="suggested-entries" aria-label={t('copilot.entries')}>
        {entries.map((entry, place) => (
          <EntryItem key={entry.id} {...props} entry={entry} place={place + 1} />
        ))}
        {view && entries.length === 0 && <li class="hint">{empty}</li>}
      </ol>
      <ol class="suggested-replies" aria-label={t('copilot.replies')}>
        {props.replies.map((reply, place) => (
          <ReplyItem key={reply.id} {...props} reply={reply} place={place + 4} />
        ))}
      </ol>
    </div>
  )
}

function EntryItem({
  entry,
  place,
  handoff,
  sending,
  onInsert,
  onSend,
}: StripProps & { entry: SuggestionsView['entries'][number]; place: number }) {
  const { t, language } = useConsole()
  const { id, title, text, sheet, confidence, language: written } = entry
  return (
    <li class="suggested">
      <button
        type="button"
        class="suggested-main"
        aria-keyshortcuts={`Alt+${place}`}
        onClick={() => onInsert(text, written)}
      >
        <span class="suggested-key" aria-hidden="true">
          {place}
        </span>
        <span class="visually-hidden">{t('copilot.insert')} </span>
        <span class="suggested-title" lang={written} dir="auto">
          {title}
        </span>
        <span class="suggested-more">
          {confidenceInWords(confidence, t, language)}
          {written !== handoff.language && ` · ${t('copilot.inFrench')}`}
        </span>
      </button>
      <a class="button quiet icon-only" href={sheet} target="_blank" rel="noopener noreferrer">
        <Icon name="sheet" />
        <span class="visually-hidden">
          {t('copilot.sheet', { title })} {t('newTab')}
        </span>
      </a>
      <Button
        look="quiet"
        icon={sending === id ? 'clock' : 'send'}
        label={t('copilot.send', { title })}
        isIconOnly
        title={t('copilot.send', { title })}
        disabled={sending !== null}
        onClick={() => onSend(entry)}
      />
    </li>
  )
}

function ReplyItem({ reply, place, handoff, onInsert }: StripProps & { reply: ReplyView; place: number }) {
  const { t } = useConsole()
  return (
    <li class="suggested">
      <button
        type="button"
        class="suggested-main"
        aria-keyshortcuts={`Alt+${place}`}
        onClick={() => onInsert(reply.text, reply.language)}
      >
        <span class="suggested-key" aria-hidden="true">
          {place}
        </span>
        <span class="visually-hidden">{t('copilot.insert')} </span>
        <span class="suggested-title">{reply.title}</span>
        <span class="suggested-more" lang={reply.language} dir="auto">
          {reply.language !== handoff.language && <span class="mark-badge">{t('copilot.inFrench')}</span>}
          {reply.text}
        </span>
      </button>
    </li>
  )
}
