import { useConsole } from '../console-context.js'
import { MAX_NOTE_LENGTH } from './note-length.js'

/** A note for colleagues, which the citizen never sees. */
export function NoteField({ id, value, onChange }: { id: string; value: string; onChange: (note: string) => void }) {
  const { t } = useConsole()
  return (
    <div class="field">
      <label for={id}>{t('lifecycle.noteLabel')}</label>
      <textarea
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
