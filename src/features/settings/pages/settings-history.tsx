import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { SettingsView } from '../routes/settings-contract.js'
import type { SettingsWords } from './settings-words.js'
import type { Settings } from './use-settings.js'

/** Who changed what, and the way back. */
export function SettingsHistory({
  words,
  settings,
  view,
}: {
  words: SettingsWords
  settings: Settings
  view: SettingsView
}) {
  const { say } = words
  const named = (keys: readonly string[]) =>
    keys.map((key) => say(`key.${key}` as Parameters<typeof say>[0])).join(', ')
  return (
    <>
      <p role="status">{settings.saved && say('history.undone')}</p>
      <p role="alert" class="field-error">
        {settings.refusal && (settings.refusal.sentence || say('save.failed'))}
      </p>
      {view.history.length === 0 && <p>{say('history.none')}</p>}
      <ul class="history">
        {view.history.map(({ version, at, by, why, keys, copiedFrom }) => (
          <li key={version}>
            <p>
              {say('history.one', { by, moment: momentInWords(at, words.language, new Date()), what: named(keys) })}
              {copiedFrom !== null && <span> {say('history.copied', { name: copiedFrom })}</span>}
              {why && <span class="hint"> {say('history.why', { why })}</span>}
            </p>
            <button type="button" class="button" onClick={() => void settings.undo(version)}>
              {say('history.undo')}
              <span class="visually-hidden"> {say('history.number', { version })}</span>
            </button>
          </li>
        ))}
      </ul>
      <p>
        <a href={hrefOf('audit', [], { kind: 'settings' })}>{say('history.audit')}</a>
      </p>
      <p>
        <a href="/api/v1/admin/settings/file" download>
          {say('history.file')}
        </a>
      </p>
    </>
  )
}
