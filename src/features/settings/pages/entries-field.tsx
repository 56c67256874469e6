import { useState } from 'preact/hooks'
import { ListActs } from './list-acts.js'
import { moved } from './moved.js'
import type { SettingsWords } from './settings-words.js'

/** An entry by its name and its title. */
export interface EntryTitle {
  id: string
  title: string
}

interface Props {
  words: SettingsWords
  /** Makes the ids of its fields its own. */
  id: string
  legend: string
  titles: readonly EntryTitle[]
  /** Ids, in the order in which they are proposed. */
  entries: readonly string[]
  onChange: (entries: string[]) => void
}

/** Entries in an order, chosen by their titles. */
export function EntriesField({ words, id, legend, titles, entries, onChange }: Props) {
  const { say } = words
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<'entries.unknown' | 'entries.twice' | null>(null)
  const titleOf = (entryId: string) => titles.find((one) => one.id === entryId)?.title ?? entryId
  const add = () => {
    const wanted = text.trim()
    const entry = titles.find((one) => one.title === wanted || one.id === wanted)
    if (wanted === '') return
    if (!entry) return setProblem('entries.unknown')
    if (entries.includes(entry.id)) return setProblem('entries.twice')
    onChange([...entries, entry.id])
    setText('')
  }
  return (
    <fieldset class="entries-field">
      <legend>{legend}</legend>
      {entries.length === 0 && <p class="hint">{say('entries.none')}</p>}
      <ol>
        {entries.map((entryId, index) => (
          <li key={entryId}>
            <span lang="fr">{titleOf(entryId)}</span>
            <ListActs
              words={words}
              name={titleOf(entryId)}
              index={index}
              count={entries.length}
              next={`${id}-entry`}
              onMove={(to) => onChange(moved(entries, index, to))}
              onRemove={() => onChange(entries.filter((one) => one !== entryId))}
            />
          </li>
        ))}
      </ol>
      <div class="add-entry">
        <label for={`${id}-entry`}>{say('entries.title')}</label>
        <input
          id={`${id}-entry`}
          type="text"
          list={`${id}-entries`}
          lang="fr"
          autocomplete="off"
          value={text}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-entry-problem`}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setProblem(null)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            // The whole form would be sent.
            event.preventDefault()
            add()
          }}
        />
        <datalist id={`${id}-entries`}>
          {titles.map((one) => (
            <option key={one.id} value={one.title} />
          ))}
        </datalist>
        <p id={`${id}-entry-problem`} class={problem ? 'field-error' : 'hint'}>
          {say(problem ?? 'entries.hint')}
        </p>
        <button type="button" class="button" onClick={add}>
          {say('entries.add')}
          <span class="visually-hidden"> {legend}</span>
        </button>
      </div>
    </fieldset>
  )
}
