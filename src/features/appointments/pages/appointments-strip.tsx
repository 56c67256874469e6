import { useEffect, useState } from 'preact/hooks'
import type { Handoff } from '../../../platform/model/handoff.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import { type AppointmentView, appointmentRoutes } from '../contract.js'

/** The appointments of a citizen who left how to reach her: read again whenever her request is, which the stream says. Nothing where there is none. */
export function AppointmentsStrip({ handoff }: { handoff: Handoff }) {
  const { t, session } = useConsole()
  const [appointments, setAppointments] = useState<AppointmentView[]>([])
  const { id, contact } = handoff
  const isReachable = Boolean(contact?.phone || contact?.email)
  useEffect(() => setAppointments([]), [id])
  useEffect(() => {
    if (!isReachable) return
    let gone = false
    session.api.ask(appointmentRoutes.ofHandoff, { params: { id } }).then(
      (read) => !gone && setAppointments(read.appointments),
      // What was read before stays; a product without appointments has none.
      () => {},
    )
    return () => {
      gone = true
    }
  }, [session, handoff, isReachable])
  return (
    <div role="status">
      {appointments.map(({ id: key, when, place, motive, status, isPast }) => (
        <p key={key} class="contact-slot">
          <Icon name="clock" />{' '}
          {t('desk.appointment', { what: [when, place, motive].filter((word) => word !== '').join(', ') })}{' '}
          <strong>{t(status === 'unknown' && isPast ? 'desk.appointment.past' : `desk.appointment.${status}`)}</strong>
        </p>
      ))}
    </div>
  )
}
