import { useState } from 'preact/hooks'
import type { StaffLanguage } from '../../platform/model/language.js'
import { CallError } from '../console/staff-api.js'
import { shellWords } from '../kit/admin-words.js'
import { mayLeave } from '../kit/leave-guard.js'

interface Props {
  language: StaffLanguage
  communes: { id: string; name: string }[]
  /** Id of the one that is looked at. */
  shown: string
  onCommune: (communeId: string) => Promise<void>
}

/** By which a super-admin looks at another commune. A choice alone changes nothing: a press does. */
export function CommuneSwitch({ language, communes, shown, onCommune }: Props) {
  const { say } = shellWords(language)
  const [chosen, setChosen] = useState(shown)
  const [problem, setProblem] = useState('')
  const change = (event: Event) => {
    event.preventDefault()
    if (!mayLeave()) return
    onCommune(chosen).catch((error: unknown) =>
      setProblem((error instanceof CallError && error.message) || say('failed')),
    )
  }
  return (
    <form class="commune-switch" onSubmit={change}>
      <label for="commune">{say('commune')}</label>
      <select id="commune" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
        {communes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button type="submit" class="button">
        {say('changeCommune')}
      </button>
      <p role="alert" class="field-error">
        {problem}
      </p>
    </form>
  )
}
