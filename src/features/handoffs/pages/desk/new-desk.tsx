import { useState } from 'preact/hooks'
import { DESK_CHANNELS, type DeskChannel } from '../../../../platform/model/conversation.js'
import { LANGUAGES, type Language, toLanguage } from '../../../../platform/model/language.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Dialog } from '../../../../ui/kit/dialog.js'
import { SelectField, TextField } from '../../../../ui/kit/field.js'
import { sentenceOf } from '../../../../ui/kit/staff-api.js'
import { deskRoutes } from '../../desk-contract.js'
import { CommuneField, useCounterCommune } from '../queue/communes.js'

/** Begins a conversation for somebody at the counter or on the phone: two presses when she speaks French. */
export function NewDesk() {
  const { t } = useConsole()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        class="new-desk"
        icon="plus"
        isIconOnly
        label={t('desk.new')}
        title={t('desk.new')}
        onClick={() => setOpen(true)}
      />
      <Dialog class="desk-dialog" title={t('desk.new')} close={t('close')} isOpen={open} onClose={() => setOpen(false)}>
        {open && <NewDeskForm onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function NewDeskForm({ onDone }: { onDone: () => void }) {
  const { t, session } = useConsole()
  const [language, setLanguage] = useState<Language>('fr')
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [communeId, choose] = useCounterCommune()
  const begin = async (channel: DeskChannel) => {
    setBusy(true)
    const body = { channel, language, ...(name.trim() !== '' && { name }), ...(communeId && { communeId }) }
    const handoff = await deskCall(session, () => session.api.ask(deskRoutes.begin, { body }))
    setBusy(false)
    onDone()
    if (!handoff) return
    session.navigate({ view: 'conversation', handoffId: handoff.id })
    session.focusOn('composer')
  }
  return (
    <div class="desk-form">
      <p class="hint">{t('desk.newIntro')}</p>
      <CommuneField id="desk-commune" value={communeId} onValue={choose} />
      <SelectField
        id="desk-language"
        label={t('desk.language')}
        value={language}
        onValue={(value) => setLanguage(toLanguage(value))}
        choices={LANGUAGES.map((one) => (
          <option key={one} value={one}>
            {t(`language.${one}`)}
          </option>
        ))}
      />
      <TextField
        id="desk-name"
        label={t('desk.name')}
        value={name}
        autocomplete="off"
        maxLength={100}
        onValue={setName}
      />
      <div class="actions">
        {DESK_CHANNELS.map((channel) => (
          <Button
            key={channel}
            look="main"
            class="wide desk-begin"
            icon={channel === 'phone' ? 'phone' : 'desk'}
            label={t(`desk.begin.${channel}`)}
            disabled={busy}
            onClick={() => void begin(channel)}
          />
        ))}
      </div>
    </div>
  )
}

/**
 * Makes a call of the counter's and shows why it failed, if it did; then everything is read again.
 * @returns the answer, or `null` when it failed
 */
export async function deskCall<T>(session: AgentConsole, make: () => Promise<T>): Promise<T | null> {
  try {
    return await make()
  } catch (error) {
    session.notice('error', sentenceOf(error, session.say('notice.failed')))
    return null
  } finally {
    void session.readAll()
  }
}
