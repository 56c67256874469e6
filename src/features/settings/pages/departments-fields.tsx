import type { Department } from '../../../platform/model/commune.js'
import { CategoryChoice } from './category-choice.js'
import type { DraftProps } from './group-form.js'

/** Parts of the town hall whose agents take the same questions. None: the reception takes them all. */
export function DepartmentsFields({ words, draft, onChange }: DraftProps) {
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
          <button type="button" class="button" onClick={() => remove(id)}>
            {say('departments.remove', { name: nom })}
          </button>
        </fieldset>
      ))}
      <button type="button" class="button" onClick={add}>
        {say('departments.add')}
      </button>
    </>
  )
}
