import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { MAX_ANSWER_LENGTH } from './answer-length.js'
import { useConsole } from './console-context.js'
import { Icon } from './icon.js'
import { useFocusWish } from './use-focus-wish.js'
import { plural } from './words.js'

/** The counter shows when fewer characters are left. */
const NEAR_LIMIT = 200

/** Where the agent writes. The draft is kept by the session, so that a reload or a glance at another conversation loses nothing. */
export function Composer({ handoffId }: { handoffId: string }) {
  const { session, state } = useConsole()
  return (
    <ComposerForm
      text={state.drafts[handoffId] ?? ''}
      onDraft={(text) => session.draft(handoffId, text)}
      onSend={() => session.send(handoffId)}
    />
  )
}

/** What is being written, and where it goes. */
export interface Writing {
  text: string
  onDraft: (text: string) => void
  onSend: () => void
}

/** The same wherever the words go: to a citizen, or to an exercise. */
export function ComposerForm({ text, onDraft, onSend }: Writing) {
  const { t } = useConsole()
  const area = useRef<HTMLTextAreaElement>(null)
  const [error, setError] = useState(false)
  useFocusWish('composer', area)
  useGrowingHeight(area, text)
  const tooLong = text.length > MAX_ANSWER_LENGTH
  const send = () => {
    const empty = text.trim() === ''
    setError(empty)
    if (!empty && !tooLong) onSend()
    area.current?.focus()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <label for="answer">{t('composer.label')}</label>
      <textarea
        ref={area}
        id="answer"
        rows={2}
        value={text}
        spellcheck
        aria-invalid={error || tooLong}
        aria-describedby="answer-error answer-hint"
        onInput={(event) => {
          setError(false)
          onDraft(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <p id="answer-error" class="field-error" role="status">
        {error && t('composer.empty')}
        <Counter length={text.length} />
      </p>
      <div class="composer-foot">
        <p id="answer-hint" class="hint">
          {t('composer.hint')}
        </p>
        <button type="submit" class="button main" disabled={tooLong}>
          <Icon name="send" /> {t('composer.send')}
        </button>
      </div>
    </form>
  )
}

function Counter({ length }: { length: number }) {
  const { t, language } = useConsole()
  const left = MAX_ANSWER_LENGTH - length
  if (left >= NEAR_LIMIT) return null
  return <>{left < 0 ? plural(t, language, 'composer.tooLong', -left) : plural(t, language, 'composer.left', left)}</>
}

/** The area grows with its text, up to the limit that the style sheet sets. */
function useGrowingHeight(area: preact.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    if (text !== '') element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
  }, [area, text])
}
