import { parseBody } from '../../../platform/http/problem.js'
import { serveParent } from '../../../platform/jobs/serve-parent.js'
import type { EntryContent } from '../../entries/model/entry-record.js'
import { writeBotpress } from '../botpress-shapes.js'
import { zipTexts } from '../bounded-zip.js'
import {
  type ImportPlanView,
  importRequest,
  MOST_PLAN_ROWS,
  type ReadUploadView,
  readUploadRequest,
} from '../contract.js'
import { writeCsv } from '../csv-table.js'
import { entryFiles } from '../entry-file.js'
import type { ImportPlan, PlannedEntry } from '../import-plan.js'
import { planImport } from '../plan-import.js'
import { type ReadUpload, readUpload, rowsOf } from '../read-upload.js'
import { ExchangeFault } from '../table.js'
import { entriesTable } from '../table-rows.js'
import { writeXlsx } from '../xlsx-table.js'
import type { ExchangeGiven, ExchangeStart, ExchangeTold } from './exchange-aside.js'
import { parseJsonBody, piecesOf, slicesOf } from './keep-body.js'

const MOST_SAMPLE = 80
/** Drafts that are told at once. */
const DRAFTS_AT_ONCE = 25

/** The process that reads the files of curators, says what they would do, and writes those that curators take away. */
serveParent<ExchangeGiven, ExchangeTold>(async function* (given) {
  const body = Buffer.concat(given.flatMap((part) => (part.kind === 'body' ? [part.bytes] : [])))
  const [start] = given.flatMap((part) => (part.kind === 'start' ? [part.start] : []))
  if (!start) throw new Error('nothing was asked')
  try {
    if (start.act === 'export') yield* exported(given, start)
    else if (start.act === 'read') yield { kind: 'read', view: await readView(body) }
    else yield* planned(body, given, start)
  } catch (error) {
    if (!(error instanceof ExchangeFault)) throw error
    yield { kind: 'fault', code: error.code, parameters: error.parameters }
  }
})

async function readView(body: Buffer): Promise<ReadUploadView> {
  const { name, content } = parseBody(readUploadRequest, parseJsonBody(body))
  const read = await readFile(name, content)
  if (read.kind === 'botpress') return { kind: 'botpress', rows: read.rows.length }
  const { headings, rows } = read.table
  const columns = headings.map((heading, index) => ({
    heading: heading.slice(0, MOST_SAMPLE),
    sample: (rows.find(({ cells }) => cells[index])?.cells[index] ?? '').slice(0, MOST_SAMPLE),
    kind: read.mapping[index] ?? 'ignore',
  }))
  return { kind: 'table', rows: rows.length, columns }
}

function readFile(name: string, content: string): Promise<ReadUpload> {
  return readUpload({ name, bytes: Buffer.from(content, 'base64') })
}

async function* planned(
  body: Buffer,
  given: readonly ExchangeGiven[],
  { act, defaults, checks }: Extract<ExchangeStart, { act: 'plan' | 'import' }>,
): AsyncGenerator<ExchangeTold> {
  const { name, content, mapping, questions } = parseBody(importRequest, parseJsonBody(body))
  const { rows, faults } = rowsOf(await readFile(name, content), mapping)
  const existing = new Map(
    given.flatMap((part): [string, EntryContent][] => (part.kind === 'known' ? part.entries : [])),
  )
  const say = (key: keyof typeof checks, value: string) => checks[key].replace('{value}', () => value)
  const plan = planImport(rows, { existing, questions, defaults: { ...defaults, say } })
  plan.faults = [...faults, ...plan.faults]
  if (act === 'plan') yield { kind: 'plan', view: planView(plan) }
  else {
    yield { kind: 'name', name }
    const drafts = [...plan.created, ...plan.changed].map(({ entryId, content }) => ({ entryId, content }))
    for (const some of slicesOf(drafts, DRAFTS_AT_ONCE)) yield { kind: 'drafts', drafts: some }
  }
}

function planView({ created, changed, unchanged, faults }: ImportPlan): ImportPlanView {
  const counts = {
    created: created.length,
    changed: changed.length,
    unchanged: unchanged.length,
    faults: faults.length,
  }
  const rows = (planned: PlannedEntry[]) =>
    planned.slice(0, MOST_PLAN_ROWS).map(({ content, ...rest }) => ({ ...rest, title: content.title }))
  return { counts, created: rows(created), changed: rows(changed), faults: faults.slice(0, MOST_PLAN_ROWS) }
}

async function* exported(
  given: readonly ExchangeGiven[],
  { format, headings }: Extract<ExchangeStart, { act: 'export' }>,
): AsyncGenerator<ExchangeTold> {
  const entries = given.flatMap((part) => (part.kind === 'entries' ? part.entries : []))
  const names = new Map(headings)
  const table = () => entriesTable(entries, (kind) => names.get(kind) ?? kind)
  for (const bytes of piecesOf(Buffer.from(await write()))) yield { kind: 'file', bytes }

  async function write(): Promise<string | Uint8Array> {
    switch (format) {
      case 'csv':
        return writeCsv(table())
      case 'xlsx':
        return writeXlsx(table())
      case 'files':
        return zipTexts(entryFiles(entries))
      case 'botpress':
        return zipTexts(writeBotpress(entries))
      default:
        return format satisfies never
    }
  }
}
