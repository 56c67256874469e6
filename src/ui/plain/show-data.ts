import type { Request, Response } from 'express'
import { ownDataOf } from '../../features/retention/routes/own-data-routes.js'
import { openConversation } from './plain-access.js'
import type { PlainContext } from './plain-context.js'

/** `GET /sans-script/:id/:token/donnees`: everything that is kept of the conversation, as a file of JSON. */
export async function showData({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { conversation, frame } = await openConversation(http, request)
  await http.limits.conversation(conversation.id)
  const data = await ownDataOf(http, conversation.id)
  response
    .attachment(frame.t('data.file'))
    .type('json')
    .send(`${JSON.stringify(data, null, 2)}\n`)
}
