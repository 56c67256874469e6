import { truthLink } from '../../../platform/http/pages/plain-links.js'
import type { Department } from '../../../platform/model/commune.js'
import { CATEGORIES, type Category } from '../../../platform/model/entry.js'
import { LANGUAGES } from '../../../platform/model/language.js'
import type { ValidationSettings } from '../../../platform/model/validation.js'
import { Button } from '../../../ui/kit/button.js'
import { CheckField, type Wired } from '../../../ui/kit/field.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import type { SettingsValues } from '../contract.js'
import { CloseReasonsFields } from './close-reasons-fields.js'
import { ClosuresList } from './dated-lists.js'
import type { DraftProps } from './group-form.js'
import type { SettingsWord, SettingsWords } from './list-acts.js'
import { PromisesFields } from './promises-fields.js'
import { ServicesFields } from './services-fields.js'
import { SETTING_FIELDS, type SettingField, type SettingGroup, settingInputId } from './setting-fields.js'
import { SuggestionsFields } from './suggestions-fields.js'
import { faultIn } from './week-hours.js'

type Part = Record<string, unknown>

/** What these settings cannot go without once they say anything. */
const NEEDED: Partial<Record<SettingField['key'], Part>> = { routing: { mode: 'manual' }, callbacks: { perHalfDay: 0 } }

/** What a field shows of the settings: the words of its box, or whether it is ticked. Percents are written as people read them. */
function shownValue(values: SettingsValues, { key, path, kind, unit }: SettingField): string | boolean {
  let value: unknown = values[key]
  for (const name of path) value = (value as Part | undefined)?.[name]
  if (kind === 'switch') return value === true
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.join('\n')
  return String(unit === 'percent' ? Math.round(Number(value) * 100) : value)
}

/** The settings once a field says something else. Empty, the value is left out, and what it was in when nothing is left there. Pure. */
function withShown(values: SettingsValues, field: SettingField, shown: string | boolean): SettingsValues {
  const { key, path } = field
  const value = toValue(field, shown)
  const put = path.length === 0 ? value : putAt(values[key] as Part | undefined, path, value)
  const next = put !== undefined && NEEDED[key] ? { ...NEEDED[key], ...(put as Part) } : put
  const { [key]: _, ...others } = values
  return (next === undefined ? others : { ...others, [key]: next }) as SettingsValues
}

function toValue({ kind, unit }: SettingField, shown: string | boolean): unknown {
  if (typeof shown === 'boolean') return shown
  const text = shown.trim()
  if (kind === 'lines')
    return text === ''
      ? []
      : text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean)
  if (text === '') return undefined
  if (kind !== 'number') return text
  return unit === 'percent' ? Number(text) / 100 : Number(text)
}

function putAt(part: Part = {}, [name = '', ...rest]: readonly string[], value: unknown): Part | undefined {
  const next = rest.length === 0 ? value : putAt(part[name] as Part | undefined, rest, value)
  const { [name]: _, ...others } = part
  const made = next === undefined ? others : { ...others, [name]: next }
  return Object.keys(made).length === 0 ? undefined : made
}

/** The settings of a group that are one value each, with what each does, in the order in which they are declared. */
function SimpleFields({ group, ...props }: DraftProps & { group: SettingGroup }) {
  return (
    <>
      {SETTING_FIELDS.filter((field) => field.group === group).map((field) => (
        <SimpleField key={field.id} field={field} {...props} />
      ))}
    </>
  )
}

/** One value of a setting, with what it does and what holds when nothing is said. */
function SimpleField({ field, words, draft, view, onChange, fault }: DraftProps & { field: SettingField }) {
  const { say } = words
  const { id, key, path, kind, unit } = field
  const inputId = settingInputId(id)
  const wired = {
    id: inputId,
    'aria-describedby': `${inputId}-help`,
    'aria-invalid': faultIn(fault, [key, ...path].join('.')) !== null,
    required: field.required === true,
  }
  const shown = shownValue(draft, field)
  const put = (next: string | boolean) => onChange(withShown(draft, field, next))
  const label = say(`field.${id}` as SettingsWord)
  return (
    <div class="field">
      {kind === 'switch' ? (
        <label class="setting-switch">
          <input
            {...wired}
            type="checkbox"
            checked={shown === true}
            onChange={(event) => put(event.currentTarget.checked)}
          />{' '}
          {label}
        </label>
      ) : (
        <>
          <label for={inputId}>
            {label}
            {unit && <span class="unit"> ({say(`unit.${unit}`)})</span>}
          </label>
          <ValueInput words={words} field={field} wired={wired} value={String(shown)} onValue={put} />
        </>
      )}
      <p class="hint" id={`${inputId}-help`}>
        {say(`help.${id}` as SettingsWord)} {defaultInWords(words, field)}{' '}
        {view.changed.includes(key) && say('differs')}
      </p>
    </div>
  )
}

