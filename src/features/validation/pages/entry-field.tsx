import { useEffect, useState } from 'preact/hooks'
import type { TitlesView } from '../../../platform/http/contract.js'
import { useConsole } from '../../../ui/console/console-context.js'

interface EntryFieldProps {
  id: string
  label: string
  /** The title that is chosen at first; empty for none. */
  initial: string
  /** Proposed first. */
  candidates: readonly { entryId: string; title: string }[]
  /** `undefined`: what is typed is no title. */
  onChange: (entryId: string | null | undefined) => void
}

/** An entry by its title, from those that were considered and from all that are published. */
export function EntryField({ id, label, initial, candidates, onChange }: EntryFieldProps) {
  const { t, session, state } = useConsole()
  const [text, setText] = useState(initial)
  const [titles, setTitles] = useState<TitlesView['entries']>([])
  const communeId = state.session?.user.communeId
  useEffect(() => {
    // Without the titles, those that were considered can still be chosen.
    session.api.call<TitlesView>('GET', `/communes/${communeId}/titles`).then(
      ({ entries }) => setTitles(entries),
      () => {},
    )
  }, [session, communeId])
  const first = new Set(candidates.map(({ title }) => title))
  const known = [...candidates, ...titles.map(({ id: entryId, title }) => ({ entryId, title }))]
  const chosen = known.find(({ title }) => title === text.trim())
  const isUnknown = text.trim() !== '' && !chosen
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        list={`${id}-list`}
        value={text}
        lang="fr"
        autocomplete="off"
        aria-invalid={isUnknown}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          const typed = event.currentTarget.value
          setText(typed)
          const entry = known.find(({ title }) => title === typed.trim())
          onChange(typed.trim() === '' ? null : entry?.entryId)
        }}
      />
      <datalist id={`${id}-list`}>
        {[...first, ...titles.map(({ title }) => title).filter((title) => !first.has(title))].map((title) => (
          <option key={title} value={title} />
        ))}
      </datalist>
      <p id={`${id}-hint`} class={isUnknown ? 'field-error' : 'hint'}>
        {t(isUnknown ? 'trust.entryUnknown' : 'trust.entryHint')}
      </p>
    </div>
  )
}
