import type { ChecksProgress } from '../routes/first-run-contract.js'
import { percentOf } from './first-run-path.js'
import type { FirstRunWords } from './first-run-words.js'

interface Props {
  words: FirstRunWords
  progress: ChecksProgress
}

/** How far the checks are, as a bar and in words. */
export function ChecksProgressView({ words: { say, many, number }, progress }: Props) {
  const { points, ticked, entries, clear, archived } = progress
  const inWords = many('progress.points', ticked, { points: number(points), share: percentOf(ticked, points) })
  return (
    <div class="checks-progress">
      <progress value={ticked} max={Math.max(points, 1)} aria-label={say('progress')} />
      <p>
        {inWords} · {many('progress.entries', clear, { entries: number(entries) })}
        {archived > 0 && <> · {many('progress.archived', archived)}</>}
      </p>
    </div>
  )
}
