import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type EntriesView, entryRoutes } from '../../features/entries/contract.js'
import { nationalRoutes } from '../../features/national-feed/contract.js'
import { publicationRoutes } from '../../features/publication/contract.js'
import { hundredths, rangeOutOf100 } from '../../features/publication/pages/estimate-bar.js'
import { NextSteps } from '../../features/publication/pages/next-steps.js'
import { ScheduledList } from '../../features/publication/pages/scheduled.js'
import type { PageProps, SectionProps } from '../kit/page-props.js'
import { hrefOf } from '../kit/place.js'
import { Sheet } from '../kit/sheet.js'
import { shellWords } from '../kit/shell-words.js'
import { useReading } from '../kit/use-reading.js'

/** Monday morning: what waits, each with its one next action. */
export function HomePage({ user, ...props }: PageProps) {
  const { say } = shellWords(props.language)
  return (
    <>
      <p class="hint">{say('home.intro')}</p>
      <Scheduled {...props} />
      <NextSteps {...props} />
      <EntriesDue {...props} />
      <NationalChanges {...props} />
      {user.roles.includes('admin') && <PromiseNow {...props} />}
    </>
  )
}

/** What is published later, or was not at its hour; nothing while there is none. */
function Scheduled({ api, t, language }: SectionProps) {
  const { say } = shellWords(language)
  const reading = useReading(api, publicationRoutes.scheduled)
  const [isShown, setShown] = useState(false)
  const isAny = reading.view !== null && reading.view.scheduled.length > 0
  // Once it was there, what came of the last of them is told in its place.
  useEffect(() => setShown((before) => before || isAny), [isAny])
  if (!isShown) return null
  return (
    <Sheet id="home-scheduled" title={say('home.scheduled')}>
      <ScheduledList api={api} t={t} language={language} reading={reading} isNamed />
    </Sheet>
  )
}

/** What is due among the entries, the gravest first: how many, and which list has them. */
const DUE = [
  ['past', { expiry: 'past' }, ({ expiry }: EntriesView['counts']) => expiry.past],
  ['soon', { expiry: 'soon' }, ({ expiry }: EntriesView['counts']) => expiry.soon],
  ['dates', { trouble: 'past_date' }, ({ troubles }: EntriesView['counts']) => troubles.past_date],
  ['review', { state: 'in_review' }, ({ states }: EntriesView['counts']) => states.in_review],
  ['draft', { state: 'draft' }, ({ states }: EntriesView['counts']) => states.draft],
] as const

/** What expires, and what waits to be read or published. */
function EntriesDue({ api, language }: SectionProps) {
  const { say, many } = shellWords(language)
  const { view, failed } = useReading(api, entryRoutes.list, { query: { limit: 1 } })
  const due = view
    ? DUE.flatMap(([name, list, of]) => (of(view.counts) > 0 ? [{ name, list, count: of(view.counts) }] : []))
    : []
  return (
    <Part id="home-entries" title={say('home.entries')} isRead={view !== null} failed={failed} language={language}>
      {view && due.length === 0 && <p>{say('home.entriesNone')}</p>}
      {due.length > 0 && (
        <ul class="home-list">
          {due.map(({ name, list, count }) => {
            const what = many(`home.${name}`, count)
            return (
              <li key={name}>
                {what} <See href={hrefOf('entries', [], list)} what={what} language={language} />
              </li>
            )
          })}
        </ul>
      )}
    </Part>
  )
}

/** Entries named of those that a change of the law concerns. */
const MOST_NAMED = 5

/** What of the national entries that the commune serves has changed since somebody looked, and which of its own entries that concerns. */
function NationalChanges({ api, language }: SectionProps) {
  const { say, many } = shellWords(language)
  const { view, failed } = useReading(api, nationalRoutes.state)
  const { view: concerned } = useReading(api, nationalRoutes.concerned)
  const isFollowed = view !== null && (view.served > 0 || view.toReview > 0)
  return (
    <Part id="home-law" title={say('home.law')} isRead={view !== null} failed={failed} language={language}>
      {view && (view.toReview > 0 || !concerned?.total) && (
        <p>
          {view.toReview > 0 ? many('home.law', view.toReview) : say(isFollowed ? 'home.lawNone' : 'home.lawOff')}{' '}
          <See href={hrefOf('national-feed')} what={say('home.law')} language={language} />
        </p>
      )}
      {concerned && concerned.total > 0 && (
        <>
          <p>{many('home.lawEntries', concerned.total)}</p>
          <ul class="home-list" lang="fr">
            {concerned.entries.slice(0, MOST_NAMED).map(({ entry }) => (
              <li key={entry.id}>{entry.title}</li>
            ))}
          </ul>
          <a class="button" href={hrefOf('national-feed')}>
            {say('home.lawEntriesGo')}
          </a>
        </>
      )}
    </Part>
  )
}

/** What is promised of answers, and what was measured of what is served. */
function PromiseNow({ api, language }: SectionProps) {
  const { say, many } = shellWords(language)
  const { view, failed } = useReading(api, publicationRoutes.state)
  const error = view?.report?.error
  const [low, high] = error ? rangeOutOf100(error) : [0, 0]
  const promise = view ? hundredths(view.promises.wrong, language) : ''
  const coverage = view?.report?.coverage
  const former = view?.trend.at(-2)
  return (
    <Part id="home-promise" title={say('home.promise')} isRead={view !== null} failed={failed} language={language}>
      {view && (
        <p>
          {error ? many('home.promise', error.share * 100, { low, high, promise }) : say('home.promiseNone')}{' '}
          {coverage && say('home.coverage', { count: hundredths(coverage.share, language) })}{' '}
          {former?.error &&
            former.coverage &&
            say('home.former', {
              count: hundredths(former.error.share, language),
              coverage: hundredths(former.coverage.share, language),
            })}{' '}
          <See href={hrefOf('publication')} what={say('home.promise')} language={language} />
        </p>
      )}
    </Part>
  )
}

/** A way to what is told, named by it. */
function See({ href, what, language }: { href: string; what: string; language: SectionProps['language'] }) {
  const { say } = shellWords(language)
  return (
    <a href={href} aria-label={say('home.seeThis', { what })}>
      {say('home.see')}
    </a>
  )
}

interface PartProps {
  id: string
  title: string
  isRead: boolean
  failed: boolean
  language: SectionProps['language']
  children: ComponentChildren
}

/** A part of the page, once it is read. */
function Part({ id, title, isRead, failed, language, children }: PartProps) {
  const { say } = shellWords(language)
  return (
    <Sheet id={id} title={title}>
      <div role="status">{!isRead && <p>{say(failed ? 'failed' : 'loading')}</p>}</div>
      {children}
    </Sheet>
  )
}
