import { useConsole } from '../../../ui/kit/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { ComposerMode } from './draft-keys.js'

/** To the citizen, or for colleagues: two words, two colours, two icons. */
export function ModeSwitch({ mode, onMode }: { mode: ComposerMode; onMode: (mode: ComposerMode) => void }) {
  const { t } = useConsole()
  return (
    <fieldset class="mode-switch">
      <legend class="visually-hidden">{t('copilot.mode')}</legend>
      {(['answer', 'note'] as const).map((one) => (
        <label key={one} class={`mode ${one}`}>
          <input type="radio" name="composer-mode" checked={mode === one} onChange={() => onMode(one)} />
          <span class="mode-face">
            <Icon name={one === 'note' ? 'note' : 'chat'} /> {t(`copilot.mode.${one}`)}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
