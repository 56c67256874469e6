import type { StaffLanguage } from '../../../platform/model/language.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { FAILURE_KINDS, FAILURE_STATES } from '../failure.js'
import type { FailuresView } from '../routes/failure-contract.js'
import { chosenBy, type FailureQuery, isUsual, readQuery } from './failure-query.js'
import type { FailureWords } from './failure-words.js'

interface Props {
  query: FailureQuery
  view: FailuresView | null
  words: FailureWords
  language: StaffLanguage
}

/** Narrows the list; what is chosen is in the address. */
export function FilterForm({ query, view, words: { say, number }, language }: Props) {
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const stateName = (state: (typeof FAILURE_STATES)[number]) =>
    say('stateCount', { state: say(`state.${state}`), count: number(view?.counts[state] ?? 0) })
  return (
    <form
      class="failure-filters"
      aria-label={say('filters')}
      onSubmit={(event) => {
        event.preventDefault()
        const typed = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)] as const)
        location.hash = hrefOf('failures', [], chosenBy(readQuery(new Map(typed))))
      }}
    >
      <div class="field">
        <label for="failure-state">{say('state')}</label>
        <select id="failure-state" name="state" key={`state ${query.state}`} defaultValue={query.state ?? ''}>
          <option value="" selected={!query.state}>
            {say('state.open')}
          </option>
          {FAILURE_STATES.map((state) => (
            <option key={state} value={state} selected={query.state === state}>
              {stateName(state)}
            </option>
          ))}
          <option value="all" selected={query.state === 'all'}>
            {say('state.all')}
          </option>
        </select>
      </div>
      <div class="field">
        <label for="failure-kind">{say('kind')}</label>
        <select id="failure-kind" name="kind" key={`kind ${query.kind}`}>
          <option value="">{say('kind.all')}</option>
          {FAILURE_KINDS.map((kind) => (
            <option key={kind} value={kind} selected={query.kind === kind}>
              {say(`kind.${kind}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="failure-language">{say('language')}</label>
        <select id="failure-language" name="language" key={`language ${query.language}`}>
          <option value="">{say('language.all')}</option>
          {view?.languages.map((one) => (
            <option key={one} value={one} selected={query.language === one}>
              {names.of(one)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="failure-from">{say('from')}</label>
        <input id="failure-from" name="from" type="date" key={`from ${query.from}`} defaultValue={query.from ?? ''} />
      </div>
      <div class="field">
        <label for="failure-to">{say('to')}</label>
        <input id="failure-to" name="to" type="date" key={`to ${query.to}`} defaultValue={query.to ?? ''} />
      </div>
      <div class="actions">
        <button type="submit" class="button">
          {say('apply')}
        </button>
        {!isUsual(query) && <a href={hrefOf('failures')}>{say('reset')}</a>}
      </div>
    </form>
  )
}
