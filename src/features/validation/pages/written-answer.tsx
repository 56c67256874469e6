import { useState } from 'preact/hooks'
import { withoutPersonalNumbers } from '../../../platform/security/personal-numbers.js'
import { useConsole } from '../../../ui/console/console-context.js'
import { MAX_ANSWER_LENGTH } from '../../../ui/kit/answer-length.js'
import { useFocusOnOpen } from '../../../ui/kit/use-focus-on-open.js'
import { replaceText } from '../../replies/pages/insert-text.js'
import { type SendFaults, sendFaults } from '../../replies/pages/send-faults.js'
import { SendWarning } from '../../replies/pages/send-warning.js'

/** An answer in the agent's own words. */
export function WrittenAnswer({ onSend, onCancel }: { onSend: (text: string) => void; onCancel: () => void }) {
  const { t } = useConsole()
  const area = useFocusOnOpen<HTMLTextAreaElement>()
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  const [faults, setFaults] = useState<SendFaults | null>(null)
  const send = () => {
    setMissing(text.trim() === '')
    if (text.trim() === '') return area.current?.focus()
    const found = sendFaults(text)
    if (found) setFaults(found)
    else onSend(text.trim())
  }
  const goBack = () => {
    setFaults(null)
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
          setFaults(null)
          setText(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      {faults && (
        <SendWarning
          faults={faults}
          onFix={goBack}
          onRemove={() => {
            if (area.current) replaceText(area.current, withoutPersonalNumbers(text))
            goBack()
          }}
          onSend={() => {
            setFaults(null)
            onSend(text.trim())
          }}
        />
      )}
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