interface ValueProps {
  words: SettingsWords
  field: SettingField
  wired: Wired & { required: boolean }
  value: string
  onValue: (value: string) => void
}

/** Where a value is chosen from a few, written in lines, or written in one. */
function ValueInput({ words: { say }, field, wired, value, onValue }: ValueProps) {
  const { kind, byDefault, least, most } = field
  if (Array.isArray(kind)) {
    return (
      <select
        {...wired}
        value={value === '' ? String(byDefault) : value}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        {kind.map((choice: string) => (
          <option key={choice} value={choice}>
            {say(`choice.${choice}` as SettingsWord)}
          </option>
        ))}
      </select>
    )
  }
  if (kind === 'lines')
    return <textarea {...wired} rows={3} value={value} onChange={(event) => onValue(event.currentTarget.value)} />
  return (
    <input
      {...wired}
      // The types of the library have one shape for each; these fields have what all of them share.
      type={(kind === 'number' || kind === 'time' ? kind : 'text') as 'text'}
      inputMode={kind === 'email' ? 'email' : undefined}
      value={value}
      min={least}
      max={most}
      onInput={(event) => onValue(event.currentTarget.value)}
    />
  )
}

function defaultInWords({ say }: SettingsWords, { byDefault, kind, unit }: SettingField): string {
  if (byDefault === undefined) return ''
  if (kind === 'switch') return say('default', { value: say(byDefault ? 'yes' : 'no') })
  const value = Array.isArray(kind) ? say(`choice.${byDefault}` as SettingsWord) : String(byDefault)
  return say('default', { value: unit ? `${value} ${say(`unit.${unit}`)}` : value })
}

interface Props extends DraftProps {
  api: StaffApi
  communeId: string
  group: SettingGroup
  /** Where the hours of the reception are changed, when that is elsewhere. */
  hoursAt?: string
}

/** The fields of a group of settings. */
export function GroupFields({ api, communeId, group, hoursAt, ...props }: Props) {
  switch (group) {
    case 'services':
      return <ServicesFields api={api} hoursAt={hoursAt} {...props} />
    case 'address':
      return (
        <>
          <SimpleFields group="address" {...props} />
          <PublicAddress words={props.words} view={props.view} communeId={communeId} />
        </>
      )
    case 'closures':
      return <ClosuresFields {...props} />
    case 'departments':
      return <DepartmentsFields {...props} />
    case 'closeReasons':
      return <CloseReasonsFields {...props} />
    case 'checks':
      return <ChecksFields {...props} />
    case 'promises':
      return <PromisesFields api={api} {...props} />
    case 'truth':
      return <TruthFields communeId={communeId} {...props} />
    case 'suggestions':
      return <SuggestionsFields api={api} communeId={communeId} {...props} />
    case 'languages':
      return <LanguagesFields {...props} />
    default:
      return <SimpleFields group={group} {...props} />
  }
}

/** Closures and holidays of the whole town hall. */
function ClosuresFields(props: DraftProps) {
  const { words, draft, view, onChange } = props
  return (
    <>
      <p class="hint">{words.say('closures.help')}</p>
      <ClosuresList
        words={words}
        id="closures"
        today={view.today}
        dated={draft.closures ?? []}
        onChange={(closures) => onChange({ ...draft, closures })}
      />
      <SimpleFields group="closures" {...props} />
    </>
  )
}

/** Where citizens find the assistant of the commune, and what its site needs for that. */
export function PublicAddress({
  words: { say },
  view,
  communeId,
}: Pick<DraftProps, 'words' | 'view'> & { communeId: string }) {
  // Staff are at the server's own address.
  const address = view.values.publicUrl ?? location.origin
  return (
    <>
      <p>{say('address.own', { address })}</p>
      <p>
        {say('address.widget')}{' '}
        <code>{`<script src="${address}/widget.js" data-commune="${communeId}" defer></script>`}</code>
      </p>
    </>
  )
}

/** Whether anybody may read how well the commune is answered, with where that is. */
function TruthFields({ communeId, ...props }: DraftProps & { communeId: string }) {
  const { words, view } = props
  return (
    <>
      <SimpleFields group="truth" {...props} />
      {view.values.truthSheet?.publish ? (
        <p>
          <a href={truthLink(communeId, words.language)} target="_blank" rel="noreferrer">
            {words.say('truth.link')}
          </a>
        </p>
      ) : (
        <p class="hint">{words.say('truth.not')}</p>
      )}
    </>
  )
}

