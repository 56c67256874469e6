import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { median } from '../front/median.js'
import { OPEN, openConsole, openTown } from '../front/town.js'
import { writeManyEntries } from './many-entries.js'
import { writePastConversations } from './past-conversations.js'

const USAGE = 'npm run bench -- back-office [--entries 5000] [--conversations 100000]'
const COMMUNE = 'villebourg'
/** A conversation lives a month. */
const DAYS = 25
const TIMES = 15
const VIEWS = 5
const TOWN_WAIT_MS = 600_000

/** A call of the staff's pages, as the browser makes it: method, path, body. */
const CALLS: Record<string, [string, string, unknown?]> = {
  'entries, first page': ['GET', '/admin/entries'],
  'entries, a search': ['GET', '/admin/entries?search=passeport'],
  'entries, to be checked': ['GET', '/admin/entries?trouble=to_check'],
  'failed questions, in groups': ['GET', '/admin/failures'],
  statistics: ['GET', '/admin/statistics?from=2026-11-01&to=2026-11-24'],
  'audit log': ['GET', '/admin/audit'],
  'queue of the console': ['GET', '/agent/queue'],
  'search in past conversations': ['POST', '/agent/search', { words: 'passeport dossier' }],
}

interface Town {
  entries: number
  conversations: number
}

interface Figures {
  startS: number
  /** Failed questions, and how long it takes to group them when the page is first opened. */
  failures: number
  groupingS: number
  residentMb: number
  calls: Map<string, { firstMs: number; p50: number; p95: number }>
  views: Map<string, number>
}

/**
 * How fast the staff's pages are in a large town: so many entries and past conversations, beside a town with the installed entries and no past, on the real
 * server without the model. Calls are timed in the browser (network, JSON); views from the press to the words on the screen. Prints Markdown.
 */
