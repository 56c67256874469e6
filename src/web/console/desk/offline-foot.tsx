import { useRef } from 'preact/hooks'
import type { Handoff } from '../../../domain/handoff.js'
import { useConsole } from '../console-context.js'
import { NoteBelow } from '../copilot/note-below.js'
import { Icon } from '../icon.js'
import { useFocusWish } from '../use-focus-wish.js'

/** In the place of the composer for what somebody left at the counter or on the phone: she reads nothing online, so nothing is written to her. */
export function OfflineFoot({ handoff }: { handoff: Handoff }) {
  const { t } = useConsole()
  const told = useRef<HTMLParagraphElement>(null)
  useFocusWish('composer', told)
  return (
    <div class="foot-note">
      <p ref={told} tabIndex={-1}>
        <Icon name="alert" /> {t('desk.offline')}
      </p>
      <NoteBelow handoff={handoff} />
    </div>
  )
}
