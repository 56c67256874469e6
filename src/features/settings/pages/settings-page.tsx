import { useEffect } from 'preact/hooks'
import { API_PREFIX } from '../../../platform/http/route.js'
import { Button } from '../../../ui/kit/button.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { PartHeading } from '../../../ui/kit/part-heading.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { type SettingsView, settingsRoutes } from '../contract.js'
import { CopySettings } from './copy-settings.js'
import { GroupFields, PublicAddress } from './group-fields.js'
import { GroupForm } from './group-form.js'
import { type SettingsWords, settingsWords } from './list-acts.js'
import { SETTING_GROUPS, type SettingGroup, settingInputId } from './setting-fields.js'
import { type Settings, useSettings } from './use-settings.js'

/** The settings of the commune, by groups, each with what it does; what is not changed here says where it is. */
export function SettingsPage({ api, language, place, user }: PageProps) {
  const words = settingsWords(language)
  const { say } = words
  const settings = useSettings(api)
  const { view, failed, read } = settings
  const mayCopy = user.roles.includes('super-admin')
  const isCopy = mayCopy && place.path[0] === 'copy'
  const group = isCopy ? 'copy' : (SETTING_GROUPS.find((one) => one === place.path[0]) ?? 'services')
  const isRead = view !== null
  // A commune could take the name of another.
  const isShownAlone = group === 'address' && !view?.mayChangeAddress
  useEffect(() => {
    const field = place.chosen.get('field')
    if (isRead && field) document.getElementById(settingInputId(field))?.focus()
  }, [isRead, place.chosen])
  return (
    <section class="sheet settings" aria-labelledby="settings">
      <GroupNav words={words} groups={mayCopy ? [...SETTING_GROUPS, 'copy'] : SETTING_GROUPS} open={group} />
      <PartHeading key={group} id="settings" title={say(`group.${group}`)} />
      <div role="alert">
        {failed && (
          <p class="field-error">
            {say('failed')} <Button label={say('reread')} onClick={read} />
          </p>
        )}
        {view?.isFileAlone && <p class="bad">{say('fileAlone')}</p>}
      </div>
      {!view && !failed && <p class="hint">{say('loading')}</p>}
      {view && group === 'copy' && <CopySettings api={api} words={words} onCopied={settings.read} />}
      {view && group === 'history' && <SettingsHistory words={words} settings={settings} view={view} />}
      {view && group === 'elsewhere' && <Elsewhere words={words} />}
      {view && isShownAlone && (
        <>
          <PublicAddress words={words} view={view} communeId={user.communeId} />
          <p class="hint">{say('address.who')}</p>
        </>
      )}
      {view && group !== 'history' && group !== 'elsewhere' && group !== 'copy' && !isShownAlone && (
        <GroupForm key={group} words={words} group={group} settings={settings} view={view}>
          {(props) => (
            <GroupFields {...{ api, group, ...props }} communeId={user.communeId} hoursAt={hrefOf('team', ['hours'])} />
          )}
        </GroupForm>
      )}
    </section>
  )
}

interface NavProps {
  words: SettingsWords
  groups: readonly (SettingGroup | 'copy')[]
  open: SettingGroup | 'copy'
}

function GroupNav({ words: { say }, groups, open }: NavProps) {
  return (
    <nav aria-label={say('groups')}>
      <ul class="group-nav">
        {groups.map((one) => (
          <li key={one}>
            <a href={hrefOf('settings', [one])} aria-current={one === open ? 'page' : undefined}>
              {say(`group.${one}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const ELSEWHERE = ['theme', 'answers', 'alert', 'masking', 'quietHours', 'messages'] as const
const PLACES: Partial<Record<(typeof ELSEWHERE)[number], string>> = {
  theme: 'theme',
  answers: 'answers',
  alert: 'alert',
  masking: 'privacy',
}

/** What is set at another place, and where. */
function Elsewhere({ words: { say } }: { words: SettingsWords }) {
  return (
    <dl class="parts">
      {ELSEWHERE.map((one) => (
        <div key={one}>
          <dt>{say(`elsewhere.${one}`)}</dt>
          <dd>
            {say(`where.${one}`)}{' '}
            {PLACES[one] && (
              <a href={hrefOf(PLACES[one])}>
                {say('elsewhere.open')}
                <span class="visually-hidden"> {say(`elsewhere.${one}`)}</span>
              </a>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Who changed what, and the way back. */
function SettingsHistory({ words, settings, view }: { words: SettingsWords; settings: Settings; view: SettingsView }) {
  const { say } = words
  const named = (keys: readonly string[]) =>
    keys.map((key) => say(`key.${key}` as Parameters<typeof say>[0])).join(', ')
  return (
    <>
      <p role="status">{settings.saved && say('history.undone')}</p>
      <ActMessage problem={settings.refusal && (settings.refusal.sentence || say('save.failed'))} />
      {view.history.length === 0 && <p>{say('history.none')}</p>}
      <ul class="history">
        {view.history.map(({ version, at, by, why, keys, copiedFrom }) => (
          <li key={version}>
            <p>
              {say('history.one', { by, moment: momentInWords(at, words.language, new Date()), what: named(keys) })}
              {copiedFrom !== null && <span> {say('history.copied', { name: copiedFrom })}</span>}
              {why && <span class="hint"> {say('history.why', { why })}</span>}
            </p>
            <Button
              label={say('history.undo')}
              about={say('history.number', { version })}
              onClick={() => void settings.undo(version)}
            />
          </li>
        ))}
      </ul>
      <p>
        <a href={hrefOf('audit', [], { kind: 'settings' })}>{say('history.audit')}</a>
      </p>
      <p>
        <a href={API_PREFIX + settingsRoutes.file.path} download>
          {say('history.file')}
        </a>
      </p>
    </>
  )
}
