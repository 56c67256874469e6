import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { useConsole } from '../console-context.js'
import { NoteField } from './note-field.js'

/** A note that most do not write: a button beside the others opens its field, so that the short way stays short. */
export function useOptionalNote(id: string): { note: string; field: ComponentChild; button: ComponentChild } {
  const { t } = useConsole()
  const [note, setNote] = useState('')
  const [open, setOpen] = useState(false)
  const button = (
    <button type="button" class="button quiet" onClick={() => setOpen(true)}>
      {t('lifecycle.addNote')}
    </button>
  )
  return {
    note,
    field: open ? <NoteField id={id} value={note} onChange={setNote} focused /> : null,
    button: open ? null : button,
  }
}
