import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { ask, history } from './citizen-scenes.js'
import { median } from './median.js'
import { layoutShiftOf, PageMeter } from './page-meter.js'
import { PEER_WIDGETS, serveHome, servePeer } from './peer-widgets.js'
import { openTown, openWidget } from './town.js'

/** How long a page is left alone after a step, so that what the step began is counted, ms. */
const SETTLE_MS = 1_500

/** One visit: what each step of it added. */
interface Visit {
  /** From nothing to the page at rest. */
  load: Step
  /** From the press on the launcher to the widget at rest; `null` when it is open from the start. */
  open: Step | null
  /** From the question to its answer at rest; `null` when there is none. */
  answer: Step | null
  layoutShift: number
}

interface Step {
  kB: number
  mainThreadMs: number
}

interface Subject {
  name: string
  /** Page with the widget. */
  address: string
  open: ((page: Page) => Promise<unknown>) | null
  answer: ((page: Page) => Promise<unknown>) | null
  /** Waits until what is open from the start is there. */
  ready?: (page: Page) => Promise<unknown>
}

/**
 * `npm run bench -- widget [--visits 7] [--slowdown 4]`: what the widget costs a visitor's phone, beside widgets that a town could take instead and the page
 * without any, on the same page, browser and machine. @returns the exit status
 */
export async function runWidgetCost(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      visits: { type: 'string', default: '7' },
      slowdown: { type: 'string', default: '4' },
      peers: { type: 'string', default: 'data/bench/widgets' },
    },
  })
  const town = await openTown()
  const peers = await Promise.all(PEER_WIDGETS.map((peer) => servePeer(peer, values.peers)))
  const bare = await serveHome('')
  try {
    const subjects: Subject[] = [
      { name: 'page without widget', address: bare.address, open: null, answer: null },
      {
        name: 'Guichet',
        address: town.address,
        open: async (page) => {
          await openWidget(page)
          await page.getByText('Questions fréquentes').waitFor()
        },
        answer: async (page) => {
          await ask(page, 'comment obtenir une attestation d’accueil')
          await history(page).getByRole('article').waitFor()
        },
      },
      ...PEER_WIDGETS.map(({ id, version, launcher, opened }, at) => ({
        name: `${id} ${version}`,
        address: peers[at]?.address ?? '',
        ready: (page: Page) => page.locator(launcher ?? opened).waitFor(),
        open: launcher
          ? async (page: Page) => {
              await page.locator(launcher).click()
              await page.locator(opened).waitFor()
            }
          : null,
        answer: null,
      })),
    ]
    const visits = new Map<string, Visit[]>(subjects.map(({ name }) => [name, []]))
    // In turns, so that what slows the machine down slows all of them.
    for (let round = 0; round < Number(values.visits); round += 1) {
      for (const subject of subjects) {
        process.stderr.write(`\rvisit ${round + 1} of ${values.visits}: ${subject.name.padEnd(24)}`)
        visits.get(subject.name)?.push(await visit(town.browser, subject, Number(values.slowdown)))
      }
    }
    process.stderr.write('\n')
    print(visits, Number(values.slowdown))
    return 0
  } finally {
    for (const peer of [...peers, bare]) peer.close()
    await town.close()
  }
}

async function visit(browser: Browser, subject: Subject, slowdown: number): Promise<Visit> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } })
  try {
    const page = await context.newPage()
    const meter = await PageMeter.on(page, slowdown)
    let before = { bytes: 0, mainThreadMs: 0 }
    const step = async (act: () => Promise<unknown>): Promise<Step> => {
      await act()
      await page.waitForTimeout(SETTLE_MS)
      const now = await meter.cost()
      const cost = { kB: (now.bytes - before.bytes) / 1000, mainThreadMs: now.mainThreadMs - before.mainThreadMs }
      before = now
      return cost
    }
    const load = await step(async () => {
      await page.goto(subject.address)
      await subject.ready?.(page)
    })
    const { open, answer } = subject
    return {
      load,
      open: open && (await step(() => open(page))),
      answer: answer && (await step(() => answer(page))),
      layoutShift: await layoutShiftOf(page),
    }
  } finally {
    await context.close()
  }
}

/** Medians, each beside the page without widget. */
function print(visits: Map<string, Visit[]>, slowdown: number): void {
  const base = visits.get('page without widget') ?? []
  const of = (list: Visit[], read: (visit: Visit) => number | undefined) =>
    median(list.map((one) => read(one) ?? Number.NaN))
  process.stdout.write(`main thread at a processor ${slowdown} times slower; medians; the page itself is taken off\n\n`)
  process.stdout.write(
    '| widget | load kB | open kB | first answer kB | load ms | open ms | answer ms | layout shift |\n',
  )
  process.stdout.write('| --- | --- | --- | --- | --- | --- | --- | --- |\n')
  for (const [name, list] of visits) {
    const own = (read: (visit: Visit) => number | undefined) => of(list, read) - of(base, read)
    const isBase = list === base
    const figures = [
      (isBase ? of(list, ({ load }) => load.kB) : own(({ load }) => load.kB)).toFixed(1),
      of(list, ({ open }) => open?.kB).toFixed(1),
      of(list, ({ answer }) => answer?.kB).toFixed(1),
      (isBase ? of(list, ({ load }) => load.mainThreadMs) : own(({ load }) => load.mainThreadMs)).toFixed(0),
      of(list, ({ open }) => open?.mainThreadMs).toFixed(0),
      of(list, ({ answer }) => answer?.mainThreadMs).toFixed(0),
      of(list, ({ layoutShift }) => layoutShift).toFixed(3),
    ]
    process.stdout.write(`| ${name} | ${figures.map((one) => (one === 'NaN' ? '—' : one)).join(' | ')} |\n`)
  }
}
