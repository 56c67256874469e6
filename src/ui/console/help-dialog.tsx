import { COMMANDS } from './commands/commands.js'
import { Keys } from './commands/keys.js'
import { useConsole } from './console-context.js'
import { ConsoleDialog } from './console-dialog.js'

/** The list of shortcuts, and the switch that turns them off for those whose own tools use the same keys. */
export function HelpDialog() {
  const { t, session, state } = useConsole()
  return (
    <ConsoleDialog name="help" title={t('help.title')}>
      <p>{t('help.intro')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('help.key')}</th>
            <th scope="col">{t('help.action')}</th>
          </tr>
        </thead>
        <tbody>
          {COMMANDS.map(
            ({ id, keys, label }) =>
              keys && (
                <tr key={id}>
                  <td>
                    <Keys keys={keys} />
                  </td>
                  <td>{t(label)}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
      <p class="hint">{t('commands.here')}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={state.preferences.shortcuts}
          onChange={(event) => session.prefer({ shortcuts: event.currentTarget.checked })}
        />
        {t('help.toggle')}
      </label>
    </ConsoleDialog>
  )
}
