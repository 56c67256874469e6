import type { Request } from 'express'
import { h } from 'preact'
import type { Feature } from '../../platform/feature.js'
import { type FrameNeeds, frameOf } from '../../platform/http/pages/frame.js'
import { pageLanguage, queryOf, sendPage } from '../../platform/http/pages/send-page.js'
import { communeMeant, type NamedCommunes } from '../../platform/http/public-address.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { SayDeclaration } from '../../platform/model/say.js'
import type { AccessibilityAudit } from './accessibility-audit.js'
import { declarationRoutes } from './contract.js'
import { DeclarationPage } from './declaration-page.js'

/** What the declaration needs. */
export interface DeclarationNeeds extends FrameNeeds, NamedCommunes {
  /** What it is made from; no audit when none is installed. */
  declaration: { audit: AccessibilityAudit | null; say: SayDeclaration }
}

/** Serves the declaration of accessibility, made from the last audit. */
export function serveDeclaration(needs: DeclarationNeeds): ServedRoute[] {
  return [
    serve(declarationRoutes.page, ({ request, response }) => {
      const language = languageOf(request)
      const frame = frameOf(needs, communeMeant(needs, request, queryOf(request, 'commune')), language)
      const { audit, say } = needs.declaration
      response.set('Cache-Control', 'no-cache')
      sendPage(response, 200, h(DeclarationPage, { frame, audit, d: (key, words) => say(language, key, words) }))
      return SENT
    }),
  ]
}

/** The law's language, or English for those who do not read it. */
function languageOf(request: Request): StaffLanguage {
  return pageLanguage(request) === 'en' ? 'en' : 'fr'
}

/** The declaration of accessibility that the law asks for. */
export const declaration: Feature<DeclarationNeeds> = {
  name: 'declaration',
  routes: declarationRoutes,
  open: (needs) => ({ served: serveDeclaration(needs) }),
}