/** The languages in which citizens are proposed the assistant; French cannot be taken away. */
function LanguagesFields({ words: { say, language: ours }, draft, onChange }: DraftProps) {
  const chosen = draft.languages ?? LANGUAGES
  const names = new Intl.DisplayNames(ours, { type: 'language' })
  return (
    <fieldset>
      <legend>{say('languages.legend')}</legend>
      <p class="hint">{say('languages.help')}</p>
      {LANGUAGES.map((language) => (
        <CheckField
          key={language}
          label={names.of(language)}
          isChecked={chosen.includes(language)}
          disabled={language === 'fr'}
          onCheck={(isOn) => {
            const next = LANGUAGES.filter((one) => (one === language ? isOn : chosen.includes(one)))
            const { languages: _, ...others } = draft
            onChange(next.length === LANGUAGES.length ? others : { ...others, languages: next })
          }}
        />
      ))}
    </fieldset>
  )
}

/** Which answers an agent reads before a citizen does: the less sure ones, those on some topics, or all; and which entries a colleague reads before they are published. */
function ChecksFields(props: DraftProps) {
  const { words, draft, onChange } = props
  const { say } = words
  const { categories = [] } = draft.validation ?? {}
  const isAll = categories === 'all'
  return (
    <>
      <SimpleFields group="checks" {...props} />
      <fieldset class="field-set" aria-describedby="validation-categories-help">
        <legend>{say('validation.categories')}</legend>
        <p class="hint" id="validation-categories-help">
          {say('validation.categories.help')}
        </p>
        <CheckField
          label={say('validation.all')}
          isChecked={isAll}
          onCheck={(isOn) => onChange(withCategories(draft, isOn ? 'all' : []))}
        />
        {!isAll && (
          <CategoryChoice
            words={words}
            legend={say('validation.some')}
            chosen={categories}
            onChange={(next) => onChange(withCategories(draft, next))}
          />
        )}
      </fieldset>
    </>
  )
}

/** Without a topic the rule is left out, and so are the settings of checks when nothing else is said in them. Pure. */
export function withCategories(
  values: SettingsValues,
  categories: NonNullable<ValidationSettings['categories']>,
): SettingsValues {
  const { validation = {}, ...others } = values
  const { categories: _, ...rest } = validation
  const next = categories.length === 0 ? rest : { ...rest, categories }
  return Object.keys(next).length === 0 ? others : { ...others, validation: next }
}

/** Parts of the town hall whose agents take the same questions. None: the reception takes them all. */
function DepartmentsFields({ words, draft, onChange }: DraftProps) {
  const { say } = words
  const departments = draft.departments ?? {}
  const keep = (next: Record<string, Department>) => {
    const { departments: _, ...others } = draft
    onChange(Object.keys(next).length === 0 ? others : { ...others, departments: next })
  }
  const put = (id: string, change: Partial<Department>) =>
    keep({ ...departments, [id]: { ...(departments[id] ?? { nom: '', categories: [] }), ...change } })
  const remove = (id: string) => {
    const { [id]: _, ...others } = departments
    keep(others)
  }
  const add = () => {
    let number = Object.keys(departments).length + 1
    while (`department-${number}` in departments) number += 1
    put(`department-${number}`, {})
  }
  return (
    <>
      <p class="hint">{say('departments.help')}</p>
      {Object.keys(departments).length === 0 && <p>{say('departments.none')}</p>}
      {Object.entries(departments).map(([id, { nom, categories }]) => (
        <fieldset key={id} class="department">
          <legend>{nom || say('departments.unnamed')}</legend>
          <label>
            {say('departments.name')}
            <input type="text" value={nom} required onInput={(event) => put(id, { nom: event.currentTarget.value })} />
          </label>
          <CategoryChoice
            words={words}
            legend={say('departments.categories', { name: nom })}
            chosen={categories}
            onChange={(next) => put(id, { categories: next })}
          />
          <Button label={say('departments.remove', { name: nom })} onClick={() => remove(id)} />
        </fieldset>
      ))}
      <Button label={say('departments.add')} onClick={add} />
    </>
  )
}

interface CategoryChoiceProps {
  words: SettingsWords
  /** Read by whoever cannot see what the boxes belong to. */
  legend: string
  chosen: readonly string[]
  onChange: (chosen: Category[]) => void
}

/** Some of the categories, each a box to tick. */
function CategoryChoice({ words: { say }, legend, chosen, onChange }: CategoryChoiceProps) {
  return (
    <fieldset class="choices">
      <legend class="visually-hidden">{legend}</legend>
      {CATEGORIES.map((category) => (
        <CheckField
          key={category}
          label={say(`category.${category}`)}
          isChecked={chosen.includes(category)}
          onCheck={(isOn) => onChange(CATEGORIES.filter((one) => (one === category ? isOn : chosen.includes(one))))}
        />
      ))}
    </fieldset>
  )
}
