import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import express, { type Request, type Response } from 'express'
import { z } from 'zod'
import { languageOf } from '../../platform/http/problem.js'
import { type Addresses, isToldUnderName, publicAddressOf } from '../../platform/http/public-address.js'
import { API_PREFIX, addressOf } from '../../platform/http/route.js'
import type { SecurityEvents } from '../../platform/http/security-events.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { AuditAction } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Say } from '../../platform/model/say.js'
import type { ServerSealer } from '../../platform/store/sealer.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import { momentByDateInWords } from '../entries/render/describe-opening.js'
import { readingMoment } from '../entries/render/describe-service.js'
import { handoffFrom } from '../handoffs/routes/handoff-routes.js'
import { signing, type WebhookSecret } from '../webhooks/webhook.js'
import { type AppointmentsDocument, appointmentSealPlace, contactDigests, digestsOfEach } from './appointment.js'
import { type AppointmentStore, firstKeptAppointment } from './appointment-verbs.js'
import { type AppointmentView, appointmentRoutes, type ConnectionView } from './contract.js'
import { type Heard, readCall } from './read-call.js'

/** What these routes need. */
export interface AppointmentRouteNeeds extends Addresses {
  store: AppointmentStore & Pick<AuditStore, 'recordAudit'>
  sealer: ServerSealer
  communeOf: (communeId: string) => Commune
  say: Say
  now: () => Date
  securityEvents: Pick<SecurityEvents, 'changed'>
}

/** Of a call: an appointment of some people has some kilobytes. */
const BODY_LIMIT = '256kb'
/** Appointments that are shown for one request. */
const MOST_SHOWN = 5

/** Serves {@link appointmentRoutes}. */
export function serveAppointments(needs: AppointmentRouteNeeds): ServedRoute[] {
  return [serveCalls(needs), serveOfHandoff(needs), ...serveConnection(needs)]
}

/** What RDV Service Public tells. Its signature is looked at before anything of what it says. */
function serveCalls({ store, sealer, now, communeAt }: AppointmentRouteNeeds): ServedRoute {
  return serve(
    appointmentRoutes.hear,
    async ({ params: { communeId }, request }) => {
      if (!isToldUnderName({ communeAt }, request, { communeId })) throw new AppError('not_found', 404)
      const at = now().toISOString()
      const raw: unknown = request.body
      const secrets = await store.appointmentSecrets(communeId)
      if (!secrets || !Buffer.isBuffer(raw) || !(await isSigned(sealer, { communeId, secrets, raw, request, at })))
        throw new AppError('sign_in_required', 401)
      const heard = heardIn(raw)
      const isOld = heard !== null && heard.said.startsAt < firstKeptAppointment(at)
      const people = heard && !isOld ? await digestsOfEach(sealer, communeId, heard.people) : []
      await store.hearAppointment(communeId, at, heard && !isOld ? { ...heard.said, people } : null)
      return null
    },
    [express.raw({ limit: BODY_LIMIT, type: () => true })],
  )
}

/** @throws AppError `invalid_request` (422) */
function heardIn(raw: Buffer): Heard | null {
  try {
    return readCall(JSON.parse(raw.toString('utf8')))
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) throw new AppError('invalid_request', 422)
    throw error
  }
}

interface Signed {
  communeId: string
  secrets: WebhookSecret[]
  raw: Buffer
  request: Request
  at: string
}

/** Whether a body is signed by a secret of the commune: `X-Lapin-Signature` is its HMAC-SHA256, in hexadecimal. */
async function isSigned(sealer: ServerSealer, { communeId, secrets, raw, request, at }: Signed): Promise<boolean> {
  const given = Buffer.from(request.get('X-Lapin-Signature') ?? '', 'hex')
  const opening = signing({ secrets }, at).map(({ sealed }) => sealer.open(sealed, appointmentSealPlace(communeId)))
  return (await Promise.all(opening)).some((secret) => {
    if (secret === null) return false
    const own = createHmac('sha256', secret).update(raw).digest()
    return given.length === own.length && timingSafeEqual(given, own)
  })
}

/** The appointments of a citizen who left a way to be reached. */
function serveOfHandoff(needs: AppointmentRouteNeeds): ServedRoute {
  const { store, sealer, communeOf, now } = needs
  return serve(appointmentRoutes.ofHandoff, async ({ request, response }) => {
    const { communeId, contact } = handoffFrom(response)
    const digests = contact ? await contactDigests(sealer, communeId, [contact]) : []
    const own = digests.length > 0 ? await store.appointmentsOf(communeId, digests) : []
    const telling = { ...readingMoment(needs, languageOf(request)), timeZone: communeOf(communeId).timeZone }
    const shown = own.flatMap(({ id, status, startsAt, minutes, motive, place }): AppointmentView[] => {
      if (status === 'destroyed') return []
      const isPast = Date.parse(startsAt) + minutes * 60_000 <= now().getTime()
      return [{ id, status, isPast, when: momentByDateInWords(startsAt, telling).replace(/^le /, ''), motive, place }]
    })
    const [past, next] = [shown.filter(({ isPast }) => isPast), shown.filter(({ isPast }) => !isPast)]
    return { appointments: [...next, ...past.reverse()].slice(0, MOST_SHOWN) }
  })
}

function serveConnection(needs: AppointmentRouteNeeds): ServedRoute[] {
  const { store, sealer, now } = needs
  return [
    serve(appointmentRoutes.connection, async ({ request, response }) => {
      const { communeId } = staffFrom(response).user
      return connectionView(needs, request, { communeId, known: await store.readAppointments(communeId) })
    }),
    serve(appointmentRoutes.renew, async ({ request, response }) => {
      const { communeId } = staffFrom(response).user
      const secret = randomBytes(32).toString('base64url')
      const sealed = await sealer.seal(secret, appointmentSealPlace(communeId))
      const known = await store.connectAppointments(communeId, sealed, now().toISOString())
      await tell(needs, response, 'appointments_connected')
      return { connection: connectionView(needs, request, { communeId, known }), secret }
    }),
    serve(appointmentRoutes.disconnect, async ({ response }) => {
      const { communeId } = staffFrom(response).user
      if ((await store.disconnectAppointments(communeId)) === 'disconnected')
        await tell(needs, response, 'appointments_disconnected')
      return null
    }),
  ]
}

function connectionView(
  needs: AppointmentRouteNeeds,
  request: Request,
  { communeId, known }: { communeId: string; known: AppointmentsDocument | null },
): ConnectionView {
  const path = API_PREFIX + addressOf(appointmentRoutes.hear, { params: { communeId } })
  const at = needs.now().toISOString()
  return {
    address: publicAddressOf(needs, request, needs.communeOf(communeId)) + path,
    isConnected: known !== null,
    heardAt: known?.heardAt ?? null,
    formerSecretUntil: known ? (signing(known, at).find(({ until }) => until !== null)?.until ?? null) : null,
    count: known?.appointments.filter(({ status }) => status !== 'destroyed').length ?? 0,
  }
}

async function tell(
  { store, securityEvents, now }: AppointmentRouteNeeds,
  response: Response,
  action: Extract<AuditAction, `appointments_${string}`>,
): Promise<void> {
  const { communeId, id: userId, displayName: userName } = staffFrom(response).user
  securityEvents.changed(action, { userId, communeId })
  await store.recordAudit({
    id: randomUUID(),
    communeId,
    at: now().toISOString(),
    userId,
    userName,
    action,
    target: { kind: 'settings', id: 'appointments' },
    before: null,
    after: null,
    why: '',
  })
}
