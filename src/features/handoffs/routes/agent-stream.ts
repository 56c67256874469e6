import { isDeepStrictEqual } from 'node:util'
import { type Logger, stackOf } from '../../../log.js'
import type { EventHub } from '../../../platform/http/event-hub.js'
import type { OpenConsoles } from '../../../platform/http/open-consoles.js'
import { type EventStream, openStream, type StreamNeeds } from '../../../platform/http/open-stream.js'
import { SENT, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import type { Role } from '../../../platform/model/role.js'
import { communesOf, type ServingNeeds } from '../../accounts/routes/serving.js'
import { type Staff, staffFrom } from '../../accounts/routes/staff-access.js'
import { handoffRoutes } from '../contract.js'
import type { CitizenTypingView } from '../copilot-contract.js'
import type { HandoffContext } from '../handoff-context.js'
import { hearPresence, losePresence } from '../queue/agent-presence.js'
import type { HandoffStore } from '../store/handoff-verbs.js'
import type { Viewers } from './viewers.js'

/** How often a console is asked for a sign of life; a third of the silence after which it is taken for lost. */
const BEAT_MS = 10_000
/** How long a citizen is shown as writing after the last sign of it. */
const TYPING_MS = 6_000

/** What the stream of consoles needs. */
export interface AgentStreamNeeds extends StreamNeeds, ServingNeeds {
  store: Pick<HandoffStore, 'findOpenHandoff'> & ServingNeeds['store']
  handoffContext: HandoffContext
  hub: Pick<EventHub, 'onStop' | 'onCommune' | 'onCitizenTyping'>
  consoles: Pick<OpenConsoles, 'open' | 'isOpen'>
  viewers: Pick<Viewers, 'on'>
  /** Whether somebody who was let through still would be. */
  isStillStaff: (staff: Staff, roles: readonly Role[]) => Promise<boolean>
  logger: Logger
}

/**
 * The stream of a console: `queue` when the list must be read again, `message` when a conversation of a commune that she serves has a
 * new one, `typing` when a citizen of hers writes and the commune lets it be seen, `viewer` when a colleague reads or writes in a handoff, `beat` when the console must say that it is there. When the last stream of an agent closes, she has some seconds to open another. It ends
 * with the session that opened it, and when she serves other communes: her console opens another.
 */
export function serveAgentStream(needs: AgentStreamNeeds): ServedRoute {
  const { handoffContext, hub, consoles } = needs
  const noteFault = (error: unknown) => {
    needs.logger.warn({ stack: stackOf(error) }, 'a closed console could not be noted')
  }
  return serve(handoffRoutes.events, async ({ request, response }) => {
    const staff = staffFrom(response)
    const { id: userId } = staff.user
    const served = await communesOf(needs, staff.user)
    const servesTheSame = async () => isDeepStrictEqual(await communesOf(needs, staff.user), served)
    const stream = await openStream({ request, response, owner: userId }, needs)
    const close = consoles.open(userId, staff.session.idHash)
    stream.onEnd(() => {
      close()
      if (!consoles.isOpen(userId)) losePresence(handoffContext, staff.user).catch(noteFault)
    })
    const whileSignedIn = (push: () => Promise<void>) => async () => {
      const isHers = (await needs.isStillStaff(staff, handoffRoutes.events.access)) && (await servesTheSame())
      if (isHers) await push()
      else stream.end()
    }
    const pushQueue = async () => stream.push('queue', null)
    const pushBeat = async () => stream.push('beat', null)
    for (const communeId of served) followCommune(needs, { stream, staff, communeId, whileSignedIn })
    stream.onEnd(
      hub.onCitizenTyping(userId, (handoffId) => {
        const pushTyping = async () =>
          stream.push('typing', { handoffId, forMs: TYPING_MS } satisfies CitizenTypingView)
        stream.inLine(whileSignedIn(pushTyping))
      }),
    )
    stream.inLine(whileSignedIn(pushQueue))
    stream.inLine(() => hearPresence(handoffContext, staff.user, { streaming: true, touched: false }))
    stream.every(BEAT_MS, whileSignedIn(pushBeat))
    return SENT
  })
}

interface Following {
  stream: EventStream
  staff: Staff
  communeId: string
  whileSignedIn: (push: () => Promise<void>) => () => Promise<void>
}

/** Pushes what happens in one commune. */
function followCommune(
  { store, hub, viewers }: AgentStreamNeeds,
  { stream, staff, communeId, whileSignedIn }: Following,
): void {
  stream.onEnd(
    hub.onCommune(communeId, (change) => {
      // What curators do changes nobody's queue.
      if (change.type === 'entry' || change.type === 'publication') return
      if (change.type !== 'message') return stream.inLine(whileSignedIn(async () => stream.push('queue', null)))
      const { conversationId, seq } = change
      const pushMessage = async () => {
        const handoff = await store.findOpenHandoff(conversationId)
        if (handoff) stream.push('message', { handoffId: handoff.id, conversationId, seq })
      }
      stream.inLine(whileSignedIn(pushMessage))
    }),
  )
  stream.onEnd(
    viewers.on(communeId, (told) => {
      if (told.userId !== staff.user.id) stream.inLine(whileSignedIn(async () => stream.push('viewer', told)))
    }),
  )
}
