import type { RefObject } from 'preact'
import { useId, useState } from 'preact/hooks'
import {
  type PersonalNumberKind,
  personalNumbersIn,
  withoutPersonalNumbers,
} from '../../../platform/security/personal-numbers.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { Icon } from '../../../ui/kit/icon.js'
import { unfilledReplyVariables } from '../reply-variables.js'
import { replaceText } from './replies-dialog.js'

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

interface SendCheck {
  /** The words leave, with nothing to ask about or all the same. */
  onSend: () => void
  /** The personal numbers are taken out of the text. */
  onRemoved?: () => void
}

/** Holds the words of a field back while something in them should not leave unseen, and does what the agent answers to that. */
export function useSendCheck(area: RefObject<HTMLTextAreaElement | null>, { onSend, onRemoved }: SendCheck) {
  const [faults, setFaults] = useState<SendFaults | null>(null)
  const clear = () => setFaults(null)
  const sendNow = () => {
    clear()
    onSend()
  }
  const warning = faults && {
    faults,
    onFix: () => {
      clear()
      area.current?.focus()
    },
    onRemove: () => {
      if (area.current) replaceText(area.current, withoutPersonalNumbers(area.current.value))
      clear()
      onRemoved?.()
    },
    onSend: sendNow,
  }
  return {
    /** What is given to {@link SendWarning}; `null` while there is nothing to ask about. */
    warning,
    /** The words have changed. */
    clear,
    send: (text: string) => {
      const found = sendFaults(text)
      if (found) setFaults(found)
      else sendNow()
    },
  }
}

/** What an agent is asked about before her text leaves. */
interface SendFaults {
  numbers: PersonalNumberKind[]
  /** Left between braces, as written. */
  variables: string[]
}

/** What should not leave unseen in a text to a citizen; `null` when there is nothing. Pure. */
export function sendFaults(text: string): SendFaults | null {
  const numbers = personalNumbersIn(text)
  const variables = unfilledReplyVariables(text)
  return numbers.length + variables.length > 0 ? { numbers, variables } : null
}
