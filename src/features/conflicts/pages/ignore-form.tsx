import { useId, useRef, useState } from 'preact/hooks'
import type { ConflictView } from '../routes/conflict-contract.js'
import { useConflictPage } from './conflict-context.js'

interface Props {
  conflict: ConflictView
  headingId: string
  onAct: () => void
}

/** Lets a conflict be, with a reason that colleagues read. */
export function IgnoreForm({ conflict, headingId, onAct }: Props) {
  const { words, acts } = useConflictPage()
  const { say } = words
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const ignore = async () => {
    const why = reason.trim()
    setMissing(why === '')
    if (why === '') return field.current?.focus()
    onAct()
    await acts.act({ action: 'ignore', key: conflict.key, reason: why }, () => say('done.ignored'))
  }
  return (
    <details>
      <summary>{say('ignore')}</summary>
      <form
        class="conflict-remedy"
        noValidate
        aria-labelledby={headingId}
        onSubmit={(event) => {
          event.preventDefault()
          void ignore()
        }}
      >
        <p>{say('ignore.how')}</p>
        <div class="field">
          <label for={id}>{say('ignore.reason')}</label>
          <input
            id={id}
            ref={field}
            type="text"
            maxLength={500}
            value={reason}
            autocomplete="off"
            aria-invalid={isMissing}
            aria-describedby={`${id}-missing`}
            onInput={(event) => {
              setReason(event.currentTarget.value)
              setMissing(false)
            }}
          />
          <p id={`${id}-missing`} class="field-error">
            {isMissing && say('ignore.missing')}
          </p>
        </div>
        <div class="actions">
          <button type="submit" class="button" aria-disabled={acts.isBusy}>
            {say('ignore.do')}
          </button>
        </div>
      </form>
    </details>
  )
}
