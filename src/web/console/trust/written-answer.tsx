import { useEffect, useRef, useState } from 'preact/hooks'
import { MAX_ANSWER_LENGTH } from '../answer-length.js'
import { useConsole } from '../console-context.js'

/** An answer in the agent's own words. */
export function WrittenAnswer({ onSend, onCancel }: { onSend: (text: string) => void; onCancel: () => void }) {
  const { t } = useConsole()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  useEffect(() => area.current?.focus(), [])
  const send = () => {
    setMissing(text.trim() === '')
    if (text.trim() === '') area.current?.focus()
    else onSend(text.trim())
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <label for="check-written">{t('trust.written')}</label>
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
          setText(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <p id="check-written-error" class="field-error" role="status">
        {missing && t('trust.empty')}
      </p>
      <div class="actions">
        <button type="submit" class="button main">
          {t('trust.sendWritten')}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
