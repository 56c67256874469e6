import { shownValue, withShown } from './field-value.js'
import type { DraftProps } from './group-form.js'
import { SETTING_FIELDS, type SettingField, type SettingGroup } from './setting-fields.js'
import type { SettingsWord, SettingsWords } from './settings-words.js'

/** The settings of a group that are one value each, with what each does, in the order in which they are declared. */
export function SimpleFields({ group, ...props }: DraftProps & { group: SettingGroup }) {
  return (
    <>
      {SETTING_FIELDS.filter((field) => field.group === group).map((field) => (
        <SimpleField key={field.id} field={field} {...props} />
      ))}
    </>
  )
}

function SimpleField({ field, words, draft, view, onChange, fault }: DraftProps & { field: SettingField }) {
  const { say } = words
  const { id, key, path, kind, required } = field
  const inputId = `setting-${id.replaceAll('.', '-')}`
  const isFaulty =
    fault !== null && (fault === [key, ...path].join('.') || fault.startsWith(`${[key, ...path].join('.')}.`))
  const shown = shownValue(draft, field)
  const put = (next: string | boolean) => onChange(withShown(draft, field, next))
  const common = {
    id: inputId,
    'aria-describedby': `${inputId}-help`,
    'aria-invalid': isFaulty,
    required: required === true,
  }
  const label = say(`field.${id}` as SettingsWord)
  const help = (
    <p class="hint" id={`${inputId}-help`}>
      {say(`help.${id}` as SettingsWord)} {defaultInWords(words, field)} {view.changed.includes(key) && say('differs')}
    </p>
  )
  if (kind === 'switch') {
    return (
      <div class="field">
        <label class="setting-switch">
          <input
            {...common}
            type="checkbox"
            checked={shown === true}
            onChange={(event) => put(event.currentTarget.checked)}
          />{' '}
          {label}
        </label>
        {help}
      </div>
    )
  }
  return (
    <div class="field">
      <label for={inputId}>
        {label}
        {field.unit && <span class="unit"> ({say(`unit.${field.unit}`)})</span>}
      </label>
      {Array.isArray(kind) ? (
        <select
          {...common}
          value={shown === '' ? String(field.byDefault) : String(shown)}
          onChange={(event) => put(event.currentTarget.value)}
        >
          {kind.map((choice: string) => (
            <option key={choice} value={choice}>
              {say(`choice.${choice}` as SettingsWord)}
            </option>
          ))}
        </select>
      ) : kind === 'lines' ? (
        <textarea {...common} rows={3} value={String(shown)} onChange={(event) => put(event.currentTarget.value)} />
      ) : (
        <input
          {...common}
          // The types of the library have one shape for each; these fields have what all of them share.
          type={(kind === 'number' || kind === 'time' ? kind : 'text') as 'text'}
          inputMode={kind === 'email' ? 'email' : undefined}
          value={String(shown)}
          min={field.least}
          max={field.most}
          onInput={(event) => put(event.currentTarget.value)}
        />
      )}
      {help}
    </div>
  )
}

function defaultInWords({ say }: SettingsWords, { byDefault, kind, unit }: SettingField): string {
  if (byDefault === undefined) return ''
  if (kind === 'switch') return say('default', { value: say(byDefault ? 'yes' : 'no') })
  const value = Array.isArray(kind) ? say(`choice.${byDefault}` as SettingsWord) : String(byDefault)
  return say('default', { value: unit ? `${value} ${say(`unit.${unit}`)}` : value })
}
