import type { Request, Response } from 'express'
import { h } from 'preact'
import { closeConversation } from '../../assistant/routes/close-conversation.js'
import { communeOf } from '../../platform/http/commune-of.js'
import { frameOf } from './frame.js'
import { ErasePage } from './pages/erase-page.js'
import { ErasedPage } from './pages/erased-page.js'
import { keysOf, openConversation } from './plain-access.js'
import type { PlainContext } from './plain-context.js'
import { erasedLink, LAST_MESSAGE, PLAIN_PREFIX } from './plain-links.js'
import { pageLanguage, queryOf } from './query.js'
import { sendPage } from './send-page.js'

/** `POST …/fin` */
export async function postEnd({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(http, request)
  await closeConversation(http, conversation)
  response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
}

/** `GET …/effacer`: asks once more. */
export async function showErase({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { links, frame } = await openConversation(http, request)
  sendPage(response, 200, h(ErasePage, { frame, links }))
}

/** `POST …/effacer`. Pressed twice, it says the same twice. */
export async function postErase({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { store } = http.assistant
  if (!(await store.getConversation(keysOf(request).id))) return response.redirect(303, `${PLAIN_PREFIX}/effacee`)
  const { conversation, frame } = await openConversation(http, request)
  await store.eraseConversation(conversation.id)
  response.redirect(303, erasedLink(frame.commune.id, frame.language))
}

/** `GET /sans-script/effacee?commune=&langue=` */
export async function showErased({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const frame = frameOf(http, communeOf(http, queryOf(request, 'commune')), pageLanguage(request))
  sendPage(response, 200, h(ErasedPage, { frame }))
}
