import { type Logger, stackOf } from '../../../log.js'
import type { EventHub } from '../../../platform/http/event-hub.js'
import type { OpenConsoles } from '../../../platform/http/open-consoles.js'
import { openStream, type StreamNeeds } from '../../../platform/http/open-stream.js'
import { SENT, type Served, serve } from '../../../platform/http/serve-routes.js'
import type { Role } from '../../../platform/model/role.js'
import { type Staff, staffFrom } from '../../accounts/routes/staff-access.js'
import { handoffRoutes } from '../contract.js'
import type { CitizenTypingView } from '../copilot-contract.js'
import type { HandoverContext } from '../handover-context.js'
import { hearPresence, losePresence } from '../queue/sweep-presences.js'
import type { HandoffStore } from '../store/handoff-verbs.js'
import type { Viewers } from './viewers.js'

/** How often a console is asked for a sign of life; a third of the silence after which it is taken for lost. */
const BEAT_MS = 10_000
/** How long a citizen is shown as writing after the last sign of it. */
const TYPING_MS = 6_000

/** What the stream of consoles needs. */
export interface AgentStreamNeeds extends StreamNeeds {
  store: Pick<HandoffStore, 'findOpenHandoff'>
  handover: HandoverContext
  hub: Pick<EventHub, 'onStop' | 'onCommune' | 'onCitizenTyping'>
  consoles: Pick<OpenConsoles, 'open' | 'isOpen'>
  viewers: Pick<Viewers, 'on'>
  /** Whether somebody who was let through still would be. */
  isStillStaff: (staff: Staff, roles: readonly Role[]) => Promise<boolean>
  logger: Logger
}

/**
 * The stream of a console: `queue` when the list must be read again, `message` when a conversation of the commune has a
 * new one, `typing` when a citizen of hers writes and the commune lets it be seen, `viewer` when a colleague reads or writes in a handoff, `beat` when the console must say that it is there. When the last stream of an agent closes, she has some seconds to open another. It ends
 * with the session that opened it.
 */
export function serveAgentStream(needs: AgentStreamNeeds): Served {
  const { store, handover, hub, consoles } = needs
  const noteFault = (error: unknown) => {
    needs.logger.warn({ stack: stackOf(error) }, 'a closed console could not be noted')
  }
  return serve(handoffRoutes.events, async ({ request, response }) => {
    const staff = staffFrom(response)
    const { id: userId, communeId } = staff.user
    const stream = await openStream({ request, response, owner: userId }, needs)
    const close = consoles.open(userId, staff.session.idHash)
    stream.onEnd(() => {
      close()
      if (!consoles.isOpen(userId)) losePresence(handover, staff.user).catch(noteFault)
    })
    const whileSignedIn = (push: () => Promise<void>) => async () => {
      if (await needs.isStillStaff(staff, handoffRoutes.events.access)) await push()
      else stream.end()
    }
    const pushQueue = async () => stream.push('queue', null)
    const pushBeat = async () => stream.push('beat', null)
    stream.onEnd(
      hub.onCommune(communeId, (change) => {
        // What curators do changes nobody's queue.
        if (change.type === 'entry' || change.type === 'publication') return
        if (change.type !== 'message') return stream.inLine(whileSignedIn(pushQueue))
        const { conversationId, seq } = change
        const pushMessage = async () => {
          const handoff = await store.findOpenHandoff(conversationId)
          if (handoff) stream.push('message', { handoffId: handoff.id, conversationId, seq })
        }
        stream.inLine(whileSignedIn(pushMessage))
      }),
    )
    stream.onEnd(
      hub.onCitizenTyping(userId, (handoffId) => {
        const pushTyping = async () =>
          stream.push('typing', { handoffId, forMs: TYPING_MS } satisfies CitizenTypingView)
        stream.inLine(whileSignedIn(pushTyping))
      }),
    )
    stream.onEnd(
      needs.viewers.on(communeId, (told) => {
        if (told.userId !== userId) stream.inLine(whileSignedIn(async () => stream.push('viewer', told)))
      }),
    )
    stream.inLine(whileSignedIn(pushQueue))
    stream.inLine(() => hearPresence(handover, staff.user, { streaming: true, touched: false }))
    stream.every(BEAT_MS, whileSignedIn(pushBeat))
    return SENT
  })
}
