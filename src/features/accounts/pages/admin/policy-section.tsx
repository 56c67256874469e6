import { useState } from 'preact/hooks'
import type { PartProps } from './part-props.js'

/** Whether everybody needs a second factor. */
export function PolicySection({ words: { say }, t, view, acts }: PartProps) {
  const [required, setRequired] = useState(view.secondFactorRequired)
  const [problem, setProblem] = useState('')
  const save = async (event: Event) => {
    event.preventDefault()
    // Not `disabled`: the focus would be lost once it is saved.
    if (required === view.secondFactorRequired) return
    const body = { secondFactorRequired: required }
    const error = await acts.change('PUT', '/admin/sign-in-policy', body, say('policy.saved'))
    setProblem(error ? error.message || t('notice.failed') : '')
  }
  return (
    <section class="sheet" aria-labelledby="policy-title">
      <h2 id="policy-title">{say('policy')}</h2>
      <p id="policy-hint" class="hint">
        {say('policy.intro')}
      </p>
      <form class="account-form" onSubmit={save}>
        <label class="check">
          <input
            type="checkbox"
            checked={required}
            aria-describedby="policy-hint"
            onChange={(event) => setRequired(event.currentTarget.checked)}
          />
          {say('policy.label')}
        </label>
        <p role="alert" class="field-error">
          {problem}
        </p>
        <button type="submit" class="button" aria-disabled={required === view.secondFactorRequired}>
          {say('save')}
        </button>
      </form>
    </section>
  )
}
