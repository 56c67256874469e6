import type { Request, Response } from 'express'
import { h } from 'preact'
import type { AppointmentStore } from '../../features/appointments/appointment-verbs.js'
import type { Feature } from '../../platform/feature.js'
import { type FrameNeeds, frameOf } from '../../platform/http/pages/frame.js'
import { pageLanguage, queryOf, sendPage } from '../../platform/http/pages/send-page.js'
import { communeMeant, type NamedCommunes } from '../../platform/http/public-address.js'
import { allowFrames } from '../../platform/http/security-headers.js'
import { SENT, type Sent, serve } from '../../platform/http/serve-routes.js'
import { NoticePage } from '../plain/pages/notice-page.js'
import { ChatPage } from './chat-page.js'
import { chatPageRoutes } from './contract.js'

/** What these pages need. */
export interface ChatPageNeeds extends FrameNeeds, NamedCommunes {
  store: Pick<AppointmentStore, 'appointmentSecrets'>
}

/** The chat as a page of its own, for a frame of the commune's site, and what is done with what citizens write. */
export const chatPages: Feature<ChatPageNeeds> = {
  name: 'chat-page',
  routes: chatPageRoutes,
  open: (needs) => ({
    served: [
      serve(chatPageRoutes.chat, ({ request, response }) => showChat(needs, request, response)),
      serve(chatPageRoutes.embed, ({ request, response }) => showChat(needs, request, response, allowFrames)),
      serve(chatPageRoutes.notice, async ({ request, response }) => {
        response.set('Cache-Control', 'no-cache')
        response.vary('Accept-Language')
        const frame = frameOf(needs, communeMeant(needs, request, queryOf(request, 'commune')), pageLanguage(request))
        const hasAppointments = (await needs.store.appointmentSecrets(frame.commune.id)) !== null
        sendPage(response, 200, h(NoticePage, { frame, hasAppointments }))
        return SENT
      }),
    ],
  }),
}

function showChat(
  needs: ChatPageNeeds,
  request: Request,
  response: Response,
  allow?: (response: Response, origins: readonly string[]) => void,
): Sent {
  const commune = communeMeant(needs, request, queryOf(request, 'commune'))
  response.set({ 'Cache-Control': 'no-cache', 'X-Robots-Tag': 'noindex' })
  allow?.(response, commune.origins)
  sendPage(response, 200, h(ChatPage, { frame: frameOf(needs, commune, pageLanguage(request)) }))
  return SENT
}
