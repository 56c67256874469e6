import { useEffect, useState } from 'preact/hooks'
import { shellWords } from '../../../ui/kit/admin-words.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { type FirstRunView, firstRunRoutes } from '../contract.js'
import { percentOf, stepsDone } from './first-run-path.js'

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
