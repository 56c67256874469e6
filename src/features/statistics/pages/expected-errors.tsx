import { Icon } from '../../../ui/kit/icon.js'
import { EstimateBar } from '../../publication/pages/estimate-bar.js'
import { hundredths, rangeOutOf100 } from '../../publication/pages/out-of-100.js'
import type { StatisticsView } from '../routes/statistics-contract.js'
import type { StatisticsWords } from './statistics-words.js'

/** How many of the answers given are expected to be wrong, beside what was promised. */
export function ExpectedErrors({ view, words }: { view: StatisticsView; words: StatisticsWords }) {
  const { say, number, language } = words
  const { expected, promise } = view
  if (!expected) {
    return (
      <section class="sheet" aria-labelledby="expected">
        <h3 id="expected">{say('expected')}</h3>
        <p>{say('expected.tooFew')}</p>
      </section>
    )
  }
  const estimate = { share: expected.wrong, low: expected.low, high: expected.high }
  const [low, high] = rangeOutOf100(estimate)
  const vow = promise && hundredths(promise.promise, language)
  const isKept = promise !== null && expected.low <= promise.promise
  return (
    <section class="sheet" aria-labelledby="expected">
      <h3 id="expected">{say('expected')}</h3>
      <p>{say('expected.range', { low, high, count: number(expected.answers) })}</p>
      {promise && vow && (
        <>
          <p class={isKept ? 'good' : 'bad'}>
            <Icon name={isKept ? 'check' : 'alert'} />{' '}
            {say(
              expected.high <= promise.promise ? 'expected.kept' : isKept ? 'expected.doubtful' : 'expected.broken',
              { promise: vow },
            )}
          </p>
          <EstimateBar estimate={estimate} promise={promise.promise} label={say('expected.bar', { promise: vow })} />
          {promise.measured && (
            <p class="hint">{say('expected.measured', { count: hundredths(promise.measured.share, language) })}</p>
          )}
        </>
      )}
      <p class="hint">{say('expected.how')}</p>
    </section>
  )
}
