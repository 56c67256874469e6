import type { PageProps } from '../../../ui/admin/page-props.js'
import { PartHeading } from '../../../ui/kit/part-heading.js'
import { SETTING_STEPS } from '../steps.js'
import { CategoryChecks } from './category-checks.js'
import { ChecksStep } from './checks-step.js'
import { EndStep } from './end-step.js'
import { firstLeft, PATH } from './first-run-path.js'
import { firstRunWords } from './first-run-words.js'
import { SettingStepView } from './setting-step.js'
import { StepNav } from './step-nav.js'
import { useFirstRun } from './use-first-run.js'

/** What a town does once to make the installed content its own: a few settings, then the points of every entry. It can be left and taken up again. */
export function FirstRunPage({ api, language, user, place }: PageProps) {
  const words = firstRunWords(language)
  const { say } = words
  const firstRun = useFirstRun(api)
  const { view, failed, read } = firstRun
  const [named, category] = place.path
  const step = PATH.find((one) => one === named) ?? (view ? firstLeft(view) : null)
  const isAdmin = user.roles.includes('admin')
  const setting = SETTING_STEPS.find((one) => one === step)
  return (
    <section class="sheet first-run" aria-labelledby="first-run">
      <p class="hint">{say('intro')}</p>
      {view && step && <StepNav words={words} view={view} open={step} />}
      <PartHeading
        key={place.path.join('/')}
        id="first-run"
        title={step ? say('step.one', { number: PATH.indexOf(step) + 1, step: say(`step.${step}`) }) : say('loading')}
      />
      <div role="alert">
        {failed && (
          <p class="field-error">
            {say('failed')}{' '}
            <button type="button" class="button" onClick={read}>
              {say('tryAgain')}
            </button>
          </p>
        )}
      </div>
      {view && setting && (
        <SettingStepView
          key={setting}
          api={api}
          words={words}
          firstRun={firstRun}
          view={view}
          step={setting}
          isAdmin={isAdmin}
          communeId={user.communeId}
        />
      )}
      {view && step === 'checks' && category === undefined && <ChecksStep words={words} view={view} />}
      {view && step === 'checks' && category !== undefined && (
        <CategoryChecks key={category} api={api} words={words} firstRun={firstRun} category={category} />
      )}
      {view && step === 'end' && <EndStep words={words} firstRun={firstRun} view={view} isAdmin={isAdmin} />}
    </section>
  )
}
