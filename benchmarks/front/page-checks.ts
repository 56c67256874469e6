import type { Page } from 'playwright-core'
import type { AuditCheckId } from '../../src/features/declaration/accessibility-audit.js'

/** A check beside axe's rules: RGAA criteria that it is about, and what it finds at fault (elements, in words of a selector). */
export interface PageCheck {
  id: AuditCheckId
  criteria: string[]
  faults(page: Page): Promise<string[]>
}

/** How often Tab is pressed at most to walk through a page: a console with a long queue has some 130 stops. */
const MOST_STOPS = 400

/** Nothing to scroll sideways: at 320 px (10.11), and at 200 % (10.4). */
export const REFLOW: PageCheck = { id: 'reflow', criteria: ['10.11'], faults: sidewaysScroll }
export const ZOOM: PageCheck = { id: 'zoom', criteria: ['10.4'], faults: sidewaysScroll }

/** Nothing is cut off when a reader spaces the text out (10.12). */
export const SPACING: PageCheck = { id: 'spacing', criteria: ['10.12'], faults: cutBySpacing }

/** Each stop of the keyboard is seen (10.7). */
export const FOCUS: PageCheck = {
  id: 'focus',
  criteria: ['10.7'],
  faults: async (page) => (await walk(page)).filter(({ seen }) => !seen).map(({ name }) => name),
}

/** The keyboard is never held: it comes back to where it began (12.9). */
export const KEYBOARD: PageCheck = {
  id: 'keyboard',
  criteria: ['12.9'],
  faults: async (page) => ((await walk(page)).length < MOST_STOPS ? [] : ['document']),
}

/** Nothing moves for those who asked for less motion (13.8). */
export const MOTION: PageCheck = {
  id: 'motion',
  criteria: ['13.8'],
  faults: (page) =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration) > 1)
        .map((one) => (one as CSSAnimation).animationName ?? 'transition'),
    ),
}

function sidewaysScroll(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    if (document.documentElement.scrollWidth > innerWidth) found.push('html')
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) look(element.shadowRoot)
        const { overflowX } = getComputedStyle(element)
        const scrolls = overflowX === 'auto' || overflowX === 'scroll'
        if (scrolls && element.scrollWidth > element.clientWidth + 1) found.push(element.className || element.tagName)
      }
    }
    look(document)
    return found
  })
}

function cutBySpacing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const spaced = new CSSStyleSheet()
    spaced.replaceSync(
      '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}',
    )
    const found: string[] = []
    const sheets: [Document | ShadowRoot, CSSStyleSheet[]][] = []
    const each = (root: Document | ShadowRoot, act: (root: Document | ShadowRoot) => void) => {
      act(root)
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) each(element.shadowRoot, act)
    }
    each(document, (root) => {
      sheets.push([root, root.adoptedStyleSheets])
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, spaced]
    })
    each(document, (root) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        const { overflowX, overflowY, display, clipPath } = getComputedStyle(element)
        if (display === 'inline' || element.clientWidth <= 1 || element === document.body || clipPath !== 'none')
          continue
        const hidden = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
        const cut =
          (hidden(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (hidden(overflowY) && element.scrollHeight > element.clientHeight + 1)
        if (cut && element.textContent?.trim()) found.push(element.className || element.tagName)
      }
    })
    for (const [root, before] of sheets) root.adoptedStyleSheets = before
    return found
  })
}

/** Presses Tab until the focus comes back to where it began. @returns each stop: its name, and whether its look says that it has the focus */
async function walk(page: Page): Promise<{ name: string; seen: boolean }[]> {
  const stops: { name: string; seen: boolean }[] = []
  const keys = new Set<string>()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      if (!element || element === document.body) return null
      const marked = window as unknown as { guichetStops?: Element[] }
      marked.guichetStops ??= []
      if (!marked.guichetStops.includes(element)) marked.guichetStops.push(element)
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
      return {
        key: String(marked.guichetStops.indexOf(element)),
        name: `${element.tagName.toLowerCase()} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}`,
        seen: outlined || boxShadow !== 'none' || element.closest('label, fieldset')?.matches(':focus-within') === true,
      }
    })
    if (!stop || keys.has(stop.key)) return stops
    keys.add(stop.key)
    stops.push({ name: stop.name, seen: stop.seen })
  }
  return stops
}
