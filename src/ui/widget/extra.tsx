import { Button } from './button.js'
import type { ExtraProps } from './extra-props.js'
import { Part, type PickPart } from './part.js'

/** Parts that take the place of the conversation. */
const PARTS = {
  callback: ({ CallbackForm }) => CallbackForm,
  trace: ({ KeepTrace }) => KeepTrace,
} satisfies Record<string, PickPart<ExtraProps>>

/** Shows one of them, or that it cannot be loaded, with the way back. */
export function Extra({ name, ...props }: ExtraProps & { name: keyof typeof PARTS }) {
  const { chat, onChange } = props
  const lost = (
    <p class="contact" role="alert">
      {chat.t('loadFailed')} <Button onClick={() => onChange({ view: 'chat' })}>{chat.t('back')}</Button>
    </p>
  )
  return <Part pick={PARTS[name]} props={props} lost={lost} />
}
