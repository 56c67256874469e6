import type { Browser, Page } from 'playwright-core'
import type { Town } from './town.js'

/** A page in one state, as somebody sees it: what is audited and photographed. */
export interface Scene {
  id: string
  /** What the declaration of accessibility calls it. */
  fr: string
  /** Brings the page into the state, from a new visit. */
  show(stage: Stage): Promise<Page>
}

/** What a scene is played with. */
export interface Stage {
  town: Town
  /** A new page in the look that is examined. */
  page(options?: Parameters<Browser['newContext']>[0]): Promise<Page>
  /** An agent at her console, available, in a window that is not examined. */
  agent(): Promise<Page>
}
