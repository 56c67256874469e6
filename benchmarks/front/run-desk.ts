import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { openStage, openStageTown } from './open-stage.js'
import type { Town } from './town.js'

/** The screen of a usual office: what it costs is measured where it is looked at. */
const SCREEN = { viewport: { width: 1280, height: 720 } }
/** How long a page is left alone after an act, ms. */
const SETTLE_MS = 150

interface Act {
  name: string
  run: (page: Page, round: number) => Promise<unknown>
}

const ACTS: Act[] = [
  {
    name: 'open another conversation',
    run: (page, round) => page.locator('.row-open').nth(round).click(),
  },
  {
    name: 'type a letter in the answer',
    run: async (page) => {
      await page.locator('#answer').focus()
      await page.keyboard.press('e')
    },
  },
  {
    name: 'fold and unfold what is beside it',
    run: (page) => page.getByRole('button', { name: 'Infos' }).click(),
  },
  {
    name: 'open the menu that passes it on',
    run: async (page) => {
      await page.getByRole('button', { name: 'Passer à…' }).click()
      await page.waitForTimeout(SETTLE_MS)
      await page.keyboard.press('Escape')
    },
  },
  {
    name: 'next conversation by its key',
    run: async (page) => {
      await page.locator('#conversation-title').focus()
      await page.keyboard.press('Alt+KeyJ')
    },
  },
  {
    name: 'look for an entry',
    run: async (page) => {
      await page.keyboard.press('F2')
      await page.keyboard.type('carte')
      await page.waitForTimeout(SETTLE_MS * 3)
      await page.keyboard.press('Escape')
    },
  },
]

/**
 * `npm run bench -- desk [--open 50] [--waiting 200] [--rounds 15]`: how long an agent's desk takes from a press to what it paints, with conversations that she
 * holds and people who wait, as the browser itself measures it (Event Timing). @returns the exit status
 */
export async function runDesk(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      open: { type: 'string', default: '50' },
      waiting: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '15' },
    },
  })
  const [held, waiting, rounds] = [Number(values.open), Number(values.waiting), Number(values.rounds)]
  const town = await openStageTown()
  try {
    const stage = openStage(town, { id: 'office', fr: 'bureau', options: { ...SCREEN, reducedMotion: 'reduce' } })
    const page = await stage.agent()
    await page.setViewportSize(SCREEN.viewport)
    for (let index = 0; index < held + waiting; index += 1) await callAgent(town, index)
    await takeAll(page, held)
    await page.locator('.row-open').first().click()
    await page.locator('#answer').waitFor()
    await watchEvents(page)
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, run } of ACTS) {
        await page.evaluate((act) => Object.assign(globalThis, { presentAct: act }), name)
        await run(page, round)
        await page.waitForTimeout(SETTLE_MS)
      }
    }
    const told = await readEvents(page)
    const all = Object.values(told).flat()
    for (const { name } of ACTS) report(name, told[name] ?? [])
    report('all', all)
    await stage.close()
    return 0
  } finally {
    await town.close()
  }
}

function report(name: string, durations: number[]): void {
  const sorted = [...durations].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  process.stdout.write(`${name}: ${sorted.length} events, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms\n`)
}

/** A citizen who asks something, and then for a person. */
async function callAgent({ address }: Town, index: number): Promise<void> {
  const post = async (path: string, body: unknown, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const response = await fetch(`${address}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { id: string; token: string }
  }
  const { id, token } = await post('/conversations', {})
  await post(
    `/conversations/${id}/messages`,
    { clientId: crypto.randomUUID(), text: `bonjour, dossier ${index}` },
    token,
  )
  await post(`/conversations/${id}/handoff`, { kind: 'live' }, token)
}

/** The agent takes some of those who wait, by the calls of her own console. */
async function takeAll(page: Page, count: number): Promise<void> {
  await page.evaluate(async (most) => {
    const session = (await (await fetch('/api/v1/session')).json()) as { csrfToken: string }
    const queue = (await (await fetch('/api/v1/agent/queue')).json()) as { pending: { id: string }[] }
    for (const { id } of queue.pending.slice(0, most))
      await fetch(`/api/v1/agent/handoffs/${id}/claim`, {
        method: 'POST',
        headers: { 'x-csrf-token': session.csrfToken },
      })
  }, count)
  await page.reload()
  await page.getByRole('heading', { name: 'File d’attente' }).waitFor({ state: 'attached' })
  await page.locator('#list-mine .count').getByText(String(count), { exact: true }).waitFor()
}

/** Keeps what the browser measures of every press, from the input to the next paint, ms, by act; it rounds to 8 and leaves out what is under 16. */
function watchEvents(page: Page): Promise<void> {
  return page.evaluate(() => {
    const kept: Record<string, number[]> = {}
    const global = Object.assign(globalThis as unknown as { presentAct: string }, { keptEvents: kept })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        kept[global.presentAct] = [...(kept[global.presentAct] ?? []), duration]
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
}

function readEvents(page: Page): Promise<Record<string, number[]>> {
  return page.evaluate(() => (globalThis as unknown as { keptEvents: Record<string, number[]> }).keptEvents)
}
