import { useId, useState } from 'preact/hooks'
import type { Route } from '../../platform/http/route.js'
import type { letterChoiceShape, letterWishShape } from '../../platform/http/shapes.js'
import { CheckField } from './field.js'
import { ActMessage } from './form.js'
import { Sheet } from './sheet.js'
import { type StaffApi, sentenceOf } from './staff-api.js'
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
      setProblem(sentenceOf(error, notSaved))
    }
    read()
  }
  return (
    <Sheet id={id} title={title} hint={intro}>
      {view && <CheckField label={wanted} isChecked={view.wanted} onCheck={(isOn) => void save(isOn)} />}
      {view?.mail === 'off' && view.wanted && <p class="hint">{noMail}</p>}
      <ActMessage done={said} problem={problem} />
    </Sheet>
  )
}
