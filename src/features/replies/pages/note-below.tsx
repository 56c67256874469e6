import { useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import type { Handoff } from '../../handoffs/handoff.js'
import { Composer } from './composer.js'
import { noteKey } from './draft-keys.js'

/** A way to leave a note in a conversation that one does not hold, or that has ended. */
export function NoteBelow({ handoff }: { handoff: Handoff }) {
  const { t, state } = useConsole()
  const [open, setOpen] = useState(state.drafts[noteKey(handoff.id)] !== undefined)
  if (open) return <Composer handoff={handoff} only="note" />
  return (
    <Button look="quiet" class="note-below" icon="note" label={t('copilot.noteAdd')} onClick={() => setOpen(true)} />
  )
}
