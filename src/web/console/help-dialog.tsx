import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from './console-context.js'
import { Icon } from './icon.js'
import type { WordKey } from './words.js'

const SHORTCUTS: [keys: (WordKey | string)[], action: WordKey][] = [
  [['help.alt', 'J'], 'help.next'],
  [['help.alt', 'K'], 'help.previous'],
  [['help.alt', 'P'], 'help.claim'],
  [['help.alt', 'N'], 'help.compose'],
  [['help.alt', 'E'], 'help.resolve'],
  [['help.alt', 'V'], 'trust.help'],
  [['help.ctrl', 'help.enter'], 'help.send'],
  [['help.alt', '1…5'], 'copilot.help.insert'],
  [['help.alt', 'P'], 'copilot.help.note'],
  [['help.alt', 'L'], 'copilot.help.answer'],
  [['?'], 'help.help'],
]

/** The list of shortcuts, and the switch that turns them off for those whose own tools use the same keys. */
export function HelpDialog() {
  const { t, session, state } = useConsole()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (state.helpOpen && !dialog.current?.open) dialog.current?.showModal()
    if (!state.helpOpen && dialog.current?.open) dialog.current.close()
  }, [state.helpOpen])
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={() => session.setHelp(false)}>
      <div class="help-head">
        <h2 id="help-title">{t('help.title')}</h2>
        <button type="button" class="button quiet icon-only" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
          <span class="visually-hidden">{t('close')}</span>
        </button>
      </div>
      <p>{t('help.intro')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('help.key')}</th>
            <th scope="col">{t('help.action')}</th>
          </tr>
        </thead>
        <tbody>
          {SHORTCUTS.map(([keys, action]) => (
            <tr key={action}>
              <td>
                <Keys keys={keys} />
              </td>
              <td>{t(action)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="check">
        <input
          type="checkbox"
          checked={state.preferences.shortcuts}
          onChange={(event) => session.prefer({ shortcuts: event.currentTarget.checked })}
        />
        {t('help.toggle')}
      </label>
    </dialog>
  )
}

function Keys({ keys }: { keys: (WordKey | string)[] }) {
  const { t } = useConsole()
  return (
    <>
      {keys.map((key, index) => (
        <>
          {index > 0 && ' + '}
          <kbd>{key.startsWith('help.') ? t(key as WordKey) : key}</kbd>
        </>
      ))}
    </>
  )
}
