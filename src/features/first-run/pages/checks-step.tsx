import { Icon } from '../../../ui/kit/icon.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { settingsWords } from '../../settings/pages/settings-words.js'
import type { FirstRunView, UnfilledVariableView } from '../routes/first-run-contract.js'
import { ChecksProgressView } from './checks-progress.js'
import { isClear } from './first-run-path.js'
import type { FirstRunWords } from './first-run-words.js'
import { timeInWords } from './time-in-words.js'

/** What is left to check in the entries: how much, how long it takes, and by which topic to begin. */
export function ChecksStep({ words, view }: { words: FirstRunWords; view: FirstRunView }) {
  const { say, number } = words
  const { progress, categories, variables } = view
  const { points, entries } = progress
  const category = settingsWords(words.language).say
  return (
    <>
      <p>{say('about.checks')}</p>
      <ChecksProgressView words={words} progress={progress} />
      {entries > 0 && (
        <p>{say('size', { entries: number(entries), points: number(points), mean: number(points / entries) })}</p>
      )}
      <TimeLeft words={words} view={view} />
      {variables.length > 0 && <Variables words={words} variables={variables} />}
      <h3>{say('categories')}</h3>
      <p class="hint">{say('share')}</p>
      <ul class="check-categories">
        {categories.map((one) => (
          <li key={one.category}>
            <a href={hrefOf('first-run', ['checks', one.category])}>{category(`category.${one.category}`)}</a>
            <p class="hint">
              {isClear(one) && <Icon name="check" />}{' '}
              {say(isClear(one) ? 'category.done' : 'category.left', {
                ticked: number(one.ticked),
                points: number(one.points),
                entries: number(one.entries),
              })}
            </p>
            <progress
              value={one.ticked}
              max={Math.max(one.points, 1)}
              aria-label={category(`category.${one.category}`)}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

function TimeLeft({ words, view: { progress, pace } }: { words: FirstRunWords; view: FirstRunView }) {
  const { say, number } = words
  const left = progress.points - progress.ticked
  if (left === 0) return null
  const values = {
    left: number(left),
    minutes: number(pace.minutesPerPoint),
    time: timeInWords(left * pace.minutesPerPoint, words),
  }
  return <p class="hint">{say(pace.isMeasured ? 'left.measured' : 'left.supposed', values)}</p>
}

function Variables({ words, variables }: { words: FirstRunWords; variables: readonly UnfilledVariableView[] }) {
  const { say, many } = words
  return (
    <>
      <h3>{say('variables')}</h3>
      <p class="hint">{say('variables.help')}</p>
      <ul class="unfilled">
        {variables.map(({ variable, why, entries }) => (
          <li key={variable}>
            {say(`variable.${why}`, { variable: `{{${variable}}}` })}
            <span class="hint"> ({many('variable.entries', entries)})</span>
          </li>
        ))}
      </ul>
      <p>
        <a href={hrefOf('first-run', ['services'])}>{say('step.services')}</a>
      </p>
    </>
  )
}
