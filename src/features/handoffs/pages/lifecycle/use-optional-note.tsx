import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/console/console-context.js'
import { panelNoteKey } from '../../../replies/pages/draft-keys.js'
import { NoteField } from './note-field.js'

/**
 * A note that most do not write: a button beside the others opens its field, so that the short way stays short. What was begun is kept, and
 * shows at once when its panel opens again.
 */
export function useOptionalNote(
  panel: 'snooze' | 'resolve',
  handoffId: string,
): { note: string; field: ComponentChild; button: ComponentChild } {
  const { t, session, state } = useConsole()
  const key = panelNoteKey(panel, handoffId)
  const note = state.drafts[key] ?? ''
  const [begun] = useState(note !== '')
  const [opened, setOpened] = useState(false)
  const id = `${panel}-note`
  const button = (
    <button type="button" class="button quiet" onClick={() => setOpened(true)}>
      {t('lifecycle.addNote')}
    </button>
  )
  const field = <NoteField id={id} value={note} onChange={(text) => session.keepDraft(key, text)} focused={opened} />
  return begun || opened ? { note, field, button: null } : { note, field: null, button }
}
