import { LANGUAGES } from '../../../platform/model/language.js'
import type { DraftProps } from './group-form.js'

/** The languages in which citizens are proposed the assistant; French cannot be taken away. */
export function LanguagesFields({ words: { say, language: ours }, draft, onChange }: DraftProps) {
  const chosen = draft.languages ?? LANGUAGES
  const names = new Intl.DisplayNames(ours, { type: 'language' })
  return (
    <fieldset>
      <legend>{say('languages.legend')}</legend>
      <p class="hint">{say('languages.help')}</p>
      {LANGUAGES.map((language) => (
        <label key={language} class="setting-switch">
          <input
            type="checkbox"
            checked={chosen.includes(language)}
            disabled={language === 'fr'}
            onChange={(event) => {
              const next = LANGUAGES.filter((one) =>
                one === language ? event.currentTarget.checked : chosen.includes(one),
              )
              const { languages: _, ...others } = draft
              onChange(next.length === LANGUAGES.length ? others : { ...others, languages: next })
            }}
          />{' '}
          {names.of(language)}
        </label>
      ))}
    </fieldset>
  )
}
