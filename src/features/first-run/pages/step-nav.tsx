import { Icon } from '../../../ui/kit/icon.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { FirstRunView } from '../routes/first-run-contract.js'
import { isStepDone, PATH, type PathStep } from './first-run-path.js'
import type { FirstRunWords } from './first-run-words.js'

interface Props {
  words: FirstRunWords
  view: FirstRunView
  open: PathStep
}

/** The steps, each with its state in words; any may be opened at any time. */
export function StepNav({ words: { say, number }, view, open }: Props) {
  const { points, ticked } = view.progress
  return (
    <nav aria-label={say('steps')}>
      <ol class="group-nav step-nav">
        {PATH.map((step) => {
          const isDone = isStepDone(step, view)
          const state = step === 'checks' && !isDone ? 'count' : isDone ? 'done' : 'todo'
          return (
            <li key={step}>
              <a href={hrefOf('first-run', [step])} aria-current={step === open ? 'step' : undefined}>
                {isDone && <Icon name="check" />} {say(`step.${step}`)}
                <span class="hint"> {say(`state.${state}`, { ticked: number(ticked), points: number(points) })}</span>
              </a>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
