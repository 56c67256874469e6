import { Icon } from './icon.js'

/** The sentence of a field at fault, to which the field points by `aria-describedby`. */
export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null
  return (
    <p id={id} class="field-error">
      <Icon name="alert" /> {text}
    </p>
  )
}
