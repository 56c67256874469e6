import type { Feature } from '../../platform/feature.js'
import { declarationRoutes } from './contract.js'
import { type DeclarationNeeds, serveDeclaration } from './routes.js'

/** The declaration of accessibility that the law asks for. */
export const declaration: Feature<DeclarationNeeds> = {
  name: 'declaration',
  routes: declarationRoutes,
  open: (needs) => ({ served: serveDeclaration(needs) }),
}
