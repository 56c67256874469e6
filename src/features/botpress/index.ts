import { timingSafeEqual } from 'node:crypto'
import express from 'express'
import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import { hashSecret } from '../../platform/http/secrets.js'
import { SENT, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import type { BotpressAccount } from './bot-side.js'
import { botpressRoutes } from './contract.js'
import type { HitlNeeds } from './hitl-integration.js'
import type { TellNeeds } from './tell-bots.js'

/** What the way to Botpress bots is given. */
export interface BotpressNeeds extends Omit<HitlNeeds & TellNeeds, 'bot' | 'onFault' | 'end'> {
  /** `null`: no bot calls. */
  botpress: BotpressAccount | null
  logger: Logger
}

/** Of a call, with the history that a bot hands over. */
const BODY_LIMIT = '512kb'

/** Bots of Botpress hand their talks over to the town's agents (docs/botpress.md). Elsewhere nothing of it is loaded. */
export const botpress: Feature<BotpressNeeds> = {
  name: 'botpress',
  routes: botpressRoutes,
  async open({ botpress: account, ...needs }) {
    const hitl = account && (await openHitl(account, needs))
    const call = serve(
      botpressRoutes.call,
      async ({ request, response, params }) => {
        if (!account || !hitl || !isSame(params.secret, account.secret)) throw new AppError('sign_in_required', 401)
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        )
        const asked = {
          method: 'POST',
          path: '/',
          query: '',
          headers,
          body: JSON.stringify(request.body ?? {}),
        } as const
        // It answers whatever fails; what it throws is about the headers.
        const answer = await hitl.handler(asked).catch(() => {
          throw new AppError('invalid_request', 422)
        })
        response.status(answer?.status ?? 200).type('json')
        response.end(answer?.body ?? '{}')
        return SENT
      },
      [express.json({ limit: BODY_LIMIT })],
    )
    return { served: [call], ...(hitl ? { duties: [hitl.teller.begin], close: hitl.teller.close } : {}) }
  },
}

async function openHitl(account: BotpressAccount, { logger, ...needs }: Omit<BotpressNeeds, 'botpress'>) {
  const { createBotSide } = await import('./bot-side.js')
  const { createHitlIntegration } = await import('./hitl-integration.js')
  const { createBotTeller } = await import('./tell-bots.js')
  const bot = createBotSide(account)
  const end = async ({ id, language }: Conversation) => {
    const at = needs.now().toISOString()
    const payload = { type: 'text', text: needs.say(language, 'conversation.closed') } as const
    await needs.handoffContext.store.closeConversation(id, at, { author: 'system', at, language, payload })
  }
  const { handler } = createHitlIntegration({ ...needs, bot, end })
  // Of an error of the client, its words may repeat what was said.
  const onFault = (error: unknown) => logger.warn({ stack: stackOf(error) }, 'a bot could not be told')
  return { handler, teller: createBotTeller({ ...needs, bot, end, onFault }) }
}

function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(secret)))
}
