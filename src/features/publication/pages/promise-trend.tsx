import type { StaffLanguage } from '../../../platform/model/language.js'
import { ColumnChart } from '../../../ui/kit/chart.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { shellWords } from '../../../ui/kit/shell-words.js'
import { chartWords, shortDay, supervisionWords } from '../../statistics/pages/supervision/supervision-words.js'
import type { PublicationView } from '../contract.js'
import { hundredths } from './estimate-bar.js'

/** What was measured at the last publications, with the promise as a line; nothing before the second. */
export function PromiseTrend({ trend, language }: { trend: PublicationView['trend']; language: StaffLanguage }) {
  const { say, many } = shellWords(language)
  const measured = trend.flatMap(({ error, coverage, ...past }) =>
    error && coverage ? [{ ...past, error, coverage }] : [],
  )
  const last = measured.at(-1)
  if (!last || measured.length < 2) return null
  const out = (share: number) => hundredths(share, language)
  const most = Math.max(...measured.flatMap(({ error, promise }) => [error.share, promise]))
  return (
    <ColumnChart
      words={chartWords(supervisionWords(language))}
      key={`${last.at} ${measured.length}`}
      title={many('trend', measured.length)}
      start={last.at}
      top={say('trend.top', { count: out(most) })}
      legend={{ column: say('trend.wrong'), mark: say('trend.promise') }}
      columns={measured.map(({ at, error, coverage, promise }) => ({
        key: at,
        value: error.share,
        mark: promise,
        short: shortDay(at.slice(0, 10), language),
        words: say('trend.value', {
          day: formatDay(at.slice(0, 10), language),
          wrong: out(error.share),
          coverage: out(coverage.share),
        }),
      }))}
      table={{
        head: [say('trend.day'), say('trend.wrong'), say('trend.promise'), say('trend.coverage')],
        rows: measured.map(({ at, error, coverage, promise }) => [
          formatDay(at.slice(0, 10), language),
          out(error.share),
          out(promise),
          out(coverage.share),
        ]),
      }}
    />
  )
}
