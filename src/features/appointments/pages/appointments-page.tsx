import { useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { Confirm } from '../../../ui/kit/confirm.js'
import { ListFrame, NotYet } from '../../../ui/kit/list.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { ShownOnce } from '../../../ui/kit/shown-once.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { useSettings } from '../../settings/pages/use-settings.js'
import { appointmentRoutes, type ConnectionView } from '../contract.js'
import { type AppointmentWords, appointmentWords, BookingForm } from './booking-form.js'

/** Appointments with RDV Service Public: where they are booked, and how Guichet hears of them. */
export function AppointmentsPage({ api, t, language, user }: PageProps) {
  const words = appointmentWords(language)
  const { say } = words
  const settings = useSettings(api)
  const reading = useReading(api, appointmentRoutes.connection)
  const [secret, setSecret] = useState('')
  const [done, setDone] = useState('')
  const { problem, run } = useAct(say('failed'))
  const act = async (does: () => Promise<string>) => {
    await run(async () => {
      setDone('')
      setDone(await does())
    })
    reading.read()
  }
  const renew = () =>
    void act(async () => {
      setSecret((await api.ask(appointmentRoutes.renew)).secret)
      return ''
    })
  const disconnect = () =>
    void act(async () => {
      await api.ask(appointmentRoutes.disconnect)
      setSecret('')
      return say('disconnected')
    })
  return (
    <ListFrame t={t} words={words} reading={reading} said={{ done, problem }}>
      {(view) => (
        <>
          <Sheet id="booking-title" title={say('booking')} hint={say('booking.hint')}>
            {settings.view ? (
              <BookingForm api={api} words={words} communeId={user.communeId} settings={settings} />
            ) : (
              <NotYet reading={settings} loading={say('loading')} failed={say('failed')} tryAgain={t('tryAgain')} />
            )}
          </Sheet>
          {secret && (
            <ShownOnce
              id="appointments-secret"
              title={say('secret')}
              text={secret}
              words={{ copy: say('secret.copy'), copied: say('secret.copied'), close: say('secret.close') }}
              onClose={() => setSecret('')}
            >
              <p>{say('secret.hint')}</p>
            </ShownOnce>
          )}
          <Connection words={words} view={view} onRenew={renew} onDisconnect={disconnect} />
        </>
      )}
    </ListFrame>
  )
}

interface ConnectionProps {
  words: AppointmentWords
  view: ConnectionView
  onRenew: () => void
  onDisconnect: () => void
}

/** Whether RDV Service Public tells Guichet of appointments, and what is written there for it. */
function Connection({ words: { say, many, language }, view, onRenew, onDisconnect }: ConnectionProps) {
  const { address, isConnected, heardAt, formerSecretUntil, count } = view
  const moment = (at: string) => momentInWords(at, language, new Date())
  return (
    <Sheet id="connection-title" class="connection" title={say('connection')} hint={say('connection.hint')}>
      {!isConnected && (
        <>
          <p>{say('connection.none')}</p>
          <div class="actions">
            <Button label={say('connect')} onClick={onRenew} />
          </div>
        </>
      )}
      {isConnected && (
        <>
          <p>{say('connection.address')}</p>
          <p>
            <code>{address}</code>
          </p>
          <p class={heardAt ? 'good' : 'hint'}>
            {heardAt ? say('heard', { moment: moment(heardAt) }) : say('heard.never')}
          </p>
          {count > 0 && <p>{many('known', count)}</p>}
          {formerSecretUntil && <p class="hint">{say('secret.former', { moment: moment(formerSecretUntil) })}</p>}
          <div class="actions">
            <Confirm label={say('renew')} question={say('renew.confirm')} cancel={say('cancel')} onYes={onRenew} />
            <Confirm
              label={say('disconnect')}
              question={say('disconnect.confirm')}
              cancel={say('cancel')}
              onYes={onDisconnect}
            />
          </div>
        </>
      )}
    </Sheet>
  )
}
