import { Icon } from '../../../../ui/kit/icon.js'
import { fieldId, useEditor } from './editor-context.js'

interface Props {
  /** Its path in the content. */
  field: string
  label: string
  hint?: string
  value: string
  type?: 'text' | 'date' | 'url'
  /** Its words are the citizens': French. */
  isContent?: boolean
  /** Of its words, when they are citizens' and not French. */
  lang?: string
  maxLength?: number
  onValue: (value: string) => void
}

/** A field of one line, with its hint and what is to mend in it. */
export function TextField(props: Props) {
  const { field, label, hint, value, type = 'text', isContent, lang, maxLength = 300, onValue } = props
  const fault = useEditor().faultOf(field)
  const id = fieldId(field)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type as 'text'}
        {...(type === 'date' ? {} : { maxLength })}
        {...(isContent && { lang: 'fr' })}
        {...(lang && { lang, dir: 'auto' as const })}
        value={value}
        autocomplete="off"
        aria-invalid={fault !== ''}
        aria-describedby={`${id}-hint ${id}-fault`}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <FieldNotes field={field} hint={hint} />
    </div>
  )
}

/** Under a field: how to fill it, and what is to mend. */
export function FieldNotes({ field, hint }: { field: string; hint?: string | undefined }) {
  const fault = useEditor().faultOf(field)
  const id = fieldId(field)
  return (
    <>
      <p id={`${id}-hint`} class="hint" hidden={!hint}>
        {hint}
      </p>
      <p id={`${id}-fault`} class="field-error">
        {fault && (
          <>
            <Icon name="alert" /> {fault}
          </>
        )}
      </p>
    </>
  )
}

interface SelectProps {
  field: string
  label: string
  hint?: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  onValue: (value: string) => void
}

/** A field with a few values to choose from. */
export function SelectField({ field, label, hint, value, options, onValue }: SelectProps) {
  const fault = useEditor().faultOf(field)
  const id = fieldId(field)
  const isKnown = options.some(([one]) => one === value)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-invalid={fault !== ''}
        aria-describedby={`${id}-hint ${id}-fault`}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        {!isKnown && <option value={value}>{value}</option>}
        {options.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
      <FieldNotes field={field} hint={hint} />
    </div>
  )
}
