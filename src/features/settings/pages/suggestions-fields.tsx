import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { PageSuggestions, SeasonSuggestions, Suggestions } from '../../../platform/model/commune.js'
import { Button } from '../../../ui/kit/button.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { factRoutes } from '../../asking/facts-contract.js'
import type { SettingsValues } from '../contract.js'
import { moved } from './close-reasons-fields.js'
import type { DraftProps } from './group-form.js'
import { ListActs, type SettingsWords } from './list-acts.js'

interface YearDayFieldProps {
  words: SettingsWords
  legend: string
  /** `MM-DD` */
  day: string
  onChange: (day: string) => void
}

/** Most days that a month has, leap years counted. */
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** A day of every year: the number of the day, and the month. A day that its month does not have becomes its last. */
function YearDayField({ words: { say, language }, legend, day, onChange }: YearDayFieldProps) {
  const [month = 1, date = 1] = day.split('-').map(Number)
  const names = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const put = (nextMonth: number, nextDate: number) => {
    const last = LENGTHS[nextMonth - 1] ?? 31
    onChange([nextMonth, Math.min(nextDate, last)].map((part) => String(part).padStart(2, '0')).join('-'))
  }
  return (
    <fieldset class="year-day">
      <legend>{legend}</legend>
      <label>
        <span class="visually-hidden">{say('yearDay.date')}</span>
        <select value={String(date)} onChange={(event) => put(month, Number(event.currentTarget.value))}>
          {Array.from({ length: LENGTHS[month - 1] ?? 31 }, (_, index) => (
            <option key={index} value={String(index + 1)}>
              {index + 1}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{say('yearDay.month')}</span>
        <select value={String(month)} onChange={(event) => put(Number(event.currentTarget.value), date)}>
          {LENGTHS.map((_, index) => (
            <option key={index} value={String(index + 1)}>
              {names.format(new Date(Date.UTC(2024, index, 1)))}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  )
}

interface Props extends DraftProps {
  api: StaffApi
  communeId: string
}

/** The first questions that citizens are proposed: everywhere, on some pages of the town's site, in some weeks of the year. */
export function SuggestionsFields({ api, communeId, words, draft, onChange, fault }: Props) {
  const { say } = words
  const titles = useTitles(api, communeId)
  const { default: first, pages = [], seasons = [] } = draft.suggestions ?? {}
  const put = (change: Partial<Suggestions>) => onChange(withSuggestions(draft, change))
  const shared = { words, titles }
  return (
    <>
      <p class="hint">{say('suggestions.help')}</p>
      <EntriesField
        {...shared}
        id="suggested"
        legend={say('suggestions.everywhere')}
        entries={draft.suggested ?? []}
        onChange={(suggested) => onChange({ ...draft, suggested })}
      />
      {first && (
        <EntriesField
          {...shared}
          id="suggested-first"
          legend={say('suggestions.first')}
          entries={first}
          onChange={(entries) => put({ default: entries })}
        />
      )}
      <SuggestedList<PageSuggestions>
        {...shared}
        stem="page"
        list={pages}
        fresh={{ path: '/', entries: [] }}
        onChange={(next) => put({ pages: next })}
      >
        {({ path }, change, index) => (
          <PathField
            words={words}
            path={path}
            isFaulty={fault === `suggestions.pages.${index}.path`}
            onChange={(next) => change({ path: next })}
          />
        )}
      </SuggestedList>
      <SuggestedList<SeasonSuggestions>
        {...shared}
        stem="season"
        list={seasons}
        fresh={{ from: '09-01', to: '09-30', entries: [] }}
        onChange={(next) => put({ seasons: next })}
      >
        {(season, change) => <Days words={words} season={season} onChange={change} />}
      </SuggestedList>
    </>
  )
}

interface ListProps<One> {
  words: SettingsWords
  stem: 'page' | 'season'
  titles: readonly EntryTitle[]
  list: readonly One[]
  /** A new one. */
  fresh: One
  onChange: (list: One[]) => void
  /** Draws where, or when, one of them is proposed. */
  children: (one: One, change: (change: Partial<One>) => void, index: number) => ComponentChildren
}

/** Entries that are proposed on some pages, or in some weeks. */
function SuggestedList<One extends PageSuggestions | SeasonSuggestions>(props: ListProps<One>) {
  const { words, stem, titles, list, fresh, onChange, children } = props
  const { say } = words
  const put = (index: number, change: Partial<One> | Pick<One, 'entries'>) =>
    onChange(list.map((one, at) => (at === index ? { ...one, ...change } : one)))
  return (
    <>
      <h3>{say(`suggestions.${stem}s`)}</h3>
      <p class="hint">{say(`suggestions.${stem}s.help`)}</p>
      <div class="dated-list">
        {list.length === 0 && <p class="hint">{say(`suggestions.${stem}s.none`)}</p>}
        {list.map((one, index) => (
          // Its place in the list is its name: what it says changes while it is typed.
          <fieldset key={`${stem}-${index}`}>
            <legend>{say(`suggestions.${stem}`, { number: index + 1 })}</legend>
            {children(one, (change) => put(index, change), index)}
            <EntriesField
              words={words}
              id={`${stem}-${index}`}
              legend={say('suggestions.entries')}
              titles={titles}
              entries={one.entries}
              onChange={(entries) => put(index, { entries })}
            />
            <ListActs
              words={words}
              name={say(`suggestions.${stem}`, { number: index + 1 })}
              index={index}
              count={list.length}
              next={`add-${stem}`}
              onRemove={() => onChange(list.filter((_, at) => at !== index))}
            />
          </fieldset>
        ))}
        <Button label={say(`suggestions.${stem}s.add`)} id={`add-${stem}`} onClick={() => onChange([...list, fresh])} />
      </div>
    </>
  )
}

interface PathProps {
  words: SettingsWords
  path: string
  isFaulty: boolean
  onChange: (path: string) => void
}

/** A page of the town's site. */
function PathField({ words: { say }, path, isFaulty, onChange }: PathProps) {
  return (
    <label>
      {say('suggestions.path')}
      <input
        type="text"
        inputMode="url"
        value={path}
        required
        maxLength={200}
        autocomplete="off"
        aria-invalid={isFaulty}
        aria-describedby="settings-problem"
        onInput={(event) => onChange(event.currentTarget.value.trim())}
      />
    </label>
  )
}

interface DaysProps {
  words: SettingsWords
  season: SeasonSuggestions
  onChange: (change: Partial<SeasonSuggestions>) => void
}

function Days({ words, season: { from, to }, onChange }: DaysProps) {
  const { say } = words
  return (
    <div class="pair">
      <YearDayField
        words={words}
        legend={say('suggestions.from')}
        day={from}
        onChange={(day) => onChange({ from: day })}
      />
      <YearDayField words={words} legend={say('suggestions.to')} day={to} onChange={(day) => onChange({ to: day })} />
    </div>
  )
}

/** The settings with other suggestions; a list that holds nothing is left out, and so are the suggestions when nothing is left. Pure. */
export function withSuggestions(values: SettingsValues, change: Partial<Suggestions>): SettingsValues {
  const { suggestions = {}, ...others } = values
  const kept = Object.entries({ ...suggestions, ...change }).filter(([, list]) => list.length > 0)
  return kept.length === 0 ? others : { ...others, suggestions: Object.fromEntries(kept) as Suggestions }
}

/** The titles of the entries that a commune publishes; none before they are read. */
export function useTitles(api: StaffApi, communeId: string): readonly EntryTitle[] {
  const [titles, setTitles] = useState<readonly EntryTitle[]>([])
  useEffect(() => {
    api.ask(factRoutes.titles, { params: { id: communeId } }).then(
      ({ entries }) => setTitles(entries),
      () => {},
    )
  }, [api, communeId])
  return titles
}

/** An entry by its name and its title. */
interface EntryTitle {
  id: string
  title: string
}

interface EntriesProps {
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
function EntriesField({ onChange, ...props }: EntriesProps) {
  const { words, id, legend, titles, entries } = props
  const titleOf = (entryId: string) => titles.find((one) => one.id === entryId)?.title ?? entryId
  return (
    <fieldset class="entries-field">
      <legend>{legend}</legend>
      {entries.length === 0 && <p class="hint">{words.say('entries.none')}</p>}
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
      <AddEntry {...props} onAdd={(entryId) => onChange([...entries, entryId])} />
    </fieldset>
  )
}

/** One more entry, by its title. */
function AddEntry(props: Omit<EntriesProps, 'onChange'> & { onAdd: (id: string) => void }) {
  const { words, id, legend, titles, entries, onAdd } = props
  const { say } = words
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<'entries.unknown' | 'entries.twice' | null>(null)
  const add = () => {
    const wanted = text.trim()
    const entry = titles.find((one) => one.title === wanted || one.id === wanted)
    if (wanted === '') return
    if (!entry) return setProblem('entries.unknown')
    if (entries.includes(entry.id)) return setProblem('entries.twice')
    onAdd(entry.id)
    setText('')
  }
  return (
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
      <Button label={say('entries.add')} about={legend} onClick={add} />
    </div>
  )
}
