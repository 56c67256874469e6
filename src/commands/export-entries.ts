import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.js'
import { countAttachments } from '../features/attachments/attachment.js'
import { writeBotpress } from '../features/exchange/botpress-shapes.js'
import { zipTexts } from '../features/exchange/bounded-zip.js'
import { writeCsv } from '../features/exchange/csv-table.js'
import { entryFiles, type IntentSlot } from '../features/exchange/entry-file.js'
import { columnHeadings, loadExchangeWords } from '../features/exchange/import-defaults.js'
import { entriesTable } from '../features/exchange/table-rows.js'
import { writeXlsx } from '../features/exchange/xlsx-table.js'
import { loadTown } from '../features/settings/load-town.js'
import type { Entry } from '../platform/model/entry.js'
import { openStore } from '../store/open-store.js'
import { complain } from './print.js'
import { readCommuneEntries } from './read-base.js'

const FORMATS = ['files', 'csv', 'xlsx', 'botpress'] as const
type Format = (typeof FORMATS)[number]

/**
 * `guichet export --format … --out …`: writes every entry of a commune as a sheet, as a bot of Botpress, or as the files of `knowledge/` and `intents/`; a
 * name that ends in `.zip` is an archive, any other a folder. The server must be stopped.
 * @returns the exit status: 0, 1 when nothing could be written, 2 for wrong usage
 */
export async function runExportEntries(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const [say, communes] = await Promise.all([loadExchangeWords(config.knowledgeDir), loadTown(config)])
  const values = parseOptions(argv)
  const format = FORMATS.find((one) => one === values?.format)
  if (!values?.out || !format) return complain(say('fr', 'command.export.usage'), 2)
  const commune = communes.get(values.commune ?? [...communes.keys()][0] ?? '')
  if (!commune) {
    const known = [...communes.keys()].join(', ')
    return complain(say('fr', 'command.unknown_commune', { commune: values.commune ?? '', known }), 2)
  }
  const store = await openStore(config)
  try {
    const served = [...(await readCommuneEntries(config, commune.id, store)).values()]
    // Offices have files of another form, and come with each version.
    const entries = served.filter(({ office }) => !office)
    const slots = await readSlots(config, entries)
    const headings = columnHeadings(say)
    const files = await exportedFiles(entries, { format, out: values.out, headings, slots })
    for (const [path, content] of files) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
    }
    process.stdout.write(`${say('fr', 'command.written', { count: String(files.size), folder: values.out })}\n`)
    const left = countAttachments(entries)
    if (left > 0) process.stdout.write(`${say('fr', 'command.left_attachments', { count: String(left) })}\n`)
    return 0
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    if (code === null) throw error
    return complain(say('fr', 'command.unreadable', { file: values.out, code }), 1)
  } finally {
    await store.close()
  }
}

interface Plan {
  format: Format
  out: string
  headings: ReturnType<typeof columnHeadings>
  slots: ReadonlyMap<string, readonly IntentSlot[]>
}

async function exportedFiles(
  entries: Entry[],
  { format, out, headings, slots }: Plan,
): Promise<Map<string, string | Uint8Array>> {
  if (format === 'csv') return new Map([[out, writeCsv(entriesTable(entries, headings))]])
  if (format === 'xlsx') return new Map([[out, await writeXlsx(entriesTable(entries, headings))]])
  const texts = format === 'files' ? entryFiles(entries, (id) => slots.get(id) ?? []) : writeBotpress(entries)
  if (out.endsWith('.zip')) return new Map([[out, zipTexts(texts)]])
  return new Map([...texts].map(([path, text]) => [join(out, path), text]))
}

/** Slots of the installed intents, which entries do not carry. */
async function readSlots(
  { intentsDir }: Pick<Config, 'intentsDir'>,
  entries: readonly Entry[],
): Promise<Map<string, readonly IntentSlot[]>> {
  const slots = new Map<string, readonly IntentSlot[]>()
  for (const { id } of entries) {
    const text = await readFile(join(intentsDir, `${id}.json`), 'utf8').catch(() => '{}')
    const { slots: own } = JSON.parse(text) as { slots?: IntentSlot[] }
    if (own && own.length > 0) slots.set(id, own)
  }
  return slots
}

function parseOptions(args: string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args, options: { format: text, out: text, commune: text } }).values
  } catch {
    return null
  }
}
