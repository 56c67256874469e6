import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { useFocusWish } from '../../../ui/kit/focus.js'
import { LengthCounter, MAX_ANSWER_LENGTH, useGrowingHeight } from '../../../ui/kit/length-counter.js'

/** What is being written, and where it goes. */
export interface Writing {
  text: string
  onDraft: (text: string) => void
  onSend: () => void
}

/** A plain field and its button: words that go to an exercise, without what helps to answer a citizen. */
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
        <LengthCounter length={text.length} />
      </p>
      <div class="composer-foot">
        <p id="answer-hint" class="hint">
          {t('composer.hint')}
        </p>
        <Button type="submit" look="main" icon="send" label={t('composer.send')} disabled={tooLong} />
      </div>
    </form>
  )
}
