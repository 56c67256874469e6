import { useEffect, useState } from 'preact/hooks'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { shellWords } from '../../../ui/kit/shell-words.js'
import { type ChecksProgress, type FirstRunView, firstRunRoutes } from '../contract.js'
import { SETTING_STEPS } from '../steps.js'

/** How far the first run is, until it is over; then nothing. What cannot be read is not announced: the page has work of its own. */
export function FirstRunBanner({ api, language }: SectionProps) {
  const { say, number } = shellWords(language)
  const [view, setView] = useState<FirstRunView | null>(null)
  useEffect(() => {
    api.ask(firstRunRoutes.read).then(setView, () => {})
  }, [api])
  if (!view || view.isDone) return null
  const { points, ticked } = view.progress
  return (
    <aside class="first-run-banner" aria-label={say('firstRun.title')}>
      <p>
        <strong>{say('firstRun.title')}</strong> –{' '}
        {say('firstRun.state', {
          ...stepsDone(view),
          ticked: number(ticked),
          points: number(points),
          share: percentOf(ticked, points),
        })}
      </p>
      <progress value={ticked} max={Math.max(points, 1)} aria-label={say('firstRun.bar')} />
      <a href={hrefOf('first-run')}>{say('firstRun.go')}</a>
    </aside>
  )
}

/** Steps of the page, in order: the settings, the entries, the end. */
export const PATH = [...SETTING_STEPS, 'checks', 'end'] as const
/** One of {@link PATH}. */
export type PathStep = (typeof PATH)[number]

/** Whether a step has nothing left. */
export function isStepDone(step: PathStep, view: FirstRunView): boolean {
  if (step === 'checks') return isClear(view.progress)
  return view.steps.some((one) => one.step === step && one.done !== null)
}

/** Whether every point is ticked and every variable has a value. */
export function isClear({ entries, clear }: ChecksProgress): boolean {
  return clear === entries
}

/** The step that is shown to whoever names none: the first that is not done. */
export function firstLeft(view: FirstRunView): PathStep {
  return PATH.find((step) => !isStepDone(step, view)) ?? 'end'
}

/** How many steps have nothing left, the end aside. */
export function stepsDone(view: FirstRunView): { done: number; steps: number } {
  const counted = PATH.filter((step) => step !== 'end')
  return { done: counted.filter((step) => isStepDone(step, view)).length, steps: counted.length }
}

/** A share in whole percent; never 100 before all is done, never 0 once something is. */
export function percentOf(part: number, whole: number): number {
  if (whole === 0 || part === whole) return 100
  return part === 0 ? 0 : Math.min(99, Math.max(1, Math.round((part / whole) * 100)))
}
