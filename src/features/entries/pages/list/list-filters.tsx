import { useId } from 'preact/hooks'
import { CATEGORIES } from '../../model/entry.js'
import { ENTRY_STATES } from '../../model/entry-state.js'
import type { EntriesView } from '../../routes/curation-contract.js'
import { useEntries } from '../entries-context.js'
import { type EntriesFilter, EXPIRIES, TROUBLES } from './entries-filter.js'

interface Props {
  filter: EntriesFilter
  view: EntriesView | null
  onChoose: (change: Partial<EntriesFilter>) => void
}

/** What narrows the list; the counts are those of the whole commune. */
export function ListFilters({ filter, view, onChoose }: Props) {
  const { say, number } = useEntries().words
  const search = useId()
  const counted = (label: string, count: number | undefined) =>
    count === undefined ? label : say('list.counted', { label, count: number(count) })
  return (
    <search class="entries-filters">
      <div class="field entries-search">
        <label for={search}>{say('list.search')}</label>
        <input
          id={search}
          type="search"
          value={filter.search}
          maxLength={200}
          autocomplete="off"
          aria-describedby={`${search}-hint`}
          onInput={(event) => onChoose({ search: event.currentTarget.value })}
        />
        <p id={`${search}-hint`} class="hint">
          {say('list.searchHint')}
        </p>
      </div>
      <Choice
        label={say('list.state')}
        value={filter.state}
        options={ENTRY_STATES.map((one) => [one, counted(say(`state.${one}`), view?.counts.states[one])])}
        onChoose={(state) => onChoose({ state: state as EntriesFilter['state'] })}
      />
      <Choice
        label={say('list.trouble')}
        value={filter.trouble}
        options={TROUBLES.map((one) => [one, counted(say(`trouble.${one}`), view?.counts.troubles[one])])}
        onChoose={(trouble) => onChoose({ trouble: trouble as EntriesFilter['trouble'] })}
      />
      <Choice
        label={say('list.expiry')}
        value={filter.expiry}
        options={EXPIRIES.map((one) => [one, counted(say(`expiry.${one}`), view?.counts.expiry[one])])}
        onChoose={(expiry) => onChoose({ expiry: expiry as EntriesFilter['expiry'] })}
      />
      <Choice
        label={say('list.category')}
        value={filter.category}
        options={CATEGORIES.map((one) => [one, say(`category.${one}`)])}
        onChoose={(category) => onChoose({ category: category as EntriesFilter['category'] })}
      />
      <Choice
        label={say('list.owner')}
        value={filter.owner}
        options={(view?.owners ?? []).map(({ id, name }) => [id, name])}
        onChoose={(owner) => onChoose({ owner })}
      />
    </search>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: [value: string, label: string][]
  onChoose: (value: string) => void
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const { say } = useEntries().words
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{say('list.any')}</option>
        {options.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
