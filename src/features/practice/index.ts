import type { Feature } from '../../platform/feature.js'
import { practiceRoutes } from './contract.js'
import { type PracticeRouteNeeds, servePractice } from './routes.js'

/** Agents practise on scripted citizens (docs/decisions/009-practice.md). */
export const practice: Feature<PracticeRouteNeeds> = {
  name: 'practice',
  routes: practiceRoutes,
  open: (needs) => ({ served: servePractice(needs) }),
}
