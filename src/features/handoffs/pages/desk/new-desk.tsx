import { useEffect, useRef, useState } from 'preact/hooks'
import { DESK_CHANNELS, type DeskChannel } from '../../../../platform/model/channel.js'
import { LANGUAGES, type Language, toLanguage } from '../../../../platform/model/language.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { CallError } from '../../../../ui/kit/staff-api.js'
import { translator } from '../../../../ui/kit/words.js'
import type { Handoff } from '../../handoff.js'

/** Begins a conversation for somebody at the counter or on the phone: two presses when she speaks French. */
export function NewDesk() {
  const { t } = useConsole()
  const [open, setOpen] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal()
    if (!open && dialog.current?.open) dialog.current.close()
  }, [open])
  return (
    <>
      <button type="button" class="button new-desk" onClick={() => setOpen(true)}>
        <Icon name="plus" /> {t('desk.new')}
      </button>
      <dialog ref={dialog} class="help desk-dialog" aria-labelledby="desk-title" onClose={() => setOpen(false)}>
        <div class="help-head">
          <h2 id="desk-title">{t('desk.new')}</h2>
          <button type="button" class="button quiet icon-only" onClick={() => setOpen(false)}>
            <Icon name="close" />
            <span class="visually-hidden">{t('close')}</span>
          </button>
        </div>
        {open && <NewDeskForm onDone={() => setOpen(false)} />}
      </dialog>
    </>
  )
}

function NewDeskForm({ onDone }: { onDone: () => void }) {
  const { t, session } = useConsole()
  const [language, setLanguage] = useState<Language>('fr')
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const begin = async (channel: DeskChannel) => {
    setBusy(true)
    const body = { channel, language, ...(name.trim() === '' ? {} : { name }) }
    const handoff = await deskCall(session, () => session.api.call<Handoff>('POST', '/agent/conversations', body))
    setBusy(false)
    onDone()
    if (!handoff) return
    session.navigate({ view: 'conversation', handoffId: handoff.id })
    session.focusOn('composer')
  }
  return (
    <div class="desk-form">
      <p class="hint">{t('desk.newIntro')}</p>
      <div class="field">
        <label for="desk-language">{t('desk.language')}</label>
        <select
          id="desk-language"
          value={language}
          onChange={(event) => setLanguage(toLanguage(event.currentTarget.value))}
        >
          {LANGUAGES.map((one) => (
            <option key={one} value={one}>
              {t(`language.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="desk-name">{t('desk.name')}</label>
        <input
          id="desk-name"
          type="text"
          autocomplete="off"
          maxLength={100}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <div class="actions">
        {DESK_CHANNELS.map((channel) => (
          <button
            key={channel}
            type="button"
            class="button main wide desk-begin"
            disabled={busy}
            onClick={() => void begin(channel)}
          >
            <Icon name={channel === 'phone' ? 'phone' : 'desk'} /> {t(`desk.begin.${channel}`)}
          </button>
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
    const answer = await make()
    session.readAll()
    return answer
  } catch (error) {
    const sentence = error instanceof CallError ? error.message : ''
    session.notice('error', sentence || translator(session.state.preferences.language)('notice.failed'))
    session.readAll()
    return null
  }
}
