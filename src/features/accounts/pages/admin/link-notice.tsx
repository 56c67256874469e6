import { ShownOnce } from '../../../../ui/kit/shown-once.js'
import type { AccountsWords } from './accounts-words.js'

/** A link that no mail carries. */
export interface ShownLink {
  name: string
  address: string
}

interface Props {
  words: AccountsWords
  link: ShownLink
  onClose: () => void
}

/** A link, to be handed over. */
export function LinkNotice({ words: { say }, link: { name, address }, onClose }: Props) {
  return (
    <ShownOnce
      id="link-title"
      title={say('link', { name })}
      text={address}
      words={{ copy: say('link.copy'), copied: say('link.copied'), close: say('close') }}
      onClose={onClose}
    >
      <p class="hint">{say('link.hint')}</p>
    </ShownOnce>
  )
}
