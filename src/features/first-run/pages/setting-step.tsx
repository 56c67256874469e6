import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import type { SettingsValues } from '../../settings/contract.js'
import { GroupFields } from '../../settings/pages/group-fields.js'
import { GroupForm } from '../../settings/pages/group-form.js'
import { settingsWords } from '../../settings/pages/list-acts.js'
import { useSettings } from '../../settings/pages/use-settings.js'
import type { FirstRunView, UnfilledVariableView } from '../contract.js'
import type { SettingStep, StepGap } from '../steps.js'
import { ActOutcome, type FirstRunWords } from './act-outcome.js'
import { PATH } from './first-run-banner.js'
import type { FirstRun } from './use-first-run.js'

/** More places than this are told when they are asked for. */
const MOST_OPEN = 4

/** What a step still lacks, one line for each service. */
function StepGaps({ words, gaps }: { words: FirstRunWords; gaps: readonly StepGap[] }) {
  if (gaps.length === 0) return null
  const { say, many } = words
  const places = [...new Set(gaps.map(({ service }) => service))]
  const list = (place: string | null, why: StepGap['why']) => {
    const names = gaps.filter((gap) => gap.service === place && gap.why === why).map(({ field }) => say(`gap.${field}`))
    return names.length === 0 ? [] : [say(`gap.${why}`, { what: names.join(', ') })]
  }
  return (
    <details class="gaps" open={places.length <= MOST_OPEN}>
      <summary>{many('gaps', gaps.length)}</summary>
      <ul>
        {places.map((place) => {
          const lacks = [...list(place, 'empty'), ...list(place, 'example')].join(' ; ')
          return <li key={place ?? ''}>{place === null ? lacks : say('gap.of', { service: place, lacks })}</li>
        })}
      </ul>
    </details>
  )
}

interface Props {
  api: StaffApi
  words: FirstRunWords
  firstRun: FirstRun
  view: FirstRunView
  step: SettingStep
  isAdmin: boolean
  communeId: string
}

/** A group of settings, what it still lacks, and the mark that somebody has been through it. */
export function SettingStepView({ api, words, firstRun, view, step, isAdmin, communeId }: Props) {
  const { say } = words
  const { done, gaps } = view.steps.find((one) => one.step === step) ?? { done: null, gaps: [] }
  const next = PATH[PATH.indexOf(step) + 1] ?? 'end'
  const [unsaved, setUnsaved] = useState(false)
  const [isRefused, setRefused] = useState(false)
  const go = async () => {
    setRefused(unsaved)
    if (!unsaved && (await firstRun.confirm(step, true))) location.hash = hrefOf('first-run', [next])
  }
  return (
    <>
      <p>{say(`about.${step}`)}</p>
      <StepGaps words={words} gaps={gaps} />
      {isAdmin ? (
        <StepForm
          api={api}
          words={words}
          step={step}
          communeId={communeId}
          variables={view.variables}
          onUnsaved={setUnsaved}
          onSaved={firstRun.read}
        />
      ) : (
        <p class="hint">{say('adminOnly')}</p>
      )}
      {done && (
        <p class="good">{say('doneBy', { by: done.by, moment: momentInWords(done.at, words.language, new Date()) })}</p>
      )}
      <ActOutcome words={words} firstRun={firstRun} />
      <ActMessage problem={isRefused && unsaved && say('confirm.unsaved')} />
      <div class="actions">
        {isAdmin && !done && <Button look="main" label={say('confirm')} onClick={() => void go()} />}
        {(done || !isAdmin) && (
          <a class="button" href={hrefOf('first-run', [next])}>
            {say('next')}
          </a>
        )}
        {isAdmin && done && <Button label={say('takeBack')} onClick={() => void firstRun.confirm(step, false)} />}
      </div>
    </>
  )
}

interface FormProps extends Pick<Props, 'api' | 'words' | 'step' | 'communeId'> {
  variables: readonly UnfilledVariableView[]
  onUnsaved: (unsaved: boolean) => void
  onSaved: () => void
}

/** The fields of the settings' own page. */
function StepForm({ api, words, step, communeId, variables, onUnsaved, onSaved }: FormProps) {
  const settings = useSettings(api)
  const settingWords = settingsWords(words.language)
  const { view, failed, read, save } = settings
  const saveAndTell: typeof save = async (saving) => {
    const isSaved = await save(saving)
    if (isSaved) onSaved()
    return isSaved
  }
  if (failed)
    return (
      <p role="alert" class="field-error">
        {settingWords.say('failed')} <Button label={settingWords.say('reread')} onClick={read} />
      </p>
    )
  if (!view) return <p class="hint">{settingWords.say('loading')}</p>
  return (
    <GroupForm
      words={settingWords}
      group={step}
      settings={{ ...settings, save: saveAndTell }}
      view={view}
      onUnsaved={onUnsaved}
    >
      {(props) => (
        <>
          {step === 'services' && (
            <MissingServices words={words} variables={variables} draft={props.draft} onChange={props.onChange} />
          )}
          <GroupFields api={api} communeId={communeId} group={step} {...props} />
        </>
      )}
    </GroupForm>
  )
}

interface MissingServicesProps {
  words: FirstRunWords
  variables: readonly UnfilledVariableView[]
  draft: SettingsValues
  onChange: (next: SettingsValues) => void
}

/** Services that entries name and that the commune does not have, each added by a press under the name by which entries know it. */
function MissingServices({ words: { say, many }, variables, draft, onChange }: MissingServicesProps) {
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
            <Button label={say('missing.add', { id })} onClick={() => add([id])} />{' '}
            <span class="hint">{many('variable.entries', entries)}</span>
          </li>
        ))}
      </ul>
      {missing.length > 1 && <Button label={say('missing.all')} onClick={() => add(missing.map(({ id }) => id))} />}
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
