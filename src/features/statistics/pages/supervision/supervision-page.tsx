import { useEffect, useMemo, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { DEFINITIONS, definition } from './definition-list.js'
import { FiguresSection } from './figures-section.js'
import { LiveSection } from './live-section.js'
import { SupervisionWordsContext, supervisionWords, useSupervisionWords } from './supervision-words.js'

/** The pages of the overview, by the fragment of their address. */
const PAGES = { '#/supervision': 'figures', '#/supervision/definitions': 'definitions' } as const
/** A page of the overview. */
export type SupervisionView = (typeof PAGES)[keyof typeof PAGES]

/** The fragment of the overview's first page. */
export const SUPERVISION = '#/supervision'

/** Which page of the overview an address names; `null` for every other one. */
function supervisionView(hash: string): SupervisionView | null {
  return Object.hasOwn(PAGES, hash) ? PAGES[hash as keyof typeof PAGES] : null
}

/** The page of the overview that the address names now. */
export function useSupervisionView(): SupervisionView | null {
  const [view, setView] = useState(() => supervisionView(location.hash))
  useEffect(() => {
    const follow = () => setView(supervisionView(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return view
}

/** The overview of the reception, in the agent's language. */
export function SupervisionPage({ view }: { view: SupervisionView }) {
  const { language } = useConsole()
  const words = useMemo(() => supervisionWords(language), [language])
  return (
    <SupervisionWordsContext.Provider value={words}>
      <Overview view={view} />
    </SupervisionWordsContext.Provider>
  )
}

/** What happens now, what happened over a period, and how it is counted. */
function Overview({ view }: { view: SupervisionView }) {
  const { say } = useSupervisionWords()
  const heading = useFocusOnOpen<HTMLHeadingElement>(view)
  const isDefinitions = view === 'definitions'
  return (
    <div class="supervision">
      <nav class="supervision-ways" aria-label={say('title')}>
        <a class="button quiet" href="#queue">
          {say('back')}
        </a>
        <a class="button quiet" href={isDefinitions ? SUPERVISION : `${SUPERVISION}/definitions`}>
          {say(isDefinitions ? 'backToFigures' : 'how')}
        </a>
      </nav>
      <h2 id="supervision-title" ref={heading} tabIndex={-1}>
        {say(isDefinitions ? 'def.title' : 'title')}
      </h2>
      {isDefinitions ? (
        <Definitions />
      ) : (
        <>
          <p class="hint">{say('purpose')}</p>
          <LiveSection />
          <FiguresSection />
        </>
      )}
    </div>
  )
}

/** How every figure is counted. */
function Definitions() {
  const words = useSupervisionWords()
  return (
    <div class="definitions">
      <p class="hint">{words.say('def.intro')}</p>
      <dl>
        {DEFINITIONS.map((key) => {
          const { name, text } = definition(key, words)
          return (
            <div key={key}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