export async function runBackOfficeBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      entries: { type: 'string', default: '5000' },
      conversations: { type: 'string', default: '100000' },
    },
  })
  const large = { entries: Number(values.entries), conversations: Number(values.conversations) }
  if (!(large.entries > 0 && large.conversations >= 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const small = { entries: 220, conversations: 0 }
  process.stdout.write(tableOf(small, await measureTown(small), large, await measureTown(large)))
  return 0
}

async function measureTown({ entries, conversations }: Town): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-back-office-'))
  const dataDir = join(folder, 'data')
  try {
    process.stderr.write(`${entries} entries, ${conversations} conversations…\n`)
    await writeManyEntries(folder, entries)
    await writePastConversations(dataDir, {
      count: conversations,
      communeId: COMMUNE,
      until: new Date(OPEN),
      days: DAYS,
    })
    const begun = performance.now()
    const town = await openTown(OPEN, {
      environment: {
        GUICHET_MODEL_DIR: 'models/none',
        GUICHET_DATA_DIR: dataDir,
        GUICHET_KNOWLEDGE_DIR: join(folder, 'knowledge'),
        GUICHET_INTENTS_DIR: join(folder, 'intents'),
      },
    })
    const startS = (performance.now() - begun) / 1000
    try {
      const context = await town.visit({ viewport: { width: 1366, height: 900 } })
      context.setDefaultTimeout(TOWN_WAIT_MS)
      const page = await context.newPage()
      await openConsole(page, town.address, 'admin@villebourg.example')
      const grouped = await waitForGroups(page)
      const calls = new Map<string, { firstMs: number; p50: number; p95: number }>()
      for (const [name, call] of Object.entries(CALLS)) calls.set(name, await timeCall(page, call))
      const views = await timeViews(page, town.address)
      return { startS, ...grouped, residentMb: process.memoryUsage.rss() / 2 ** 20, calls, views }
    } finally {
      await town.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Opens the page of failed questions for the first time, and waits until they are grouped. */
async function waitForGroups(page: Page): Promise<{ failures: number; groupingS: number }> {
  const begun = performance.now()
  const failures = await page.evaluate(async () => {
    for (;;) {
      const { progress, failures } = await (await fetch('/api/v1/admin/failures')).json()
      if (!progress) return failures as number
    }
  })
  return { failures, groupingS: (performance.now() - begun) / 1000 }
}

async function timeCall(page: Page, [method, path, body]: [string, string, unknown?]) {
  const taken = await page.evaluate(
    async ({ method, path, body, times }) => {
      const all: number[] = []
      const { csrfToken } = await (await fetch('/api/v1/session')).json()
      for (let time = 0; time <= times; time += 1) {
        const begun = performance.now()
        const response = await fetch(`/api/v1${path}`, {
          method,
          headers: body ? { 'content-type': 'application/json', 'x-csrf-token': csrfToken } : {},
          body: body ? JSON.stringify(body) : null,
        })
        const answer = await response.text()
        if (!response.ok) throw new Error(`${path}: ${response.status} ${answer}`)
        JSON.parse(answer)
        all.push(performance.now() - begun)
      }
      return all
    },
    { method, path, body, times: TIMES },
  )
  const [firstMs = Number.NaN, ...again] = taken
  const sorted = again.sort((one, other) => one - other)
  return { firstMs, p50: median(sorted), p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN }
}

/** From a press to what it shows. */
async function timeViews(page: Page, address: string): Promise<Map<string, number>> {
  const views = new Map<string, number[]>()
  const time = async (name: string, act: () => Promise<unknown>) => {
    const begun = performance.now()
    await act()
    views.set(name, [...(views.get(name) ?? []), performance.now() - begun])
  }
  await page.goto(`${address}/admin`)
  for (let round = 0; round < VIEWS; round += 1) {
    await page.getByRole('link', { name: 'Questions', exact: true }).click()
    await page.getByRole('link', { name: 'Statistiques', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Statistiques' }).waitFor()
    await time('list of entries', async () => {
      await page.getByRole('link', { name: 'Fiches', exact: true }).click()
      await page.locator('.entry-row').first().waitFor()
    })
    await time('search in the list, typed', async () => {
      const rows = await page.locator('.entries-total').textContent()
      await page.getByLabel('Chercher dans la liste').fill(`piscine${' '.repeat(round)}`)
      await page.waitForFunction((before) => document.querySelector('.entries-total')?.textContent !== before, rows)
    })
    await time('editor of an entry', async () => {
      await page.locator('.entry-row a').first().click()
      await page.locator('.citizen-card').getByRole('heading').first().waitFor()
    })
    await time('failed questions', async () => {
      await page.getByRole('link', { name: 'Questions', exact: true }).click()
      await page.getByRole('region', { name: 'À traiter d’abord' }).or(page.locator('.failures')).first().waitFor()
    })
  }
  return new Map([...views].map(([name, taken]) => [name, median(taken)]))
}

function tableOf(small: Town, one: Figures, large: Town, other: Figures): string {
  const name = ({ entries, conversations }: Town) => `${entries} entries, ${conversations} conversations`
  const ms = (value: number) => value.toFixed(0)
  const rows = [
    ['start, s', one.startS.toFixed(1), other.startS.toFixed(1)],
    ['failed questions', String(one.failures), String(other.failures)],
    ['grouping them, the first time, s', one.groupingS.toFixed(1), other.groupingS.toFixed(1)],
    ['resident, server and bench, MB', ms(one.residentMb), ms(other.residentMb)],
    ...[...one.calls].map(([call, facts]) => {
      const there = other.calls.get(call)
      const cell = (at?: { firstMs: number; p50: number; p95: number }) =>
        at ? `${ms(at.firstMs)} / ${ms(at.p50)} / ${ms(at.p95)}` : ''
      return [`${call}: first / p50 / p95, ms`, cell(facts), cell(there)]
    }),
    ...[...one.views].map(([view, taken]) => [`${view}, on the screen, ms`, ms(taken), ms(other.views.get(view) ?? 0)]),
  ]
  const head = ['', name(small), name(large)]
  return `${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`
}
