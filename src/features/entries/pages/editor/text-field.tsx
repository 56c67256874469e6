import { Button } from '../../../../ui/kit/button.js'
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
      describedBy={`${fieldId(field)}-help`}
      autocomplete="off"
      {...(type === 'date' ? {} : { maxLength })}
      {...(isContent && { lang: 'fr' })}
      {...(lang && { lang, dir: 'auto' as const })}
    >
      <HelpNotes field={field} />
    </kit.TextField>
  )
}

/** What would make a field easier to read, or what it does not say: each leads to its place in the text. */
function HelpNotes({ field }: { field: string }) {
  const help = useEditor().preview?.help.filter((one) => one.field === field) ?? []
  const id = fieldId(field)
  return (
    <ul id={`${id}-help`} class="field-help" hidden={help.length === 0}>
      {help.map(({ message, offset }) => (
        <li key={`${offset} ${message}`}>
          {offset === null ? message : <Button look="quiet" label={message} onClick={() => selectWord(id, offset)} />}
        </li>
      ))}
    </ul>
  )
}

function selectWord(id: string, offset: number): void {
  const area = document.getElementById(id)
  if (!(area instanceof HTMLTextAreaElement || area instanceof HTMLInputElement)) return
  const length = area.value.slice(offset).search(/[\s.,;:!?]|$/u)
  area.focus()
  area.setSelectionRange(offset, offset + Math.max(length, 1))
}

/** Under a field that is not the kit's: how to fill it, what is to mend, and what would be better. */
export function FieldNotes({ field, hint }: { field: string; hint?: string | undefined }) {
  const id = fieldId(field)
  return (
    <>
      <p id={`${id}-hint`} class="hint" hidden={!hint}>
        {hint}
      </p>
      <kit.FieldError id={`${id}-error`} text={useEditor().faultOf(field)} />
      <HelpNotes field={field} />
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
