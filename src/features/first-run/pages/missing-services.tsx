import { useRef } from 'preact/hooks'
import type { SettingsValues } from '../../settings/routes/settings-contract.js'
import type { UnfilledVariableView } from '../routes/first-run-contract.js'
import type { FirstRunWords } from './first-run-words.js'

interface Props {
  words: FirstRunWords
  variables: readonly UnfilledVariableView[]
  draft: SettingsValues
  onChange: (next: SettingsValues) => void
}

/** Services that entries name and that the commune does not have, each added by a press under the name by which entries know it. */
export function MissingServices({ words: { say, many }, variables, draft, onChange }: Props) {
  const missing = missingServices(variables, draft)
  /** Those that are only in what is typed yet. */
  const isAdded = missingServices(variables, {}).length > missing.length
  const told = useRef<HTMLParagraphElement>(null)
  const add = (ids: readonly string[]) => {
    onChange(withServices(draft, ids))
    // The button is gone: the focus goes to what says so.
    told.current?.focus()
  }
  if (missing.length === 0 && !isAdded) return null
  return (
    <section class="gaps" aria-labelledby="missing-services">
      <h3 id="missing-services">{say('missing')}</h3>
      {missing.length > 0 && <p class="hint">{say('missing.help')}</p>}
      <p role="status" ref={told} tabIndex={-1}>
        {isAdded && say('missing.said')}
      </p>
      <ul>
        {missing.map(({ id, entries }) => (
          <li key={id}>
            <button type="button" class="button" onClick={() => add([id])}>
              {say('missing.add', { id })}
            </button>{' '}
            <span class="hint">{many('variable.entries', entries)}</span>
          </li>
        ))}
      </ul>
      {missing.length > 1 && (
        <button type="button" class="button" onClick={() => add(missing.map(({ id }) => id))}>
          {say('missing.all')}
        </button>
      )}
    </section>
  )
}

/** Ids of services that entries name and that are not there, with how many entries at least need each. Pure. */
export function missingServices(
  variables: readonly UnfilledVariableView[],
  { services = {} }: SettingsValues,
): { id: string; entries: number }[] {
  const missing = new Map<string, number>()
  for (const { variable, why, entries } of variables) {
    const [id = ''] = variable.split('.', 1)
    if (why === 'no_service' && !(id in services)) missing.set(id, Math.max(entries, missing.get(id) ?? 0))
  }
  return [...missing].map(([id, entries]) => ({ id, entries }))
}

/** The settings with services that are, to begin with, what the reception is. Pure. */
export function withServices(values: SettingsValues, ids: readonly string[]): SettingsValues {
  const { services = {}, reception = '' } = values
  const like = services[reception] ?? { nom: '', adresse: '', telephone: '', courriel: '', hours: {} }
  return { ...values, services: { ...services, ...Object.fromEntries(ids.map((id) => [id, like])) } }
}
