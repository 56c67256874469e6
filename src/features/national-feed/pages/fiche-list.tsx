import { useEffect, useRef, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import type { StaffApi } from '../../../ui/console/staff-api.js'
import { Icon } from '../../../ui/kit/icon.js'
import { hrefOf, type Place } from '../../../ui/kit/place.js'
import type { FicheItemView, FichesView } from '../routes/national-contract.js'
import { FEED_PATH, type ImportsWords, importsWords } from './imports-words.js'

interface Props {
  api: StaffApi
  language: StaffLanguage
  place: Place
  toReview: number
  /** The fiche that somebody comes back from: her place in the list is found again. */
  returnedFrom: string | undefined
}

/** The fiches of the commune: those to look at again, or all that match what is searched. */
export function FicheList({ api, language, place, toReview, returnedFrom }: Props) {
  const words = importsWords(language)
  const { say, many } = words
  const show = place.chosen.get('show') === 'all' ? 'all' : 'review'
  const [query, setQuery] = useState(place.chosen.get('q') ?? '')
  const [view, setView] = useState<FichesView | null>(null)
  const [failed, setFailed] = useState(false)
  const serial = useRef(0)
  const read = (from: number) => {
    serial.current += 1
    const mine = serial.current
    const asked = new URLSearchParams({ show, q: query, from: String(from) })
    api.call<FichesView>('GET', `${FEED_PATH}/fiches?${asked}`).then(
      (next) => {
        if (mine !== serial.current) return
        setView((before) => (from === 0 || !before ? next : { ...next, fiches: [...before.fiches, ...next.fiches] }))
        setFailed(false)
      },
      () => mine === serial.current && setFailed(true),
    )
  }
  useEffect(() => read(0), [show, query])
  const shown = useRef(false)
  useEffect(() => {
    if (!view || shown.current) return
    shown.current = true
    if (returnedFrom) document.getElementById(`fiche-${returnedFrom}`)?.focus()
  }, [view, returnedFrom])
  const choose = (next: string) => {
    location.hash = hrefOf('imports', [], { show: next === 'all' ? 'all' : '', q: query })
  }
  return (
    <section class="sheet imports" aria-labelledby="fiches">
      <h2 id="fiches">{say('list')}</h2>
      <div class="filters">
        <div class="field">
          <label for="fiches-show">{say('show')}</label>
          <select id="fiches-show" value={show} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="review">{say('show.review', { count: words.number(toReview) })}</option>
            <option value="all">{say('show.all')}</option>
          </select>
        </div>
        <div class="field">
          <label for="fiches-search">{say('search')}</label>
          <input
            id="fiches-search"
            type="text"
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </div>
      </div>
      <p role="alert" class="field-error">
        {failed && say('unread')}
      </p>
      <p role="status" class="hint">
        {view &&
          (view.total > 0
            ? many('total', view.total)
            : say(show === 'review' && query === '' ? 'noneToReview' : 'noneChosen'))}
      </p>
      <ul class="fiches">
        {view?.fiches.map((fiche) => (
          <FicheItem key={fiche.id} words={words} fiche={fiche} />
        ))}
      </ul>
      {view?.next != null && (
        <button type="button" class="button quiet" onClick={() => read(view.next ?? 0)}>
          {say('more')}
        </button>
      )}
    </section>
  )
}

function FicheItem({ words: { say }, fiche }: { words: ImportsWords; fiche: FicheItemView }) {
  const { id, title, standing, hasNote } = fiche
  const isToReview = standing === 'changed' || standing === 'gone'
  return (
    <li>
      <a id={`fiche-${id}`} href={hrefOf('imports', [id])}>
        <span lang="fr">{title}</span>
      </a>
      <span class={isToReview ? 'bad' : 'hint'}>
        <Icon name={isToReview ? 'alert' : 'check'} /> {say('page', { id, standing: say(`standing.${standing}`) })}
        {hasNote && ` – ${say(isToReview ? 'noteToReview' : 'hasNote')}`}
      </span>
    </li>
  )
}
