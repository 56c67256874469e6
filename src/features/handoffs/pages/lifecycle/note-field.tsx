import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'

/** Longest note that the server takes, in characters; a test compares both. */
export const MAX_NOTE_LENGTH = 500

interface NoteFieldProps {
  id: string
  value: string
  onChange: (note: string) => void
  /** Whether it has just been opened to be written in. */
  focused?: boolean
}

/** A note for colleagues, which the citizen never sees. */
export function NoteField({ id, value, onChange, focused = false }: NoteFieldProps) {
  const { t } = useConsole()
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (focused) area.current?.focus()
  }, [focused])
  return (
    <div class="field">
      <label for={id}>{t('lifecycle.noteLabel')}</label>
      <textarea
        ref={area}
        id={id}
        rows={2}
        maxLength={MAX_NOTE_LENGTH}
        spellcheck
        value={value}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class="hint">
        {t('lifecycle.noteHint')}
      </p>
    </div>
  )
}
