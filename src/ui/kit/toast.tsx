import type { ComponentChildren } from 'preact'
import { Button } from './button.js'
import { Icon, type IconName } from './icon.js'

interface Props {
  /** `lost`: the server is out of reach. */
  tone: 'done' | 'warning' | 'error' | 'lost'
  text: ComponentChildren
  icon?: IconName
  /** What can be done about it: undo it, for example. */
  action?: { label: string; run: () => void } | undefined
  /** Of the button that takes it away; it goes by itself otherwise. */
  dismiss?: string
  onDismiss?: () => void
}

/** A sentence on what has just happened, with the way back from it. It stays until it is taken away: nobody reads against a clock. */
export function Toast({ tone, text, icon, action, dismiss, onDismiss }: Props) {
  return (
    <div class={`banner ${tone}`}>
      <Icon name={icon ?? (tone === 'done' ? 'check' : 'alert')} />
      <p>{text}</p>
      {action && <Button label={action.label} onClick={action.run} />}
      {dismiss && onDismiss && <Button look="quiet" icon="close" label={dismiss} isIconOnly onClick={onDismiss} />}
    </div>
  )
}
