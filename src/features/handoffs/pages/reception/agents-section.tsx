import { useEffect, useId, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import { Button } from '../../../../ui/kit/button.js'
import { CheckField, TextField } from '../../../../ui/kit/field.js'
import { Outcome } from '../../../../ui/kit/form.js'
import { asTicked, useUnsaved } from '../../../../ui/kit/leave-guard.js'
import type { SectionProps } from '../../../../ui/kit/page-props.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { CallError } from '../../../../ui/kit/staff-api.js'
import type { Translate } from '../../../../ui/kit/words.js'
import { MAX_CAPACITY } from '../../../accounts/staff.js'
import { type AgentAdminView, type AgentsAdminView, routingRoutes } from '../../routing-contract.js'

/** The agents of the commune: which requests are offered to them first, and how many citizens they talk with at once. */
export function AgentsSection({ api, t, language }: SectionProps) {
  const [view, setView] = useState<AgentsAdminView | null>(null)
  const [problem, setProblem] = useState('')
  const [said, setSaid] = useState('')
  useEffect(() => {
    api.ask(routingRoutes.agents).then(setView, () => setProblem(t('routing.admin.failed')))
  }, [api, t])
  const save = async ({ id, name, departments, capacity }: AgentAdminView) => {
    setSaid('')
    setProblem('')
    try {
      setView(await api.ask(routingRoutes.changeAgent, { params: { id }, body: { departments, capacity } }))
      setSaid(t('routing.admin.saved', { name }))
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || t('notice.failed'))
    }
  }
  return (
    <Sheet id="agents" title={t('routing.admin.title')} hint={t('routing.admin.intro')}>
      <Outcome problem={problem} />
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
    </Sheet>
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
            <CheckField
              key={department.id}
              label={department.name}
              isChecked={departments.includes(department.id)}
              onCheck={() => toggle(department.id)}
            />
          ))}
        </fieldset>
      )}
      <TextField
        id={id}
        type="number"
        label={t('routing.admin.capacity')}
        hint={t('routing.admin.default', { count: view.capacity })}
        value={capacity}
        min={1}
        max={MAX_CAPACITY}
        onValue={setCapacity}
      />
      <Button type="submit" label={t('routing.admin.save')} aria-label={t('routing.admin.saveOf', { name })} />
    </form>
  )
}
