import { useId, useRef, useState } from 'preact/hooks'
import { PartHeading } from '../../../ui/kit/part-heading.js'
import { CATEGORIES, type Category } from '../model/entry.js'
import type { EntryView } from '../routes/curation-contract.js'
import { callProblem } from './call-problem.js'
import { useEntries } from './entries-context.js'
import { entryHref, listHref } from './entry-address.js'

const LEAST_TITLE = 3
const LONGEST_TITLE = 90

/** A new entry: its title and its category, then its draft is opened. */
export function NewEntry({ chosen }: { chosen: ReadonlyMap<string, string> }) {
  const { api, words } = useEntries()
  const { say } = words
  const id = useId()
  const [title, setTitle] = useState((chosen.get('title') ?? '').slice(0, LONGEST_TITLE))
  const [category, setCategory] = useState<Category>('mairie-pratique')
  const [isShort, setShort] = useState(false)
  const [problem, setProblem] = useState('')
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const begin = async (event: Event) => {
    event.preventDefault()
    const isEnough = title.trim().length >= LEAST_TITLE
    setShort(!isEnough)
    if (!isEnough) return field.current?.focus()
    if (isBusy) return
    setBusy(true)
    setProblem('')
    try {
      const begun = await api.call<EntryView>('POST', '/admin/entries', { title: title.trim(), category })
      location.hash = entryHref(begun.id)
    } catch (error) {
      setProblem(callProblem(error, words))
      setBusy(false)
    }
  }
  return (
    <section class="sheet entry-new" aria-labelledby={`${id}-new`}>
      <PartHeading id={`${id}-new`} title={say('new.title')} />
      <p class="hint">{say('new.intro')}</p>
      <form noValidate onSubmit={(event) => void begin(event)}>
        <p role="alert" class="field-error">
          {problem}
        </p>
        <div class="field">
          <label for={`${id}-title`}>{say('field.title')}</label>
          <input
            id={`${id}-title`}
            ref={field}
            type="text"
            lang="fr"
            maxLength={LONGEST_TITLE}
            value={title}
            autocomplete="off"
            aria-invalid={isShort}
            aria-describedby={`${id}-title-hint ${id}-title-error`}
            onInput={(event) => {
              setTitle(event.currentTarget.value)
              setShort(false)
            }}
          />
          <p id={`${id}-title-hint`} class="hint">
            {say('hint.title')}
          </p>
          <p id={`${id}-title-error`} class="field-error">
            {isShort && say('new.short')}
          </p>
        </div>
        <div class="field">
          <label for={`${id}-category`}>{say('field.category')}</label>
          <select
            id={`${id}-category`}
            value={category}
            onChange={(event) => setCategory(CATEGORIES.find((one) => one === event.currentTarget.value) ?? category)}
          >
            {CATEGORIES.map((one) => (
              <option key={one} value={one}>
                {say(`category.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <div class="actions">
          <button type="submit" class="button main" aria-disabled={isBusy}>
            {say('new.begin')}
          </button>
          <a class="button" href={listHref()}>
            {say('backToList')}
          </a>
        </div>
      </form>
    </section>
  )
}
