import { useEffect, useState } from 'preact/hooks'
import type { TitlesView } from '../../../platform/http/contract.js'
import { useFailurePage } from './failure-context.js'

/** Another entry by its title; the titles are read once the field is reached. */
export function EntryChoice({ id, onChoose }: { id: string; onChoose: (entryId: string) => void }) {
  const { api, words, communeId } = useFailurePage()
  const { say } = words
  const [isReached, setReached] = useState(false)
  const [titles, setTitles] = useState<TitlesView['entries']>([])
  const [text, setText] = useState('')
  const [isUnknown, setUnknown] = useState(false)
  useEffect(() => {
    if (!isReached) return
    api.call<TitlesView>('GET', `/communes/${communeId}/titles`).then(
      ({ entries }) => setTitles(entries),
      () => {},
    )
  }, [api, communeId, isReached])
  return (
    <form
      class="failure-line"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const entry = titles.find(({ title }) => title === text.trim())
        setUnknown(!entry)
        if (entry) onChoose(entry.id)
      }}
    >
      <div class="field">
        <label for={id}>{say('other')}</label>
        <input
          id={id}
          type="text"
          list={`${id}-list`}
          lang="fr"
          value={text}
          autocomplete="off"
          aria-invalid={isUnknown}
          aria-describedby={`${id}-hint`}
          onFocus={() => setReached(true)}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setUnknown(false)
          }}
        />
        <datalist id={`${id}-list`}>
          {titles.map(({ id: entryId, title }) => (
            <option key={entryId} value={title} />
          ))}
        </datalist>
        <p id={`${id}-hint`} class={isUnknown ? 'field-error' : 'hint'}>
          {say(isUnknown ? 'otherUnknown' : 'otherHint')}
        </p>
      </div>
      <button type="submit" class="button">
        {say('add')}
      </button>
    </form>
  )
}
