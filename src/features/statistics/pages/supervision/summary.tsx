import type { FiguresView } from '../../../handoffs/supervision-contract.js'
import { durationInWords } from './in-words.js'
import { useSupervisionWords } from './supervision-words.js'

type Durations = FiguresView['durations']

/** A period at a glance: how many requests, and how long people waited. */
export function Summary({ figures: { requests, kinds, durations } }: { figures: FiguresView }) {
  const { say, many, number } = useSupervisionWords()
  return (
    <dl class="tiles">
      <div class="tile">
        <dt>{say('requests')}</dt>
        <dd>
          <p class="tile-value">{number(requests.now)}</p>
          <p>
            {say('kinds', {
              live: number(kinds.live.now),
              callback: many('kinds.callback', kinds.callback.now),
              message: many('kinds.message', kinds.message.now),
              desk: number(kinds.desk.now),
            })}
          </p>
          <p class="quiet">{say('beforeValue', { value: number(requests.before) })}</p>
        </dd>
      </div>
      {(['wait', 'first', 'talk', 'answer'] as const).map((name) => (
        <DurationTile key={name} name={name} durations={durations} />
      ))}
    </dl>
  )
}

function DurationTile({ name, durations }: { name: keyof Durations; durations: Durations }) {
  const words = useSupervisionWords()
  const { say, many } = words
  const { now, before } = durations[name]
  return (
    <div class="tile">
      <dt>{say(name)}</dt>
      <dd>
        {now.medianS === null || now.p90S === null ? (
          <p>{say('tooFew', { count: now.count })}</p>
        ) : (
          <>
            <p class="tile-value smaller">{say('median', { duration: durationInWords(now.medianS, words) })}</p>
            <p>
              {say('p90', { duration: durationInWords(now.p90S, words) })}, {many('on', now.count)}
            </p>
          </>
        )}
        {before.medianS !== null && (
          <p class="quiet">
            {say('beforeValue', { value: say('median', { duration: durationInWords(before.medianS, words) }) })}
          </p>
        )}
      </dd>
    </div>
  )
}
