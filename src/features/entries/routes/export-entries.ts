import type { RequestHandler } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { AppError } from '../../../platform/model/app-error.js'
import { EXPORT_FORMATS, type ExportFormat } from '../../../platform/model/export-formats.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { COLUMN_KINDS, type ColumnKind } from '../../imports/column-kinds.js'
import { readContents } from '../../imports/commune-contents.js'
import { columnHeadings } from '../../imports/import-defaults.js'
import { type ExchangeGiven, type ExchangeStart, exchangeAside } from '../../imports/routes/exchange-aside.js'
import { ENTRIES_AT_ONCE, slicesOf } from '../../imports/routes/keep-body.js'
import { curatedEntry } from '../editing/curated-entry.js'
import type { Entry } from '../model/entry.js'

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
    // Offices have files of another form, and come with each version.
    const own = [...served].filter(([id]) => !known.get(id)?.office)
    const entries = own.map(([id, content]): Entry => {
      const { guide, abroad, inShort } = known.get(id) ?? {}
      const fromFile = { ...(guide && { guide }), ...(abroad && { abroad }), ...(inShort && { inShort }) }
      return { ...fromFile, ...curatedEntry(id, content, { file: undefined, words }) }
    })
    entries.sort((a, b) => (a.id < b.id ? -1 : 1))
    const { name, type } = FILES[format]
    const headings = COLUMN_KINDS.map((kind): [ColumnKind, string] => [
      kind,
      columnHeadings(context.exchange.say)(kind),
    ])
    const told = await exchangeAside(
      context,
      { request, response },
      parts(entries, { act: 'export', format, headings }),
    )
    const pieces = told.flatMap((one) => (one.kind === 'file' ? [one.bytes] : []))
    response.attachment(name).type(type).send(Buffer.concat(pieces))
  }
}

/** The entries part by part: a town may have thousands. */
function* parts(entries: readonly Entry[], start: ExchangeStart): Generator<ExchangeGiven> {
  yield { kind: 'start', start }
  for (const some of slicesOf(entries, ENTRIES_AT_ONCE)) yield { kind: 'entries', entries: some }
}
