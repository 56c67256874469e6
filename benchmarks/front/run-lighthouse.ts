import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launchBrowser } from './launch-browser.js'
import { median } from './median.js'
import { pageWith } from './peer-widgets.js'
import { serveBehind } from './serve-behind.js'
import { openTown } from './town.js'

/** The last that runs on Node 20. Fetched when it is asked for: it weighs more than all else that tests need. */
const LIGHTHOUSE = 'lighthouse@12.8.2'

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const

/** Scores of one run, 0 to 100, by category. */
type Scores = Record<(typeof CATEGORIES)[number], number>

/** `npm run bench -- lighthouse [--runs 5]`: scores of the demonstration's home page with the widget and without, as on a phone. @returns the exit status */
export async function runLighthouse(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { runs: { type: 'string', default: '5' } } })
  const town = await openTown()
  const folder = await mkdtemp(join(tmpdir(), 'guichet-lighthouse-'))
  const pages = {
    without: await serveBehind(town.address, pageWith('')),
    with: await serveBehind(
      town.address,
      pageWith('<script src="/widget.js" data-commune="villebourg" defer></script>'),
    ),
  }
  const port = await freePort()
  const browser = await launchBrowser([`--remote-debugging-port=${port}`])
  try {
    const runs: Record<keyof typeof pages, Scores[]> = { without: [], with: [] }
    for (let run = 0; run < Number(values.runs); run += 1) {
      for (const name of ['without', 'with'] as const) {
        process.stderr.write(`run ${run + 1} of ${values.runs}, ${name} widget\n`)
        runs[name].push(await score(pages[name].address, port, join(folder, 'report.json')))
      }
    }
    process.stdout.write('| category | without | with | difference |\n| --- | --- | --- | --- |\n')
    for (const category of CATEGORIES) {
      const [without, whole] = [runs.without, runs.with].map((list) => median(list.map((one) => one[category])))
      process.stdout.write(`| ${category} | ${without} | ${whole} | ${(whole ?? 0) - (without ?? 0)} |\n`)
    }
    return 0
  } finally {
    await browser.close()
    for (const page of Object.values(pages)) page.close()
    await town.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function score(address: string, port: number, path: string): Promise<Scores> {
  const args = ['exec', '--yes', '--package', LIGHTHOUSE, '--', 'lighthouse', address, `--port=${port}`, '--quiet']
  const asked = [
    '--output=json',
    `--output-path=${path}`,
    `--only-categories=${CATEGORIES.join(',')}`,
    '--no-enable-error-reporting',
  ]
  const status = await new Promise((resolve, reject) => {
    const child = spawn('npm', [...args, ...asked], { stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (status !== 0) throw new Error(`lighthouse ended with ${status}`)
  const { categories } = JSON.parse(await readFile(path, 'utf8')) as { categories: Record<string, { score: number }> }
  return Object.fromEntries(CATEGORIES.map((one) => [one, Math.round((categories[one]?.score ?? 0) * 100)])) as Scores
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
