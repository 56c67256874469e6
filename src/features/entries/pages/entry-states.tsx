import { Icon, type IconName } from '../../../ui/kit/icon.js'
import type { EntryState } from '../model/entry-state.js'
import { useEntries } from './entries-context.js'

const ICONS: Record<EntryState, IconName> = {
  draft: 'pen',
  in_review: 'person',
  published: 'check',
  scheduled: 'clock',
  expired: 'clock',
  archived: 'close',
}

/** Where an entry stands: words with a drawing, never a colour alone. */
export function EntryStates({ states }: { states: readonly EntryState[] }) {
  const { say } = useEntries().words
  const shown = states.length > 0 ? states : (['draft'] as const)
  return (
    <ul class="entry-states">
      {shown.map((state) => (
        <li key={state} class={state}>
          <Icon name={ICONS[state]} /> {say(`state.${state}`)}
        </li>
      ))}
    </ul>
  )
}
