import { randomUUID } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { DateTime } from 'luxon'
import { readConfig } from '../config.js'
import { describeFaultOf, saveDrafts } from '../features/exchange/apply-import.js'
import { COLUMN_KINDS } from '../features/exchange/column-kinds.js'
import { readContents } from '../features/exchange/commune-contents.js'
import { importDefaults, loadExchangeWords, type SayExchange } from '../features/exchange/import-defaults.js'
import type { ImportPlan } from '../features/exchange/import-plan.js'
import { planImport, type QuestionsMode } from '../features/exchange/plan-import.js'
import { readBotpress } from '../features/exchange/read-botpress.js'
import { type ReadUpload, readUpload, rowsOf } from '../features/exchange/read-upload.js'
import { ExchangeFault } from '../features/exchange/table.js'
import type { ColumnMapping } from '../features/exchange/table-columns.js'
import { loadTown } from '../features/settings/load-town.js'
import type { Commune } from '../platform/model/commune.js'
import { withoutPersonalNumbers } from '../platform/security/personal-numbers.js'
import { openStore } from '../store/open-store.js'
import { complain, printDone } from './print.js'
import { readCommuneEntries } from './read-base.js'

type Tell = (key: string, parameters?: Record<string, string>) => string

interface Options {
  from: string
  commune: Commune
  owner: string | undefined
  columns: ColumnMapping | undefined
  questions: QuestionsMode
  applies: boolean
}

/**
 * `guichet import csv|botpress --from … --commune …`: says what an import would do, line by line; with `--apply`, saves its drafts, which curators read and
 * publish. The server must be stopped: two processes do not write in one folder.
 * @returns the exit status: 0, 1 when nothing could be read, 2 for wrong usage
 */
export async function runImportEntries(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const [say, communes] = await Promise.all([loadExchangeWords(config.knowledgeDir), loadTown(config)])
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const options = readOptions(argv, communes, tell)
  if (typeof options === 'string') return complain(options, 2)
  try {
    const read = await readFrom(options.from)
    const store = await openStore(config)
    try {
      const { commune } = options
      const contents = await readContents(store, commune.id, await readCommuneEntries(config, commune.id, store))
      const { rows, faults } = rowsOf(read, options.columns)
      const defaults = importDefaults(commune, { now: DateTime.now(), owner: options.owner, say })
      const plan = planImport(rows, { existing: contents.served, questions: options.questions, defaults })
      plan.faults.unshift(...faults)
      process.stdout.write(`${report(plan, say).join('\n')}\n`)
      if (!options.applies) return printDone(tell('command.dry'))
      const drafts = [...plan.created, ...plan.changed]
      const by = { userId: 'command', userName: 'guichet import' }
      const set = {
        id: randomUUID(),
        communeId: commune.id,
        name: withoutPersonalNumbers(basename(options.from)),
        kind: 'import' as const,
      }
      const { saved, busy } = await saveDrafts(store, { ...set, drafts, by, at: new Date().toISOString() }, contents)
      if (busy.length > 0) printDone(tell('busy', { entries: busy.join(', ') }))
      return printDone(tell('command.saved', { count: String(Object.keys(saved).length) }))
    } finally {
      await store.close()
    }
  } catch (error) {
    return complain(inWords(error, options.from, tell), 1)
  }
}

function readOptions(argv: string[], communes: ReadonlyMap<string, Commune>, tell: Tell): Options | string {
  const [kind, ...rest] = argv
  const values = parseOptions(rest)
  if ((kind !== 'csv' && kind !== 'botpress') || !values?.from) return tell('command.import.usage')
  const commune = communes.get(values.commune ?? [...communes.keys()][0] ?? '')
  if (!commune)
    return tell('command.unknown_commune', { commune: values.commune ?? '', known: [...communes.keys()].join(', ') })
  const columns = values.columns?.split(',').map((name) => COLUMN_KINDS.find((one) => one === name.trim()) ?? 'ignore')
  return {
    from: values.from,
    commune,
    owner: values.owner,
    columns,
    questions: values['replace-questions'] ? 'replace' : 'add',
    applies: values.apply === true,
  }
}

function parseOptions(args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = { from: text, commune: text, owner: text, columns: text, 'replace-questions': flag, apply: flag }
  try {
    return parseArgs({ args, options }).values
  } catch {
    return null
  }
}

/** A file, or the folder of a bot. */
async function readFrom(from: string): Promise<ReadUpload> {
  if (!(await stat(from)).isDirectory()) return readUpload({ name: basename(from), bytes: await readFile(from) })
  const files = new Map<string, string>()
  for (const path of await readdir(from, { recursive: true })) {
    if (path.endsWith('.json')) files.set(path.replaceAll('\\', '/'), await readFile(join(from, path), 'utf8'))
  }
  return { kind: 'botpress', ...readBotpress(files) }
}

function report(plan: ImportPlan, say: SayExchange): string[] {
  const { created, changed, unchanged, faults } = plan
  const counts = { created, changed, unchanged, faults }
  const numbers = Object.fromEntries(Object.entries(counts).map(([key, list]) => [key, String(list.length)]))
  return [
    say('fr', 'command.plan', numbers),
    ...created.map(({ entryId, content }) => say('fr', 'command.created', { entry: entryId, title: content.title })),
    ...changed.map(({ entryId, content, fields }) =>
      say('fr', 'command.changed', { entry: entryId, title: content.title, fields: fields.join(', ') }),
    ),
    ...faults.map((fault) => describeFaultOf(fault, say, 'fr')),
  ]
}

function inWords(error: unknown, from: string, tell: Tell): string {
  if (error instanceof ExchangeFault) return `${basename(from)}: ${tell(`fault.${error.code}`, error.parameters)}`
  const code = error instanceof Error && 'code' in error ? String(error.code) : null
  if (code === null) throw error
  return tell('command.unreadable', { file: basename(from), code })
}
