import { useId } from 'preact/hooks'
import { type PersonalNumberKind, personalNumbersIn } from '../../../platform/security/personal-numbers.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { Icon } from '../../../ui/kit/icon.js'
import { unfilledVariables } from '../reply-variables.js'

interface SendWarningProps {
  faults: SendFaults
  onFix: () => void
  /** Takes the personal numbers out of the text. */
  onRemove: () => void
  onSend: () => void
}

/** Asks before a personal number or an unfilled variable leaves. The safe button has the focus; Escape goes back to the text. */
export function SendWarning({ faults: { numbers, variables }, onFix, onRemove, onSend }: SendWarningProps) {
  const { t, language } = useConsole()
  const fix = useFocusOnOpen<HTMLButtonElement>()
  const id = useId()
  // With what is shown, not after it: an Escape that follows at once is already the warning's.
  const names = new Intl.ListFormat(language).format(variables)
  return (
    <div
      class="send-warning"
      role="alertdialog"
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-why`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // A window that it stands in stays open.
        event.preventDefault()
        onFix()
      }}
    >
      <p id={`${id}-title`}>
        <Icon name="alert" /> <strong>{t('copilot.warn')}</strong>
      </p>
      <div id={`${id}-why`}>
        {numbers.map((kind) => (
          <p key={kind}>{t(`copilot.warn.${kind}`)}</p>
        ))}
        {variables.length > 0 && <p>{t('copilot.warn.variable', { names })}</p>}
      </div>
      <div class="actions">
        <Button ref={fix} look="main" label={t('copilot.warnFix')} onClick={onFix} />
        {numbers.length > 0 && <Button label={t('copilot.warnRemove')} onClick={onRemove} />}
        <Button label={t('copilot.warnSend')} onClick={onSend} />
      </div>
    </div>
  )
}

/** What an agent is asked about before her text leaves. */
export interface SendFaults {
  numbers: PersonalNumberKind[]
  /** Left between braces, as written. */
  variables: string[]
}

/** What should not leave unseen in a text to a citizen; `null` when there is nothing. Pure. */
export function sendFaults(text: string): SendFaults | null {
  const numbers = personalNumbersIn(text)
  const variables = unfilledVariables(text)
  return numbers.length + variables.length > 0 ? { numbers, variables } : null
}
