import type { EstimateView, PromiseView } from '../../../platform/http/contract.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { Translate } from '../../../ui/kit/words.js'
import { EstimateBar } from './estimate-bar.js'
import { hundredths, rangeOutOf100 } from './out-of-100.js'

interface Props {
  t: Translate
  language: StaffLanguage
  report: PromiseView
}

/** Whether a promise is kept, in the administrator's words, with what the measure is worth. */
export function PromiseReport({ t, language, report }: Props) {
  const { promises, verdict, asked, questions, answered, coverage, error, thefts } = report
  const promise = promises.wrong
  const count = hundredths(promise, language)
  // What agrees is the number that is read, with its decimal.
  const isOne = new Intl.PluralRules(language).select(Math.round(promise * 1_000) / 10) === 'one'
  return (
    <div class="promise">
      <p>{t(isOne ? 'admin.promise.vowOne' : 'admin.promise.vowOther', { count })}</p>
      <p class={verdict === 'kept' ? 'good' : 'bad'}>
        <Icon name={verdict === 'kept' ? 'check' : 'alert'} /> {t(`admin.promise.${verdict}`)}
      </p>
      <p>
        {error ? inWords(t, 'admin.promise.error', error) : t('admin.promise.noAnswer')}{' '}
        {error && t('admin.promise.measured', { count: hundredths(error.share, language) })}
      </p>
      {error && <EstimateBar estimate={error} promise={promise} label={t('admin.promise.bar', { count })} />}
      {report.least > 0 && <p>{t('admin.promise.raised', { count: hundredths(report.least, language) })}</p>}
      {coverage && <p>{inWords(t, 'admin.promise.coverage', coverage)}</p>}
      <Offers t={t} language={language} report={report} />
      <p class="hint">{t('admin.promise.source', { asked, questions, answered })}</p>
      <Thefts t={t} thefts={thefts} />
    </div>
  )
}

/** The second promise: whether the right entry is among what is offered. */
function Offers({ t, language, report: { promises, heldVerdict, held, offered, entries, offer } }: Props) {
  const [low, high] = held ? rangeOutOf100(held) : [0, 0]
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(entries / offered)
  return (
    <>
      <p>{t('admin.promise.offered', { count: hundredths(promises.offered, language) })}</p>
      <p class={heldVerdict === 'kept' ? 'good' : 'bad'}>
        <Icon name={heldVerdict === 'kept' ? 'check' : 'alert'} /> {t(`admin.promise.offers.${heldVerdict}`)}
      </p>
      <p>{held ? t('admin.promise.held', { low, high, count: offered, size }) : t('admin.promise.noOffer')}</p>
      {offer && <p>{t('admin.promise.floor', { count: hundredths(offer.floor, language) })}</p>}
    </>
  )
}

/** "1 à 3 sur 100", or one figure when both ends round to it. */
function inWords(t: Translate, stem: 'admin.promise.error' | 'admin.promise.coverage', estimate: EstimateView): string {
  const [low, high] = rangeOutOf100(estimate)
  return low === high ? t(`${stem}Exact`, { count: low }) : t(`${stem}Range`, { low, high })
}

function Thefts({ t, thefts }: { t: Translate; thefts: PromiseView['thefts'] }) {
  if (thefts.length === 0) return null
  return (
    <details>
      <summary>{t('admin.promise.thefts')}</summary>
      <table class="facts-table">
        <thead>
          <tr>
            <th scope="col">{t('admin.promise.theftFrom')}</th>
            <th scope="col">{t('admin.promise.theftBy')}</th>
            <th scope="col">{t('admin.promise.theftQuestion')}</th>
            <th scope="col">{t('admin.promise.theftCount')}</th>
          </tr>
        </thead>
        <tbody>
          {thefts.map(({ from, by, question, count }) => (
            <tr key={`${from.id} ${by.id}`}>
              <th scope="row">{from.title}</th>
              <td>{by.title}</td>
              <td>{question}</td>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
