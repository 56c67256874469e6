import * as kit from '../../../../ui/kit/field.js'
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
export function TextField({ field, type = 'text', isContent, lang, maxLength = 300, ...told }: Props) {
  return (
    <kit.TextField
      {...told}
      id={fieldId(field)}
      type={type}
      error={useEditor().faultOf(field)}
      autocomplete="off"
      {...(type === 'date' ? {} : { maxLength })}
      {...(isContent && { lang: 'fr' })}
      {...(lang && { lang, dir: 'auto' as const })}
    />
  )
}

/** Under a field that is not the kit's: how to fill it, and what is to mend. */
export function FieldNotes({ field, hint }: { field: string; hint?: string | undefined }) {
  const id = fieldId(field)
  return (
    <>
      <p id={`${id}-hint`} class="hint" hidden={!hint}>
        {hint}
      </p>
      <kit.FieldError id={`${id}-error`} text={useEditor().faultOf(field)} />
    </>
  )
}

interface SelectProps {
  field: string
  label: string
  hint?: string
  value: string
  options: readonly kit.Option[]
  onValue: (value: string) => void
}

/** A field with a few values to choose from; one that is not among them stays chosen, by its own name. */
export function SelectField({ field, value, options, ...told }: SelectProps) {
  const known = options.some(([one]) => one === value) ? options : ([[value, value], ...options] as const)
  return (
    <kit.SelectField {...told} id={fieldId(field)} error={useEditor().faultOf(field)} value={value} options={known} />
  )
}
