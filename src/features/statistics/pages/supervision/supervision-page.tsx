import { useMemo } from 'preact/hooks'
import { useConsole } from '../../../../ui/console/console-context.js'
import { useFocusOnOpen } from '../../../../ui/kit/use-focus-on-open.js'
import { Definitions } from './definitions.js'
import { FiguresSection } from './figures-section.js'
import { LiveSection } from './live-section.js'
import { SUPERVISION, type SupervisionView } from './supervision-route.js'
import { SupervisionWordsContext, supervisionWords, useSupervisionWords } from './supervision-words.js'

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
