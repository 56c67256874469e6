import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from '../../../../ui/kit/icon.js'
import { useEntries } from '../entries-context.js'
import type { EntriesKey } from '../entries-words.js'
import { useEditor } from './editor-context.js'
import { isWithin } from './faults.js'

interface Props {
  name: EntriesKey extends infer Key ? (Key extends `group.${infer Name}` ? Name : never) : never
  /** Paths of what is in it: it says that something there is to mend. */
  fields: readonly string[]
  count?: number
  isOpen?: boolean
  children: ComponentChildren
}

/** A part of the editor, that folds; closed, it still says that something in it is to mend. */
export function FieldGroup({ name, fields, count, isOpen = false, children }: Props) {
  const { say, many, number } = useEntries().words
  const { shownFaults } = useEditor()
  const id = useId()
  const faults = shownFaults.filter(({ field }) => fields.some((one) => isWithin(field, one))).length
  return (
    <details class="sheet field-group" open={isOpen}>
      <summary>
        <h3 id={id}>
          {say(`group.${name}`)} {count !== undefined && <span class="count">{number(count)}</span>}
        </h3>
        {faults > 0 && (
          <span class="entry-fact trouble">
            <Icon name="alert" /> {many('toMend', faults)}
          </span>
        )}
      </summary>
      <div class="field-group-body">{children}</div>
    </details>
  )
}
