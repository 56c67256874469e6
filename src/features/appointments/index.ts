import type { Feature } from '../../platform/feature.js'
import type { ServerSealer } from '../../platform/store/sealer.js'
import type { OwnData } from '../conversations/own-data.js'
import { contactDigests } from './appointment.js'
import type { AppointmentStore } from './appointment-verbs.js'
import { appointmentRoutes } from './contract.js'
import { type AppointmentRouteNeeds, serveAppointments } from './routes.js'

/** Appointments taken with RDV Service Public, shown to the agent whose citizen they are of (docs/appointments.md). */
export const appointments: Feature<AppointmentRouteNeeds> = {
  name: 'appointments',
  routes: appointmentRoutes,
  open: (needs) => ({ served: serveAppointments(needs) }),
}

/** What erasing appointments needs. */
export interface AppointmentErasing {
  store: AppointmentStore & { readOwnData: (conversationId: string) => Promise<OwnData | undefined> }
  sealer: Pick<ServerSealer, 'secretFor'>
}

/** Forgets the appointments of a citizen who erases her conversation, as far as she left in it how to reach her. To be called before that. */
export async function forgetAppointmentsOf(
  { store, sealer }: AppointmentErasing,
  conversationId: string,
): Promise<void> {
  const own = await store.readOwnData(conversationId)
  const { communeId } = own?.conversation ?? {}
  const left = own?.requests.flatMap(({ contact }) => contact ?? []) ?? []
  if (communeId === undefined || left.length === 0) return
  const digests = await contactDigests(sealer, communeId, left)
  if (digests.length > 0) await store.forgetAppointments(communeId, digests)
}

/** Erases the appointments that are kept no longer. It looks at them once an hour: their time is counted in days. */
export function createAppointmentSweep(store: Pick<AppointmentStore, 'dropOldAppointments'>) {
  let sweptHour = ''
  return async (at: Date): Promise<void> => {
    const hour = at.toISOString().slice(0, 13)
    if (hour === sweptHour) return
    await store.dropOldAppointments(at.toISOString())
    sweptHour = hour
  }
}
