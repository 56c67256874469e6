import { useEffect, useRef, useState } from 'preact/hooks'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { CallError } from '../../../ui/kit/staff-api.js'
import { settingsWords } from '../../settings/pages/list-acts.js'
import { type BegunTownView, newTownRoutes, type TownPlanView } from '../contract.js'
import { BegunTown } from './begun-town.js'
import { NewTownForm, type NewTownWords, newTownWords } from './new-town-form.js'

/** Another commune of the server, begun from the one that is looked at: what will be copied, what is asked, then what is left to do. */
export function NewTownPage({ api, language }: PageProps) {
  const words = newTownWords(language)
  const { say } = words
  const [plan, setPlan] = useState<TownPlanView | null>(null)
  const [problem, setProblem] = useState('')
  const [begun, setBegun] = useState<Extract<BegunTownView, { outcome: 'begun' }> | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    api.ask(newTownRoutes.plan).then(setPlan, (error: unknown) =>
      // Whoever administers one of several communes reads who does.
      setProblem(error instanceof CallError && error.problem.status !== 403 ? error.message : say('refused')),
    )
  }, [api, say])
  useEffect(() => {
    if (begun) heading.current?.focus()
  }, [begun])
  if (problem) return <p role="alert">{problem}</p>
  if (!plan) return <p class="hint">{say('loading')}</p>
  if (begun) return <BegunTown api={api} words={words} from={plan.from} begun={begun} heading={heading} />
  return (
    <Sheet id="new-town" title={say('title')} hint={say('intro', { name: plan.from.name })}>
      {plan.obstacle ? (
        <p role="alert">{say(`obstacle.${plan.obstacle}`, { id: plan.from.id })}</p>
      ) : (
        <>
          <Plan words={words} plan={plan} />
          <NewTownForm api={api} words={words} onBegun={setBegun} />
        </>
      )}
    </Sheet>
  )
}

/** What will be copied, and what will not. */
function Plan({ words, plan }: { words: NewTownWords; plan: TownPlanView }) {
  const { say, many, language } = words
  const { name } = plan.from
  const inWords = (keys: readonly string[]) => keys.map((key) => nameOfSetting(key, language)).join(', ')
  return (
    <div class="new-town-plan">
      <section aria-labelledby="new-town-copied">
        <h3 id="new-town-copied">{say('copied')}</h3>
        <ul>
          <li>{many('copied.settings', plan.settings.length, { list: inWords(plan.settings) })}</li>
          <li>{plan.entries > 0 ? many('copied.entries', plan.entries, { name }) : say('copied.noEntry', { name })}</li>
        </ul>
      </section>
      <section aria-labelledby="new-town-not-copied">
        <h3 id="new-town-not-copied">{say('notCopied')}</h3>
        <ul>
          <li>{say('notCopied.people')}</li>
          <li>{say('notCopied.facts')}</li>
          {plan.chosenAnew > 0 && <li>{many('notCopied.chosen', plan.chosenAnew)}</li>}
          {plan.leftOut.length > 0 && <li>{say('copied.leftOut', { list: inWords(plan.leftOut) })}</li>}
        </ul>
      </section>
      <p class="hint">{say(plan.willSee ? 'rights.sees' : 'rights.none')}</p>
    </div>
  )
}

function nameOfSetting(key: string, language: NewTownWords['language']): string {
  const { has, say } = settingsWords(language)
  const word = `key.${key}`
  return has(word) ? say(word) : key
}
