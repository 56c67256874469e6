import type { Notice, Panel, Pending } from '../../../../ui/console/console-state.js'
import type { StaffApi } from '../../../../ui/console/staff-api.js'
import type { Route } from '../../../../ui/kit/route.js'
import type { Translate } from '../../../../ui/kit/words.js'

/** What acts on handoffs need of the console's session. */
export interface Desk {
  readonly api: StaffApi
  readonly say: Translate
  act(pending: Pending, call: () => Promise<unknown>): Promise<boolean>
  keepDraft(key: string, text: string): void
  openPanel(panel: Panel | null): void
  leftHands(handoffId: string, text: string, action?: NonNullable<Notice['action']>): Promise<void>
  notice(tone: Notice['tone'] | null, text: string, more?: Pick<Notice, 'action' | 'about'>): void
  navigate(route: Route): void
  readAll(): Promise<void>
  focusOn(on: 'composer'): void
}
