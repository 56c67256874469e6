import type { RequestHandler } from 'express'
import { curatedEntry } from '../../content/curated-entry.js'
import { writeBotpress } from '../../content/exchange/botpress/write-botpress.js'
import { zipTexts } from '../../content/exchange/bounded-zip.js'
import { readContents } from '../../content/exchange/commune-contents.js'
import { writeCsv } from '../../content/exchange/csv-table.js'
import { entryFiles } from '../../content/exchange/entry-files.js'
import { columnHeadings } from '../../content/exchange/exchange-words.js'
import { entriesTable } from '../../content/exchange/table-rows.js'
import { writeXlsx } from '../../content/exchange/xlsx-table.js'
import { AppError } from '../../domain/app-error.js'
import type { Entry } from '../../domain/entry.js'
import { EXPORT_FORMATS, type ExportFormat } from '../../domain/export-formats.js'
import type { HttpContext } from '../http-context.js'
import { staffFrom } from '../staff-access.js'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const FILES: Record<ExportFormat, { name: string; type: string }> = {
  csv: { name: 'guichet.csv', type: 'text/csv; charset=utf-8' },
  xlsx: { name: 'guichet.xlsx', type: XLSX },
  files: { name: 'guichet.zip', type: 'application/zip' },
  botpress: { name: 'guichet-botpress.zip', type: 'application/zip' },
}

/** Every entry that the commune's citizens are answered with, as a file. */
export function exportEntries(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const format = EXPORT_FORMATS.find((one) => one === request.query.format)
    if (!format) throw new AppError('invalid_request', 422, { field: 'format' })
    const { communeId } = staffFrom(response).user
    const known = context.entriesNow(communeId)
    const { served } = await readContents(context.assistant.store, communeId, known)
    const words = context.curation.guideWords()
    const entries = [...served].map(([id, content]): Entry => {
      const guide = known.get(id)?.guide
      return { ...(guide ? { guide } : {}), ...curatedEntry(id, content, { file: undefined, words }) }
    })
    entries.sort((a, b) => (a.id < b.id ? -1 : 1))
    const { name, type } = FILES[format]
    response
      .attachment(name)
      .type(type)
      .send(Buffer.from(await bytesOf(entries, format, context)))
  }
}

async function bytesOf(entries: Entry[], format: ExportFormat, context: HttpContext): Promise<string | Uint8Array> {
  const headings = columnHeadings(context.exchange.say)
  switch (format) {
    case 'csv':
      return writeCsv(entriesTable(entries, headings))
    case 'xlsx':
      return writeXlsx(entriesTable(entries, headings))
    case 'files':
      return zipTexts(entryFiles(entries))
    case 'botpress':
      return zipTexts(writeBotpress(entries))
    default:
      return format satisfies never
  }
}
