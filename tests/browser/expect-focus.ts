import type { Locator } from 'playwright-core'
import { eventually } from './eventually.js'

/** Waits until something has the focus, in a page or in a component of it: the focus follows a little after what is shown. */
export function expectFocus(target: Locator): Promise<void> {
  return eventually(
    () => target.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element),
    true,
  )
}
