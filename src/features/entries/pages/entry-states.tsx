import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-entries.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-entries.fr.json' with { type: 'json' }
import { Icon, type IconName } from '../../../ui/kit/icon.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import type { EntryState } from '../model/entry-life.js'

/** Key of a sentence of the pages of entries. */
export type EntriesKey = keyof typeof fr
/** The sentences of the pages of entries in one language. */
export type EntriesWords = PageWords<EntriesKey>

/** The sentences of the pages of entries. */
export const entriesWords = pageWords<EntriesKey>(fr, en)

/** What every part of the pages of entries may need. */
interface EntriesPageContext extends Omit<PageProps, 'place'> {
  words: EntriesWords
}

/** Given once, at the top of the pages of entries. */
export const EntriesContext = createContext<EntriesPageContext | null>(null)

/** What every part may need. @throws outside the pages of entries */
export function useEntries(): EntriesPageContext {
  const context = useContext(EntriesContext)
  if (!context) throw new Error('outside the pages of entries')
  return context
}

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
