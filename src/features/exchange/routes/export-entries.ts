import { type HandlerInput, SENT } from '../../../platform/http/serve-routes.js'
import type { Entry } from '../../../platform/model/entry.js'
import type { ExportFormat } from '../../../platform/model/export-formats.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { curatedEntry } from '../../entries/editing/curated-entries.js'
import type { Curation } from '../../entries/editing/curation.js'
import type { EntryStore } from '../../entries/entry-verbs.js'
import { COLUMN_KINDS, type ColumnKind } from '../column-kinds.js'
import { readContents } from '../commune-contents.js'
import type { exchangeRoutes } from '../contract.js'
import { columnHeadings, type SayExchange } from '../import-defaults.js'
import { type AsideNeeds, type ExchangeGiven, type ExchangeStart, exchangeAside } from './exchange-aside.js'
import { ENTRIES_AT_ONCE, slicesOf } from './keep-body.js'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const FILES: Record<ExportFormat, { name: string; type: string }> = {
  csv: { name: 'guichet.csv', type: 'text/csv; charset=utf-8' },
  xlsx: { name: 'guichet.xlsx', type: XLSX },
  files: { name: 'guichet.zip', type: 'application/zip' },
  botpress: { name: 'guichet-botpress.zip', type: 'application/zip' },
}

/** What an export needs. */
export interface ExportNeeds extends AsideNeeds {
  store: Pick<EntryStore, 'readPublished' | 'listEntryRecords'>
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  curation: Pick<Curation, 'guideWords'>
  exchange: { say: SayExchange }
}

/** Sends every entry that the commune's citizens are answered with, as a file. */
export async function exportEntries(
  needs: ExportNeeds,
  { query: { format }, request, response }: HandlerInput<typeof exchangeRoutes.export>,
): Promise<typeof SENT> {
  const { communeId } = staffFrom(response).user
  const known = needs.entriesNow(communeId)
  const { served } = await readContents(needs.store, communeId, known)
  const words = needs.curation.guideWords()
  // Offices have files of another form, and come with each version.
  const own = [...served].filter(([id]) => !known.get(id)?.office)
  const entries = own.map(([id, content]): Entry => {
    const { guide, abroad, inShort } = known.get(id) ?? {}
    const fromFile = { ...(guide && { guide }), ...(abroad && { abroad }), ...(inShort && { inShort }) }
    return { ...fromFile, ...curatedEntry(id, content, { file: undefined, words }) }
  })
  entries.sort((a, b) => (a.id < b.id ? -1 : 1))
  const { name, type } = FILES[format]
  const headingOf = columnHeadings(needs.exchange.say)
  const headings = COLUMN_KINDS.map((kind): [ColumnKind, string] => [kind, headingOf(kind)])
  const told = await exchangeAside(needs, { request, response }, parts(entries, { act: 'export', format, headings }))
  const pieces = told.flatMap((one) => (one.kind === 'file' ? [one.bytes] : []))
  response.attachment(name).type(type).send(Buffer.concat(pieces))
  return SENT
}

/** The entries part by part: a town may have thousands. */
function* parts(entries: readonly Entry[], start: ExchangeStart): Generator<ExchangeGiven> {
  yield { kind: 'start', start }
  for (const some of slicesOf(entries, ENTRIES_AT_ONCE)) yield { kind: 'entries', entries: some }
}
