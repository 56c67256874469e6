import type { StepGap } from '../steps.js'
import type { FirstRunWords } from './first-run-words.js'

/** More places than this are told when they are asked for. */
const MOST_OPEN = 4

/** What a step still lacks, one line for each service. */
export function StepGaps({ words, gaps }: { words: FirstRunWords; gaps: readonly StepGap[] }) {
  if (gaps.length === 0) return null
  const { say, many } = words
  const places = [...new Set(gaps.map(({ service }) => service))]
  const list = (place: string | null, why: StepGap['why']) => {
    const names = gaps.filter((gap) => gap.service === place && gap.why === why).map(({ field }) => say(`gap.${field}`))
    return names.length === 0 ? [] : [say(`gap.${why}`, { what: names.join(', ') })]
  }
  return (
    <details class="gaps" open={places.length <= MOST_OPEN}>
      <summary>{many('gaps', gaps.length)}</summary>
      <ul>
        {places.map((place) => {
          const lacks = [...list(place, 'empty'), ...list(place, 'example')].join(' ; ')
          return <li key={place ?? ''}>{place === null ? lacks : say('gap.of', { service: place, lacks })}</li>
        })}
      </ul>
    </details>
  )
}
