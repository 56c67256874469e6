import type { ComponentChildren } from 'preact'
import { askLink, declarationLink } from '../../platform/http/pages/plain-links.js'
import { calendarDayInWords } from '../../platform/http/pages/provenance.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { TruthKey } from '../../platform/model/say.js'
import { dayCount } from '../../platform/time/period.js'
import { type OpenFrame, OpenPage } from '../open-data/open-page.js'
import type { TruthPeriod, TruthSheetView, TruthWeek } from './contract.js'
import { numberIn, outOf100, secondsInWords, TruthPlot } from './truth-plot.js'
import { TRUTH_ENDS } from './truth-sheet.js'

/** Fewest questions of which shares are drawn or told. */
const FEWEST_OF_100 = 30

/** What the page is made with. */
export interface TruthPageProps {
  page: Pick<OpenFrame, 'frame' | 'language' | 'o'> & { town: Pick<OpenFrame['town'], 'commune' | 'address'> }
  sheet: TruthSheetView
  /** Says a sentence of the sheet, in its language. */
  s: (key: TruthKey, words?: Record<string, string>) => string
}

/** The truth sheet of a commune: sentences first, then the numbers, then how they are made and what the assistant is. */
export function TruthPage(props: TruthPageProps) {
  const { page, sheet, s } = props
  const { language } = page
  const { nom, id } = page.town.commune
  const intro = s('intro', { commune: nom })
  return (
    <OpenPage page={page} address={sheet.url} title={s('title')} description={intro}>
      <h1>{s('title')}</h1>
      <p>{intro}</p>
      <p>
        <a class="button main" href={askLink(id, language)}>
          {s('person')}
        </a>
      </p>
      <InShort {...props} />
      <Numbers {...props} />
      <Weeks {...props} />
      <Measured {...props} />
      <Costs {...props} />
      <Presence {...props} />
      <WhatItIs {...props} />
      <HowCounted {...props} />
      <details>
        <summary>{s('reuse')}</summary>
        <p>{page.o('licence', { licence: sheet.licence.name, attribution: sheet.attribution })}</p>
        <p>
          <a href={`${sheet.url}.json`}>{s('json')}</a>
        </p>
      </details>
    </OpenPage>
  )
}

/** What a reader who reads no further should know, of the last thirty days. */
function InShort({ page: { language }, sheet, s }: TruthPageProps) {
  const [month] = sheet.periods
  if (!month) return null
  const { questions, checks, promise, wait } = month
  const days = String(dayCount(month))
  const number = (value: number) => numberIn(language, value)
  const asked = questions.total === 0 ? 'asked.none' : questions.total === null ? 'asked.few' : 'asked'
  const { wrongShare } = checks
  return (
    <section aria-labelledby="bref">
      <h2 id="bref">{s('short')}</h2>
      <p>
        {s(asked, { days, count: number(questions.total ?? 0) })}{' '}
        {s('upTo', { date: calendarDayInWords(sheet.day, language) })}
      </p>
      <p>
        {wrongShare
          ? s('checked', {
              days,
              checked: number(checks.right + checks.wrong),
              wrong: number(checks.wrong),
              ...boundsOf(language, wrongShare),
            })
          : s('checked.none')}{' '}
        {checks.unsure > 0 && s('checked.unsure', { count: number(checks.unsure) })}
      </p>
      <p>
        <strong>{s(`verdict.${promise.verdict}`, { most: outOf100(language, promise.most) })}</strong>
      </p>
      <p>
        {wait.medianS !== null && wait.p90S !== null
          ? s('waited', {
              median: secondsInWords(language, wait.medianS),
              p90: secondsInWords(language, wait.p90S),
              count: number(wait.count ?? 0),
            })
          : s('waited.few')}
      </p>
    </section>
  )
}

/** How many counts each table has beside each other, and which. */
const TABLES = [
  ['ends', 'end', ['answered', 'askedBack', 'passedOn', 'refused', 'failed', 'total'], 'questions'],
  ['opinions', 'opinion', ['helpful', 'unhelpful', 'notMyQuestion', 'total'], 'opinions'],
  ['checks', 'check', ['right', 'wrong', 'unsure'], 'checks'],
  ['requests', 'request', ['live', 'message', 'callback', 'total'], 'requests'],
  ['requestEnds', 'requestEnd', ['answered', 'abandoned', 'left', 'missed', 'total'], 'requestEnds'],
] as const satisfies readonly (readonly [TruthKey, string, readonly string[], keyof TruthPeriod])[]

