import { useEffect, useId, useState } from 'preact/hooks'
import type { AgentAdminView, AgentsAdminView } from '../../../../platform/http/contract.js'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import type { SectionProps } from '../../../../ui/kit/page-props.js'
import { CallError } from '../../../../ui/kit/staff-api.js'
import { asTicked, useUnsaved } from '../../../../ui/kit/use-unsaved.js'
import type { Translate } from '../../../../ui/kit/words.js'
import { MAX_CAPACITY } from '../../../accounts/staff.js'

/** The agents of the commune: which requests are offered to them first, and how many citizens they talk with at once. */
export function AgentsSection({ api, t, language }: SectionProps) {
  const [view, setView] = useState<AgentsAdminView | null>(null)
  const [problem, setProblem] = useState('')
  const [said, setSaid] = useState('')
  useEffect(() => {
    api.call<AgentsAdminView>('GET', '/admin/agents').then(setView, () => setProblem(t('routing.admin.failed')))
  }, [api, t])
  const save = async ({ id, name, departments, capacity }: AgentAdminView) => {
    setSaid('')
    setProblem('')
    try {
      setView(await api.call<AgentsAdminView>('PUT', `/admin/agents/${id}`, { departments, capacity }))
      setSaid(t('routing.admin.saved', { name }))
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || t('notice.failed'))
    }
  }
  return (
    <section class="sheet" aria-labelledby="agents">
      <h2 id="agents">{t('routing.admin.title')}</h2>
      <p class="hint">{t('routing.admin.intro')}</p>
      <p role="alert" class="field-error">
        {problem}
      </p>
      <p role="status">{said}</p>
      {view?.agents.length === 0 && <p>{t('routing.admin.noAgent')}</p>}
      {view?.departments.length === 0 && <p class="hint">{t('routing.admin.none')}</p>}
      {view?.agents.map((agent) => (
        <Agent
          key={agent.id}
          t={t}
          language={language}
          view={view}
          agent={agent}
          onSave={(changed) => void save(changed)}
        />
      ))}
    </section>
  )
}

interface AgentProps {
  t: Translate
  language: StaffLanguage
  view: AgentsAdminView
  agent: AgentAdminView
  onSave: (agent: AgentAdminView) => void
}

function Agent({ t, language, view, agent, onSave }: AgentProps) {
  const [departments, setDepartments] = useState(agent.departments)
  const begun = agent.capacity === null ? '' : String(agent.capacity)
  const [capacity, setCapacity] = useState(begun)
  useUnsaved([asTicked(departments), capacity], [asTicked(agent.departments), begun], language)
  const id = useId()
  const { name } = agent
  const toggle = (one: string) =>
    setDepartments(departments.includes(one) ? departments.filter((other) => other !== one) : [...departments, one])
  return (
    <form
      class="agent-form"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault()
        onSave({ ...agent, departments, capacity: capacity === '' ? null : Number(capacity) })
      }}
    >
      <h3>
        {name} <span class="hint">{agent.email}</span>
      </h3>
      {view.departments.length > 0 && (
        <fieldset>
          <legend>{t('routing.admin.departments')}</legend>
          {view.departments.map((department) => (
            <label key={department.id} class="check">
              <input
                type="checkbox"
                checked={departments.includes(department.id)}
                onChange={() => toggle(department.id)}
              />
              {department.name}
            </label>
          ))}
        </fieldset>
      )}
      <div class="field">
        <label for={id}>{t('routing.admin.capacity')}</label>
        <input
          id={id}
          type="number"
          min={1}
          max={MAX_CAPACITY}
          value={capacity}
          aria-describedby={`${id}-hint`}
          onInput={(event) => setCapacity(event.currentTarget.value)}
        />
        <p id={`${id}-hint`} class="hint">
          {t('routing.admin.default', { count: view.capacity })}
        </p>
      </div>
      <button type="submit" class="button" aria-label={t('routing.admin.saveOf', { name })}>
        {t('routing.admin.save')}
      </button>
    </form>
  )
}
