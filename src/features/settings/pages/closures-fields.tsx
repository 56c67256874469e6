import { ClosuresList } from './closures-list.js'
import type { DraftProps } from './group-form.js'
import { SimpleFields } from './simple-fields.js'

/** Closures and holidays of the whole town hall. */
export function ClosuresFields(props: DraftProps) {
  const { words, draft, view, onChange } = props
  return (
    <>
      <p class="hint">{words.say('closures.help')}</p>
      <ClosuresList
        words={words}
        id="closures"
        today={view.today}
        closures={draft.closures ?? []}
        onChange={(closures) => onChange({ ...draft, closures })}
      />
      <SimpleFields group="closures" {...props} />
    </>
  )
}
