import type { ValidationSettings } from '../../validation/validation.js'
import type { SettingsValues } from '../routes/settings-contract.js'
import { CategoryChoice } from './category-choice.js'
import type { DraftProps } from './group-form.js'
import { SimpleFields } from './simple-fields.js'

/** Which answers an agent reads before a citizen does: the less sure ones, those on some topics, or all; and which entries a colleague reads before they are published. */
export function ChecksFields(props: DraftProps) {
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
        <label class="setting-switch">
          <input
            type="checkbox"
            checked={isAll}
            onChange={(event) => onChange(withCategories(draft, event.currentTarget.checked ? 'all' : []))}
          />{' '}
          {say('validation.all')}
        </label>
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
