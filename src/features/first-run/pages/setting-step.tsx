import { useState } from 'preact/hooks'
import type { StaffApi } from '../../../ui/console/staff-api.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { GroupFields } from '../../settings/pages/group-fields.js'
import { GroupForm } from '../../settings/pages/group-form.js'
import { settingsWords } from '../../settings/pages/settings-words.js'
import { useSettings } from '../../settings/pages/use-settings.js'
import type { FirstRunView, UnfilledVariableView } from '../routes/first-run-contract.js'
import type { SettingStep } from '../steps.js'
import { PATH } from './first-run-path.js'
import type { FirstRunWords } from './first-run-words.js'
import { MissingServices } from './missing-services.js'
import { StepGaps } from './step-gaps.js'
import { Told } from './told.js'
import type { FirstRun } from './use-first-run.js'

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
      <Told words={words} firstRun={firstRun} />
      <p role="alert" class="field-error">
        {isRefused && unsaved && say('confirm.unsaved')}
      </p>
      <div class="actions">
        {isAdmin && !done && (
          <button type="button" class="button main" onClick={() => void go()}>
            {say('confirm')}
          </button>
        )}
        {(done || !isAdmin) && (
          <a class="button" href={hrefOf('first-run', [next])}>
            {say('next')}
          </a>
        )}
        {isAdmin && done && (
          <button type="button" class="button" onClick={() => void firstRun.confirm(step, false)}>
            {say('takeBack')}
          </button>
        )}
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
        {settingWords.say('failed')}{' '}
        <button type="button" class="button" onClick={read}>
          {settingWords.say('reread')}
        </button>
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
