import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks'
import { LetterChoice } from '../../../ui/admin/letter-choice.js'
import type { PageProps } from '../../../ui/admin/page-props.js'
import { useReading } from '../../../ui/admin/use-reading.js'
import { PageTurns } from '../../../ui/kit/page-turns.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { FailuresView } from '../routes/failure-contract.js'
import { FailureContext } from './failure-context.js'
import { chosenBy, filterOf, isUsual, readQuery } from './failure-query.js'
import { failureWords } from './failure-words.js'
import { FilterForm } from './filter-form.js'
import { GroupList } from './group-list.js'
import { Notice } from './notice.js'
import { useActions } from './use-actions.js'

/** Groups that are shown first, opened. */
const FIRST = 5
/** On a narrower screen only the first group is shown opened: five would be a long way to scroll. */
const ROOMY = '(min-width: 48em)'
/** How often the page looks while questions are being grouped. */
const POLL_MS = 1_500

/** Monday morning: the questions that failed most people first, each with its remedies, then all of them by filters. */
export function FailuresPage({ api, t, language, user, place }: PageProps) {
  const words = failureWords(language)
  const { say, number, many } = words
  const query = useMemo(() => readQuery(place.chosen), [place.chosen])
  const first = useReading<FailuresView>(api, '/admin/failures?state=anomaly')
  const all = useReading<FailuresView>(
    api,
    `/admin/failures?${new URLSearchParams({ ...filterOf(query), page: String(query.page) })}`,
  )
  const readAgain = useCallback(() => {
    first.read()
    all.read()
  }, [first.read, all.read])
  const actions = useActions(api, words, readAgain)
  const progress = first.view?.progress ?? null
  const isGrouping = progress !== null
  useEffect(() => {
    if (!isGrouping) return
    const timer = setInterval(readAgain, POLL_MS)
    return () => clearInterval(timer)
  }, [isGrouping, readAgain])
  const list = useRef<HTMLHeadingElement>(null)
  const isPaged = useRef(query.page)
  useEffect(() => {
    if (isPaged.current !== query.page) list.current?.focus()
    isPaged.current = query.page
  }, [query.page])
  const [wanted] = place.path
  const leading = first.view?.groups.slice(0, FIRST) ?? []
  const shownFirst = new Set(isUsual(query) && query.page === 1 ? leading.map(({ id }) => id) : [])
  const others = all.view?.groups.filter(({ id }) => !shownFirst.has(id)) ?? []
  const kept = all.view ? Object.values(all.view.counts).reduce((sum, count) => sum + count, 0) : 0
  return (
    <FailureContext.Provider value={{ api, t, language, words, communeId: user.communeId, actions }}>
      <div class="failures">
        <p class="hint">{say('intro')}</p>
        <p class="hint keys-hint">{say('keys')}</p>
        <Notice actions={actions} words={words} />
        <p role="alert" class="field-error">
          {(first.failed || all.failed) && say('failed')}
        </p>
        <div role="status">{isGrouping && <p>{say('grouping')}</p>}</div>
        {progress && <progress value={progress.done} max={Math.max(1, progress.total)} aria-label={say('grouping')} />}
        <section class="sheet" aria-labelledby="first">
          <h2 id="first" tabIndex={-1}>
            {say('first')}
          </h2>
          <p class="hint">{say('firstIntro')}</p>
          {first.view && leading.length === 0 && !isGrouping && <p>{say(kept === 0 ? 'noneYet' : 'firstNone')}</p>}
          <GroupList
            groups={leading}
            filter={{ state: 'anomaly' }}
            headingId="first"
            isOpen={(id) => id === leading[0]?.id || matchMedia(ROOMY).matches}
            wanted={wanted}
          />
        </section>
        <section class="sheet" aria-labelledby="all">
          <h2 id="all" tabIndex={-1} ref={list}>
            {say('all')}
          </h2>
          <FilterForm query={query} view={all.view} words={words} language={language} />
          {all.view && (
            <p class="hint">
              {many('total', all.view.failures, {
                people: many('people', all.view.people),
                groups: many('groups', all.view.groupCount),
              })}
            </p>
          )}
          {all.view && all.view.failures === 0 && kept > 0 && <p>{say('none')}</p>}
          <GroupList
            groups={others}
            filter={filterOf(query)}
            headingId="all"
            isOpen={(id) => id === wanted}
            wanted={wanted}
          />
          {all.view && (
            <PageTurns
              page={all.view.page}
              pages={all.view.pages}
              hrefOf={(page) => hrefOf('failures', [], chosenBy({ ...query, page }))}
              say={words.say}
              number={number}
            />
          )}
        </section>
        <LetterChoice
          api={api}
          path="/admin/failures/digest"
          title={say('digest')}
          intro={say('digestIntro')}
          wanted={say('digestWanted')}
          noMail={say('digestOff')}
          saved={(wanted) => say(wanted ? 'digestSaved.on' : 'digestSaved.off')}
          notSaved={say('notDone')}
        />
      </div>
    </FailureContext.Provider>
  )
}
