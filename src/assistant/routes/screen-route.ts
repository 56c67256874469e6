import { staffFrom } from '../../features/accounts/routes/staff-access.js'
import { screenRoutes } from '../../features/retention/contract.js'
import type { Feature } from '../../platform/feature.js'
import { languageOf } from '../../platform/http/problem.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { sayIn } from '../../platform/model/say.js'
import type { AssistantContext } from '../assistant-context.js'
import { hearDangersIn } from '../hear-dangers.js'
import { hearText } from '../languages/hear-message.js'
import { screenMessage } from '../screen.js'

/** What screening needs of the product. */
export interface ScreenNeeds {
  assistant: Pick<AssistantContext, 'say' | 'matchSignals' | 'mask' | 'listen' | 'dangers' | 'snapshotOf'>
}

/** What would be stored of a text, and what is noticed in it. Nothing is stored, logged or counted. */
export const screening: Feature<ScreenNeeds> = {
  name: 'screening',
  routes: screenRoutes,
  open: ({ assistant }) => ({ served: [serveScreen(assistant)] }),
}

function serveScreen(assistant: ScreenNeeds['assistant']): ServedRoute {
  return serve(screenRoutes.screen, async ({ body: { text }, request, response }) => {
    const screened = screenMessage(text, assistant, sayIn(assistant.say, languageOf(request)))
    const { heard, signals } = hearText(screened, assistant)
    const snapshot = await assistant.snapshotOf(staffFrom(response).user.communeId)
    const dangers = await hearDangersIn({ ...screened, signals }, snapshot, assistant)
    return {
      stored: screened.text,
      masked: screened.masked.map((kind) => `pii:${kind}`),
      signals: [...new Set([...dangers.signals, ...signals])],
      language: heard.language,
    }
  })
}
