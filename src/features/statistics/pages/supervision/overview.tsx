import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { mergedReads } from '../../../../ui/kit/merged-reads.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { INSTANT_FIGURES } from '../../../handoffs/figures.js'
import { type SupervisionView, supervisionRoutes } from '../../supervision-contract.js'
import { definitionsOf } from './export-file.js'
import { FiguresSection } from './figures-section.js'
import { NowPanels } from './now-panels.js'
import { SupervisionWordsContext, supervisionWords, useSupervisionWords } from './supervision-words.js'

/** Shortest time between two readings: what changes faster is not easier to read. */
const CALM_MS = 2_000

/** The reception at a glance, in the agent's language: four questions, with the figures of a period and how all is counted folded below. */
export function Overview() {
  const { language } = useConsole()
  const words = useMemo(() => supervisionWords(language), [language])
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  return (
    <SupervisionWordsContext.Provider value={words}>
      <div class="supervision">
        <a class="button quiet back" href="#queue">
          {words.say('back')}
        </a>
        <h2 id="supervision-title" ref={heading} tabIndex={-1}>
          {words.say('title')}
        </h2>
        <p class="hint">{words.say('purpose')}</p>
        <Now />
        <Folded title={words.say('period')}>
          <FiguresSection />
        </Folded>
        <Folded title={words.say('how')}>
          <dl class="definitions">
            {definitionsOf(words, ['there', 'free', ...INSTANT_FIGURES]).map(({ name, text }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </Folded>
      </div>
    </SupervisionWordsContext.Provider>
  )
}

/** What is read when it is opened. */
function Folded({ title, children }: { title: string; children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="folded" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <h3>{title}</h3>
      </summary>
      {isOpen && children}
    </details>
  )
}

/** What happens now. It changes by itself, in place, and says nothing to screen readers unasked. */
function Now() {
  const { language, now } = useConsole()
  const { say } = useSupervisionWords()
  const { live, lost } = useLive()
  if (!live) return <p class="hint">{say(lost ? 'period.failed' : 'period.loading')}</p>
  const time = momentInWords(live.at, language, lost ? now : new Date(live.at))
  return (
    <>
      <p class={lost ? 'reason' : 'hint'} role={lost ? 'alert' : undefined}>
        {say(lost ? 'now.lost' : 'now.at', { time })}
      </p>
      <NowPanels live={live} />
    </>
  )
}

/** Where the reception stands, read again whenever the console has read its queue. `lost`: what is shown is of a moment ago. */
function useLive(): { live: SupervisionView | null; lost: boolean } {
  const { session, state } = useConsole()
  const [live, setLive] = useState<SupervisionView | null>(null)
  const [lost, setLost] = useState(false)
  const readAt = useRef(0)
  const read = useRef(
    mergedReads(async () => {
      readAt.current = Date.now()
      try {
        setLive(await session.api.ask(supervisionRoutes.now))
        setLost(false)
      } catch {
        setLost(true)
      }
    }),
  )
  const { queue } = state
  // A queue that was read anew is the signal.
  useEffect(() => {
    const wait = Math.max(0, readAt.current + CALM_MS - Date.now())
    const timer = setTimeout(() => void read.current(), wait)
    return () => clearTimeout(timer)
  }, [queue])
  return { live, lost }
}
