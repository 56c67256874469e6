import { useState } from 'preact/hooks'
import { useLiveCommand } from '../../../ui/kit/commands/command.js'
import { useCommand } from '../../../ui/kit/commands/keys.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { plural } from '../../../ui/kit/console-words.js'
import { Icon } from '../../../ui/kit/icon.js'
import { useValidations } from './use-validations.js'
import { ValidationDialog } from './validation-dialog.js'

/**
 * Answers that wait for a check, above everything else, in a bar that is always there and as high: nothing moves when one comes. The agent opens
 * it when she chooses.
 */
export function ValidationBar() {
  const { t, language } = useConsole()
  const validations = useValidations()
  const [open, setOpen] = useState(false)
  const count = validations?.waiting.length ?? 0
  useLiveCommand('check-answer', count > 0 ? () => setOpen(true) : null)
  const { 'aria-keyshortcuts': keys } = useCommand('check-answer')
  if (!validations) return null
  const words = count === 0 ? t('validation.toCheckNone') : plural(t, language, 'validation.toCheck', count)
  return (
    <>
      <section class={count > 0 ? 'check-bar some' : 'check-bar'} aria-label={t('validation.check')}>
        <p role="status">
          <Icon name={count > 0 ? 'alert' : 'check'} /> {words}
        </p>
        {/* Not `disabled`: the focus would be lost when a colleague takes the last one. */}
        <button
          type="button"
          class={count > 0 ? 'button main' : 'button quiet'}
          aria-disabled={count === 0}
          aria-keyshortcuts={keys}
          onClick={() => count > 0 && setOpen(true)}
        >
          {t('validation.open')} {keys && <kbd>Alt V</kbd>}
        </button>
      </section>
      {open && <ValidationDialog validations={validations} onClose={() => setOpen(false)} />}
    </>
  )
}
