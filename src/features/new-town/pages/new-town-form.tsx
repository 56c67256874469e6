import { useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-new-town.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-new-town.fr.json' with { type: 'json' }
import type { WeeklyHours } from '../../../platform/model/commune.js'
import { TextField } from '../../../ui/kit/field.js'
import { Form } from '../../../ui/kit/form.js'
import { useUnsaved } from '../../../ui/kit/leave-guard.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { Progress } from '../../../ui/kit/progress.js'
import { type StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { settingsWords } from '../../settings/pages/list-acts.js'
import { WeekHours } from '../../settings/pages/week-hours.js'
import { type BegunTownView, newTownRoutes } from '../contract.js'
import { type AskedTown, townFaults, WRITTEN } from '../town-faults.js'

type NewTownKey = keyof typeof fr
/** The sentences of this page, in a language. */
export type NewTownWords = PageWords<NewTownKey>
/** The sentences of this page. */
export const newTownWords = pageWords<NewTownKey>(fr, en)

/** Nothing of the first town: a fact that is proposed is a fact that is believed. */
const EMPTY: AskedTown = {
  name: '',
  address: '',
  postalCode: '',
  phone: '',
  email: '',
  site: '',
  hours: {},
  adminName: '',
  adminEmail: '',
}

type TextKey = Exclude<keyof AskedTown, 'hours'>
type Errors = Partial<Record<keyof AskedTown | 'form', string>>

interface Props {
  api: StaffApi
  words: NewTownWords
  onBegun: (begun: Extract<BegunTownView, { outcome: 'begun' }>) => void
}

/** What is asked of a new commune: what must be its own. Everything that is to mend is said at once, each beside its field. */
export function NewTownForm({ api, words, onBegun }: Props) {
  const { say, language } = words
  const [asked, setAsked] = useState(EMPTY)
  const { errors, isBusy, isBegun, begin } = useBeginning({ api, words, onBegun })
  useUnsaved(isBegun ? EMPTY : asked, EMPTY, language)
  const text = (key: TextKey, more: Partial<Parameters<typeof TextField>[0]> = {}) => (
    <TextField
      id={`new-town-${key}`}
      label={say(key)}
      error={errors[key]}
      value={asked[key]}
      required
      autocomplete="off"
      maxLength={WRITTEN.line}
      onValue={(value) => setAsked({ ...asked, [key]: value })}
      {...more}
    />
  )
  return (
    <Form
      class="form settings-form"
      errors={errors}
      said={{ problem: errors.form ?? '' }}
      submit={say('submit')}
      isBusy={isBusy}
      onSubmit={() => begin(asked)}
      labelledBy="new-town-hers"
      more={isBusy && <Progress label={say('busy')} words={say('busy')} done={0} total={0} />}
    >
      <h3 id="new-town-hers">{say('hers')}</h3>
      {text('name', { maxLength: WRITTEN.name })}
      {text('address', { hint: say('address.hint') })}
      {text('postalCode', { inputMode: 'numeric', maxLength: 5 })}
      {text('phone', { inputMode: 'tel' })}
      {text('email', { type: 'email' })}
      {text('site', { hint: say('site.hint'), inputMode: 'url' })}
      <HoursField
        words={words}
        hours={asked.hours}
        error={errors.hours}
        onChange={(hours) => setAsked({ ...asked, hours })}
      />
      <h3>{say('admin')}</h3>
      <p class="hint">{say('admin.hint')}</p>
      {text('adminName')}
      {text('adminEmail', { type: 'email' })}
    </Form>
  )
}

/** Begins a commune once nothing is to mend in what is asked, and keeps what is to mend. */
function useBeginning({ api, words: { say }, onBegun }: Props) {
  const [errors, setErrors] = useState<Errors>({})
  const [isBusy, setBusy] = useState(false)
  const [isBegun, setBegun] = useState(false)
  const begin = async (asked: AskedTown) => {
    const faults = Object.entries(townFaults(asked)).map(([field, fault]) => [field, say(fault)])
    setErrors(Object.fromEntries(faults))
    if (faults.length > 0) return
    setBusy(true)
    try {
      const begun = await api.ask(newTownRoutes.begin, { body: asked })
      if (begun.outcome === 'begun') {
        setBegun(true)
        onBegun(begun)
        return
      }
      setErrors(begun.outcome === 'taken' ? { name: say('name.taken') } : { form: say('failed') })
    } catch (error) {
      setErrors({ form: sentenceOf(error, say('failed')) })
    }
    setBusy(false)
  }
  return { errors, isBusy, isBegun, begin }
}

interface HoursProps {
  words: NewTownWords
  hours: WeeklyHours
  error: string | undefined
  onChange: (hours: WeeklyHours) => void
}

/** The week of its reception. */
function HoursField({ words: { say, language }, hours, error, onChange }: HoursProps) {
  return (
    <fieldset class="new-town-week" aria-describedby={error ? 'new-town-hours-error' : undefined}>
      <legend>{say('hours')}</legend>
      {error && (
        <p id="new-town-hours-error" class="field-error">
          {error}
        </p>
      )}
      <WeekHours words={settingsWords(language)} id="new-town-hours" hours={hours} onChange={onChange} />
    </fieldset>
  )
}
