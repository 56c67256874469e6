import type { Pusher } from '../../platform/push/push.js'
import type { HandoverContext } from '../handoffs/handover-context.js'
import { type PushSweep, sweepPush } from './sweep-push.js'

/** The pushes that are on their way. */
export interface PushRounds {
  /** Begins to send what is due, and waits for nothing: a push service that does not answer holds nothing else. */
  send(): Promise<void>
}

/** Tells agents whose console is closed what waits, one sweep at a time. Without a push service nobody is told. */
export function createPushRounds(
  handover: HandoverContext,
  { pusher, ...sweep }: Omit<PushSweep, 'pusher'> & { pusher: Pusher | null },
): PushRounds {
  let sending: Promise<void> | null = null
  return {
    async send() {
      if (!pusher || sending) return
      sending = sweepPush(handover, { pusher, ...sweep })
        .catch((error: unknown) => sweep.onFault({ stack: error instanceof Error ? error.stack : undefined }))
        .finally(() => {
          sending = null
        })
    },
  }
}
