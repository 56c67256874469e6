import { useId, useState } from 'preact/hooks'
import type { Route } from '../../platform/http/route.js'
import type { letterChoiceShape, letterWishShape } from '../../platform/http/shapes.js'
import { CallError, type StaffApi } from './staff-api.js'
import { useReading } from './use-reading.js'

interface Props {
  api: StaffApi
  /** Where the choice is read and kept. */
  routes: {
    read: Route & { answer: typeof letterChoiceShape }
    save: Route & { answer: typeof letterChoiceShape; body: typeof letterWishShape }
  }
  title: string
  intro: string
  /** What is ticked. */
  wanted: string
  /** That no mail can leave yet. */
  noMail: string
  saved: (wanted: boolean) => string
  notSaved: string
}

/** Whether she wants a weekly letter; kept as soon as it is ticked. */
export function LetterChoice({ api, routes, title, intro, wanted, noMail, saved, notSaved }: Props) {
  const { view, read } = useReading(api, routes.read)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState('')
  const id = useId()
  const save = async (next: boolean) => {
    setSaid('')
    setProblem('')
    try {
      await api.ask(routes.save, { body: { wanted: next } })
      setSaid(saved(next))
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || notSaved)
    }
    read()
  }
  return (
    <section class="sheet" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p class="hint">{intro}</p>
      {view && (
        <label class="letter-choice">
          <input type="checkbox" checked={view.wanted} onChange={(event) => void save(event.currentTarget.checked)} />
          <span>{wanted}</span>
        </label>
      )}
      {view?.mail === 'off' && view.wanted && <p class="hint">{noMail}</p>}
      <p role="status" class="good">
        {said}
      </p>
      <p role="alert" class="field-error">
        {problem}
      </p>
    </section>
  )
}