/** Every count, of thirty and of ninety days. */
function Numbers({ page: { language }, sheet: { periods }, s }: TruthPageProps) {
  const told = (count: unknown, total: unknown) => {
    if (typeof count !== 'number') return s('untold')
    const share = typeof total === 'number' && total >= FEWEST_OF_100 ? ` (${outOf100(language, count / total)} %)` : ''
    return `${numberIn(language, count)}${share}`
  }
  return (
    <>
      {TABLES.map(([title, prefix, rows, part]) => (
        <section aria-labelledby={title}>
          <h2 id={title}>{s(title)}</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">{s('column.row')}</th>
                {periods.map((period) => (
                  <th scope="col">{s('column.days', { days: String(dayCount(period)) })}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <th scope="row">{s(`${prefix}.${row}` as TruthKey)}</th>
                  {periods.map((period) => {
                    const counts = period[part] as Record<string, unknown>
                    return <td>{told(counts[row], row === 'total' ? null : counts.total)}</td>
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  )
}

/** What became of questions week by week: drawn, and as a table. */
function Weeks({ page: { language }, sheet: { weeks }, s }: TruthPageProps) {
  const short = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const labelOf = ({ from }: { from: string }) => short.format(new Date(from))
  const title = s('weeks.plot', { count: String(weeks.length) })
  return (
    <section aria-labelledby="weeks">
      <h2 id="weeks">{s('weeks')}</h2>
      {weeks.some(({ questions }) => questions.total) ? (
        <figure class="truth">
          <figcaption>{title}</figcaption>
          <ul class="legend">
            {TRUTH_ENDS.map((end) => (
              <li>
                <svg class="truth-plot" viewBox="0 0 12 12" aria-hidden="true">
                  <rect class={end} width="12" height="12" />
                </svg>{' '}
                {s(`end.${end}`)}
              </li>
            ))}
          </ul>
          <TruthPlot weeks={weeks} title={title} labelOf={labelOf} />
        </figure>
      ) : (
        <p>{s('weeks.none')}</p>
      )}
      <WeekTable weeks={weeks} s={s} language={language} labelOf={labelOf} />
    </section>
  )
}

interface WeekTableProps extends Pick<TruthPageProps, 's'>, Pick<TruthSheetView, 'weeks'> {
  language: StaffLanguage
  labelOf: (week: TruthWeek) => string
}

/** The numbers of the plot, and those of which there is none. */
function WeekTable({ weeks, s, language, labelOf }: WeekTableProps) {
  const told = (count: number | null) => (count === null ? s('untold') : numberIn(language, count))
  const ends = TRUTH_ENDS.map((end) => s(`end.${end}`))
  const heads = [s('week'), ...ends, s('end.total'), s('week.checked'), s('week.wrong'), s('week.wait')]
  return (
    <details>
      <summary>{s('weeks.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is moved sideways with the keyboard. */}
      <section class="wide" aria-label={s('weeks.table')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr>
                <th scope="row">{labelOf(week)}</th>
                {[...TRUTH_ENDS, 'total' as const].map((end) => (
                  <td>{told(week.questions[end])}</td>
                ))}
                <td>{week.checks.right + week.checks.wrong}</td>
                <td>{week.checks.wrong}</td>
                <td>{week.medianWaitS === null ? s('untold') : secondsInWords(language, week.medianWaitS)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

/** What was measured of the content before it was published, and of the model. */
function Measured({ page: { language }, sheet: { measured, equality, selective }, s }: TruthPageProps) {
  const share = (value: number) => outOf100(language, value)
  // Wrong ones of those answered, where half are: the curve is by how many are answered.
  const half = selective?.curve.reduce((near, one) => (Math.abs(one[0] - 0.5) < Math.abs(near[0] - 0.5) ? one : near))
  return (
    <>
      {measured && (
        <section aria-labelledby="measured">
          <h2 id="measured">{s('measured')}</h2>
          <p>
            {s('measured.text', { asked: numberIn(language, measured.asked), coverage: share(measured.coverage) })}{' '}
            {measured.error &&
              s('measured.error', { share: share(measured.error.share), ...boundsOf(language, measured.error) })}
          </p>
        </section>
      )}
      {equality && (
        <section aria-labelledby="equality">
          <h2 id="equality">{s('equality')}</h2>
          <p>
            {s('equality.text', {
              date: calendarDayInWords(equality.date, language),
              largest: share(equality.largest),
            })}
          </p>
          <table>
            <thead>
              <tr>
                {(['equality.group', 'equality.right', 'equality.interval'] as const).map((key) => (
                  <th scope="col">{s(key)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {equality.groups.map(({ name, right, low, high }) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td>{share(right)}</td>
                  <td>{`${outOf100(language, low, 'down')} – ${outOf100(language, high, 'up')}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {selective && half && (
        <section aria-labelledby="selective">
          <h2 id="selective">{s('selective')}</h2>
          <p>{s('selective.text', { hit1: share(selective.hit1), half: share(half[1]) })}</p>
        </section>
      )}
    </>
  )
}

function Costs({ page: { language }, sheet: { energy, widgetBytes }, s }: TruthPageProps) {
  const number = (value: number) => numberIn(language, value, 2)
  return (
    <section aria-labelledby="cost">
      <h2 id="cost">{s('cost')}</h2>
      {energy && (
        <p>
          {s('cost.energy', {
            wh: number(energy.wattHours),
            cpu: number(energy.cpuSeconds),
            watts: number(energy.wattsACore),
            pue: number(energy.pue),
            date: calendarDayInWords(energy.measuredOn, language),
          })}
        </p>
      )}
      {widgetBytes !== null && <p>{s('cost.widget', { kilobytes: numberIn(language, widgetBytes / 1_000, 1) })}</p>}
    </section>
  )
}

function Presence({ page, sheet: { accessibility, presence }, s }: TruthPageProps) {
  const { rate } = accessibility
  return (
    <>
      <section aria-labelledby="accessibility">
        <h2 id="accessibility">{s('accessibility')}</h2>
        <p>
          {rate === null ? s('accessibility.none') : s('accessibility.rate', { rate: String(rate) })}{' '}
          <a href={declarationLink(page.town.commune.id, page.language)}>{s('accessibility.link')}</a>
        </p>
      </section>
      <section aria-labelledby="presence">
        <h2 id="presence">{s('presence')}</h2>
        <p>{s('presence.text')}</p>
        <Stated
          rows={presence.map(({ criterion, name, met }) => ({
            id: criterion,
            name: `${criterion} ${name}`,
            value: s(met ? 'presence.yes' : 'presence.no'),
          }))}
        />
      </section>
    </>
  )
}

function WhatItIs({ sheet: { notice, register, sustainability }, s }: TruthPageProps) {
  return (
    <section aria-labelledby="what">
      <h2 id="what">{s('what')}</h2>
      <p>{notice}</p>
      <p class="hint">{s('notice.source')}</p>
      <Folded title={s('register')} source={s('register.source')}>
        <Stated rows={register} />
      </Folded>
      <Folded title={s('sustainability')} source={s('sustainability.source')}>
        <Stated rows={sustainability.map(({ id, name, value }) => ({ id, name: `${id} ${name}`, value }))} />
      </Folded>
    </section>
  )
}

function Folded({ title, source, children }: { title: string; source: string; children: ComponentChildren }) {
  return (
    <details>
      <summary>{title}</summary>
      <p class="hint">{source}</p>
      {children}
    </details>
  )
}

function Stated({ rows }: { rows: readonly { id: string; name: string; value: string }[] }) {
  return (
    <dl class="stated">
      {rows.map(({ name, value }) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function HowCounted({ page: { language }, sheet: { periods }, s }: TruthPageProps) {
  const bounds = boundsOf(language, periods[0]?.checks.wrongShare ?? { low: 0.02, high: 0.05 })
  return (
    <section aria-labelledby="how">
      <h2 id="how">{s('how')}</h2>
      <ul>
        {(['how.counted', 'how.sample', 'how.interval', 'how.small', 'how.waits'] as const).map((key) => (
          <li>{s(key, bounds)}</li>
        ))}
      </ul>
    </section>
  )
}

/** An interval in whole hundredths. */
function boundsOf(language: StaffLanguage, { low, high }: { low: number; high: number }) {
  return { low: outOf100(language, low, 'down'), high: outOf100(language, high, 'up') }
}
