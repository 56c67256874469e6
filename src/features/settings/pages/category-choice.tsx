import { CATEGORIES, type Category } from '../../entries/model/entry.js'
import type { SettingsWords } from './settings-words.js'

interface Props {
  words: SettingsWords
  /** Read by whoever cannot see what the boxes belong to. */
  legend: string
  chosen: readonly string[]
  onChange: (chosen: Category[]) => void
}

/** Some of the categories, each a box to tick. */
export function CategoryChoice({ words: { say }, legend, chosen, onChange }: Props) {
  return (
    <fieldset class="choices">
      <legend class="visually-hidden">{legend}</legend>
      {CATEGORIES.map((category) => (
        <label key={category} class="setting-switch">
          <input
            type="checkbox"
            checked={chosen.includes(category)}
            onChange={(event) =>
              onChange(
                CATEGORIES.filter((one) => (one === category ? event.currentTarget.checked : chosen.includes(one))),
              )
            }
          />{' '}
          {say(`category.${category}`)}
        </label>
      ))}
    </fieldset>
  )
}
