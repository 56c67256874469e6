import { blocksToText } from '../../platform/text/rich-links.js'
import { writeCsv } from '../exchange/csv-table.js'
import type { OpenEntriesView, OpenEntryView } from './contract.js'
import {
  attributionOf,
  bookingName,
  LICENCE_URL,
  type OpenEntry,
  type OpenTown,
  providerOf,
  servicesOf,
  textOf,
} from './open-town.js'

/** All that a commune publishes, whole. */
export function openEntriesView(town: OpenTown): OpenEntriesView {
  const { commune, address, words, modifiedAt } = town
  return {
    commune: { id: commune.id, name: commune.nom, url: address },
    licence: { name: words.say('fr', 'licence.name'), url: LICENCE_URL },
    attribution: attributionOf(town, 'fr'),
    modifiedAt,
    entries: [...town.entries.values()].map((one) => viewOf(one, town)),
  }
}

function viewOf(one: OpenEntry, town: OpenTown): OpenEntryView {
  const { answer, entry, address, modifiedAt } = one
  return {
    id: entry.id,
    url: address,
    title: answer.title,
    summary: answer.summary,
    subject: entry.category,
    subjectName: town.words.subject('fr', entry.category),
    provider: providerOf(one, town).name,
    sections: answer.sections.map(({ key, title, blocks }) => ({ key, title, text: blocksToText(blocks) })),
    online: answer.online.map(({ label, url }) => ({ label, url })),
    appointment: answer.appointment
      ? { label: bookingName(answer.appointment, answer.title), url: answer.appointment.url }
      : null,
    documents: (answer.attachments ?? []).map(({ label, url, type, date }) => ({
      ...{ label, type, date },
      url: new URL(url, address).href,
    })),
    services: servicesOf(one, town.commune).map(({ service }) => ({
      name: service.nom,
      address: service.adresse,
      phone: service.telephone,
      email: service.courriel,
    })),
    nationalFiches: [...entry.servicePublic],
    source: { ...answer.source },
    verifiedAt: entry.verifiedAt,
    validFrom: entry.validFrom ?? null,
    validUntil: entry.validUntil ?? null,
    modifiedAt,
  }
}

const HEADINGS = [
  'id',
  'adresse',
  'titre',
  'resume',
  'sujet',
  'organisme',
  'en_bref',
  'etapes',
  'pieces',
  'cout',
  'delai',
  'ou',
  'en_ligne',
  'liens',
  'source',
  'source_adresse',
  'source_licence',
  'source_date',
  'verifiee_le',
  'modifiee_le',
  'licence',
  'attribution',
  'rendez_vous',
]

/** All that a commune publishes, one entry a line, for a spreadsheet. */
export function openEntriesCsv(town: OpenTown): string {
  const licence = `${town.words.say('fr', 'licence.name')} (${LICENCE_URL})`
  const attribution = attributionOf(town, 'fr')
  const rows = [...town.entries.values()].map((one, index) => {
    const { entry, answer, address, modifiedAt } = one
    const { source } = answer
    const cells = [
      ...[entry.id, address, answer.title, answer.summary, town.words.subject('fr', entry.category)],
      providerOf(one, town).name,
      ...(['brief', 'steps', 'papers', 'cost', 'delay', 'place', 'online'] as const).map((key) => textOf(one, key)),
      answer.online.map(({ url }) => url).join(' '),
      ...[source.name, source.url, source.licence, source.date, entry.verifiedAt ?? '', modifiedAt],
      ...[licence, attribution, answer.appointment?.url ?? ''],
    ]
    return { line: index + 2, cells }
  })
  return writeCsv({ headings: HEADINGS, rows })
}
