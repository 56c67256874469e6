import { useRef } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { useFocusWish } from '../../../../ui/kit/focus.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { NoteBelow } from '../../../replies/pages/composer.js'
import type { Handoff } from '../../handoff.js'

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
