import { isDeepStrictEqual } from 'node:util'
import type { Frame, Page } from 'playwright-core'
import { openTown, openWidget, type Town } from '../front/town.js'

/** The commune of the demonstration. */
export const COMMUNE = 'villebourg'

/** A town's server, a browser, and what was found of each system. */
export interface Stage {
  town: Town
  /** Where what is tried may write. */
  folder: string
  /** Notes whether something is as it should be. */
  check(what: string, found: unknown, expected?: unknown): void
}

/** What was looked at. */
export interface Finding {
  what: string
  passed: boolean
  found: unknown
}

/** Notes findings, and says each at once. */
export function noteInto(findings: Finding[]): Stage['check'] {
  return (what, found, expected = true) => {
    const passed = isDeepStrictEqual(found, expected)
    findings.push({ what, passed, found })
    process.stdout.write(
      `${passed ? '✓' : '✗'} ${what}${passed ? '' : `\n  ${JSON.stringify(found)}\n  ${JSON.stringify(expected)}`}\n`,
    )
  }
}

/** A town that keeps nobody waiting. */
export const openCmsTown = () => openTown(undefined, { environment: { GUICHET_RATE_STARTS_PER_10MIN: '1000' } })

/** Declares the sites that may show the assistant, as an administrator does. */
export async function declareSites({ address }: Pick<Town, 'address'>, origins: string[]): Promise<void> {
  const call = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return {
      cookie: answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; '),
      said: await answer.json(),
    }
  }
  const { cookie, said } = await call(
    'POST',
    '/session',
    {},
    { email: 'admin@villebourg.example', password: 'demonstration' },
  )
  const headers = { cookie, 'x-csrf-token': said.csrfToken }
  const { said: settings } = await call('GET', '/admin/settings', headers)
  await call('PUT', '/admin/settings', headers, {
    baseVersion: settings.version,
    why: 'Le site de la mairie',
    set: { origins },
  })
}

/** A visitor of her own. Systems ask for avatars and news elsewhere: nothing leaves this machine. */
export async function newPage({ town }: Stage): Promise<Page> {
  const context = await town.visit()
  await context.route(
    ({ hostname }) => !['localhost', '127.0.0.1'].includes(hostname),
    (route) => route.abort(),
  )
  return context.newPage()
}

/** Asks a question in an opened panel. @returns whether an entry answers */
export async function isAnswered(place: Page | Frame): Promise<boolean> {
  const panel = place.getByRole('dialog')
  await panel.getByRole('textbox').fill('Comment obtenir un livret de famille ?')
  await panel.getByRole('textbox').press('Enter')
  await panel
    .getByRole('log')
    .getByText(/livret de famille/i)
    .nth(1)
    .waitFor()
  return true
}

/** Opens the launcher of a page, and asks. */
export async function opensAndAnswers(page: Page): Promise<boolean> {
  await openWidget(page)
  return isAnswered(page)
}

/** Asks in the frame of a page. */
export async function frameAnswers(page: Page): Promise<boolean> {
  await page.frameLocator('iframe[src*="/embed"]').getByRole('dialog').waitFor()
  const frame = page.frames().find((one) => one.url().includes('/embed'))
  return frame !== undefined && isAnswered(frame)
}
