import { parseArgs } from 'node:util'
import { readConfig } from '../../config.js'
import { loadImportsMessages } from '../../features/entries/catalogue/load-catalogues.js'
import { changeChoices, readChoices } from '../../features/national-feed/commune-choices.js'
import { FeedFault, openFeedFiles } from '../../features/national-feed/feed-files.js'
import { feedFolder, readIndex } from '../../features/national-feed/feed-index.js'
import { importFeed } from '../../features/national-feed/import-feed.js'
import type { ImportReport } from '../../features/national-feed/import-report.js'
import { chosenFiches, ficheStanding, isToReview, servedFiches } from '../../features/national-feed/standing.js'
import { nameOfFeed, withFeed } from '../../features/national-feed/take-feed.js'
import { loadTown } from '../../features/settings/load-town.js'
import type { ImportsKey } from '../../platform/model/say.js'
import { complain } from '../print.js'

const WIDTH = 30

/** Where a bar is drawn: a terminal redraws it, a file gets a line at each tenth. */
interface BarScreen {
  isTTY?: boolean
  write(text: string): unknown
}

/** Shows how far a long work has come, on one line. `total` 0 means that it is not known: nothing is shown. */
function progressBar(screen: BarScreen): (label: string) => (done: number, total: number) => void {
  return (label) => {
    let shown = -1
    return (done, total) => {
      if (total === 0) return
      const percent = Math.min(100, Math.floor((done / total) * 100))
      if (percent === shown || (!screen.isTTY && percent % 10 !== 0)) return
      shown = percent
      const filled = Math.round((percent / 100) * WIDTH)
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`
      const line = `${label} ${bar} ${percent} %`
      screen.write(screen.isTTY ? `\r${line}${percent === 100 ? '\n' : ''}` : `${line}\n`)
    }
  }
}

type Tell = (key: ImportsKey, parameters?: Record<string, string>) => string

interface Options {
  from: string
  /** `null` leaves what communes have chosen as it is. */
  chosen: { themes: string[]; ids: string[] } | null
  communeIds: string[]
  isTrial: boolean
  acceptLosses: boolean
}

/**
 * `npx guichet import service-public`: reads the national feed from a zip, a folder or an https address into the data folder, and notes what communes choose
 * of it. What it says is for the town hall, in French.
 * @returns the exit status: 0, 1 when nothing could be imported (nothing is changed then), 2 for wrong usage
 */
export async function runImportServicePublic(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const { knowledgeDir, dataDir } = config
  const say = await loadImportsMessages(knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const options = readOptions(argv, [...(await loadTown(config)).keys()], tell)
  if (typeof options === 'string') return complain(options, 2)
  const folder = feedFolder(dataDir)
  const bar = progressBar(process.stderr)
  try {
    const report = await withFeed(options.from, { folder, onProgress: bar(tell('progress.fetching')) }, async (path) =>
      importFeed({
        ...options,
        folder,
        feed: await openFeedFiles(path),
        source: nameOfFeed(options.from),
        now: new Date(),
        onProgress: bar(tell('progress.reading')),
      }),
    )
    if (options.chosen && !options.isTrial) await choose(folder, options.communeIds, options.chosen)
    const communes = options.isTrial ? [] : await tellCommunes(folder, options.communeIds, tell)
    const end = tell(options.isTrial ? 'report.dry' : 'report.publish')
    process.stdout.write(`${[...tellReport(report, tell), ...communes, end].join('\n')}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof FeedFault)) throw error
    return complain(tell(`fault.${error.fault}`, { from: options.from, detail: error.detail }), 1)
  }
}

/** @returns the options, or what is wrong with them in words */
function readOptions(argv: string[], known: string[], tell: Tell): Options | string {
  const values = parseOptions(argv)
  if (!values?.from) return tell('usage')
  const { commune } = values
  if (commune !== undefined && !known.includes(commune))
    return tell('unknown_commune', { commune, known: known.join(', ') })
  const [themes, ids] = [namesIn(values.themes), namesIn(values.ids)]
  return {
    from: values.from,
    chosen: values.themes === undefined && values.ids === undefined ? null : { themes, ids },
    communeIds: commune === undefined ? known : [commune],
    isTrial: values['dry-run'] ?? false,
    acceptLosses: values['accept-losses'] ?? false,
  }
}

/** `null` when an argument is not known. */
function parseOptions(argv: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    const options = { from: text, themes: text, ids: text, commune: text, 'dry-run': flag, 'accept-losses': flag }
    return parseArgs({ args: argv, options }).values
  } catch {
    return null
  }
}

function namesIn(list = ''): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

async function choose(folder: string, communeIds: readonly string[], chosen: { themes: string[]; ids: string[] }) {
  const since = new Date().toISOString()
  for (const communeId of communeIds)
    await changeChoices(folder, communeId, (choices) => ({ ...choices, selection: { ...chosen, since } }))
}

async function tellCommunes(folder: string, communeIds: readonly string[], tell: Tell): Promise<string[]> {
  const index = await readIndex(folder)
  if (!index) return []
  const lines = communeIds.map(async (commune) => {
    const choices = await readChoices(folder, commune)
    const chosen = chosenFiches(index, choices)
    if (chosen.length === 0) return tell('report.none', { commune })
    const review = chosen.filter(([id, fiche]) => isToReview(ficheStanding(id, fiche, choices))).length
    const served = String(servedFiches(index, choices).size)
    return tell('report.commune', { commune, served, review: String(review) })
  })
  return Promise.all(lines)
}

function tellReport({ source, schemas, counts, faults, faultCount }: ImportReport, tell: Tell): string[] {
  const numbers = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]))
  const versions = Object.entries(schemas).map(([schema, count]) => `${schema} (${count})`)
  return [
    tell('report.source', { ...numbers, source, schemas: versions.sort().join(', ') }),
    tell('report.counts', numbers),
    ...(counts.gone > 0 ? [tell('report.gone', numbers)] : []),
    ...(faultCount > 0 ? [tell('report.faults', { count: String(faultCount) })] : []),
    ...faults.map((fault) => tell('report.fault', fault)),
  ]
}
