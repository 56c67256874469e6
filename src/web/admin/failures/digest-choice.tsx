import { useState } from 'preact/hooks'
import type { DigestView } from '../../../http/admin/failure-contract.js'
import { CallError } from '../../console/staff-api.js'
import { useReading } from '../use-reading.js'
import { useFailurePage } from './failure-context.js'

/** Whether she wants Monday's mail; it is written in the language of the page on which she asks for it. */
export function DigestChoice() {
  const { api, words } = useFailurePage()
  const { say } = words
  const { view, read } = useReading<DigestView>(api, '/admin/failures/digest')
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState('')
  const save = async (wanted: boolean) => {
    setSaid('')
    setProblem('')
    try {
      await api.call('PUT', '/admin/failures/digest', { wanted })
      setSaid(say(wanted ? 'digestSaved.on' : 'digestSaved.off'))
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || say('notDone'))
    }
    read()
  }
  return (
    <section class="sheet" aria-labelledby="digest">
      <h2 id="digest">{say('digest')}</h2>
      <p class="hint">{say('digestIntro')}</p>
      {view && (
        <label class="failure-question">
          <input type="checkbox" checked={view.wanted} onChange={(event) => void save(event.currentTarget.checked)} />
          <span>{say('digestWanted')}</span>
        </label>
      )}
      {view?.mail === 'off' && view.wanted && <p class="hint">{say('digestOff')}</p>}
      <p role="status" class="good">
        {said}
      </p>
      <p role="alert" class="field-error">
        {problem}
      </p>
    </section>
  )
}
