import { useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { Handoff } from '../../handoffs/handoff.js'
import { Composer } from './composer.js'
import { noteKey } from './draft-keys.js'

/** A way to leave a note in a conversation that one does not hold, or that has ended. */
export function NoteBelow({ handoff }: { handoff: Handoff }) {
  const { t, state } = useConsole()
  const [open, setOpen] = useState(state.drafts[noteKey(handoff.id)] !== undefined)
  if (open) return <Composer handoff={handoff} only="note" />
  return (
    <button type="button" class="button quiet note-below" onClick={() => setOpen(true)}>
      <Icon name="note" /> {t('copilot.noteAdd')}
    </button>
  )
}
