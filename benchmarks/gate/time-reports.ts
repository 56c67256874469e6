import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { readLabelledQuestions } from '../../src/commands/read-base.js'
import type { EntryView } from '../../src/features/entries/contract.js'
import type { GateReport } from '../../src/features/publication/gate-report.js'
import { askTown, openInbox, type StaffCall } from '../mend/curators-path.js'

const QUESTIONS = 'benchmarks/quality/mend-questions.jsonl'
const POLL_MS = 50
/** Drafts that are measured, one after the other on the same content, then together. */
const DRAFTS: Record<string, readonly string[]> = {
  encombrants: ['on vient chercher mon vieux frigo ?', 'se débarrasser d’un canapé'],
  'carte-electorale': ['ma carte est perdue avant de voter'],
  'piscine-municipale': ['nager avec un bébé'],
}

/**
 * What reports take a curator of the demonstration town, through its server, once the questions of the bench of mends that are not answered rightly were refused.
 * The processor's time is that of the whole process. @returns rows of Markdown
 */
export async function timeReports(drafts: number): Promise<string[][]> {
  const { api, call, close } = await openInbox()
  try {
    for (const one of await readLabelledQuestions(QUESTIONS)) await askTown(api, one, { refuses: true })
    const rows: string[][] = []
    const measure = async (name: string, entries: object[]) => rows.push(await timeReport(call, name, entries))
    const own: object[] = []
    for (const [entryId, questions] of Object.entries(DRAFTS)) own.push(await draft(call, entryId, questions))
    for (const [i, one] of own.entries()) await measure(`report ${i + 1}`, [one])
    await measure('the last one again', own.slice(-1))
    await measure('all three', own)
    await measure(`${drafts} new entries`, await bringIn(call, drafts))
    return rows
  } finally {
    await close()
  }
}

async function draft(call: StaffCall, entryId: string, questions: readonly string[]): Promise<object> {
  const { served, servedRevision }: EntryView = await call('GET', `/admin/entries/${entryId}`)
  const content = { ...served, questions: [...(served?.questions ?? []), ...questions] }
  const saved = await call('PUT', `/admin/entries/${entryId}/draft`, { content, basedOn: servedRevision, seen: 0 })
  return { entryId, draftVersion: saved.draft.version }
}

/** Drafts as a sheet brings them in, each with two questions of its own. */
async function bringIn(call: StaffCall, count: number): Promise<object[]> {
  const rows = Array.from({ length: count }, (_, i) => {
    const what = `le barnum numéro ${i + 1}`
    const sections = ['Appelez-nous.', 'Venez.', 'Aucune.', 'Gratuit.', 'Un jour.', 'Ici.', 'Rien.']
    return [`Emprunter ${what}`, `Tout sur ${what}.`, `emprunter ${what}|prêt ${what}`, ...sections]
  })
  const head = ['Titre', 'Résumé', 'Questions', 'En bref', 'Étapes', 'Pièces', 'Coût', 'Délai', 'Lieu', 'En ligne']
  const sheet = [head, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(';')).join('\n')
  const content = Buffer.from(sheet).toString('base64')
  const { entryIds } = await call('POST', '/admin/exchange/imports', { name: 'fiches.csv', content })
  const { entries } = await call('GET', `/admin/entries?limit=200&ids=${entryIds.join(',')}`)
  return entries.map((one: { id: string; draft: { version: number } }) => ({
    entryId: one.id,
    draftVersion: one.draft.version,
  }))
}

async function timeReport(call: StaffCall, name: string, entries: object[]): Promise<string[]> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()]
  let gate = await call('POST', '/admin/gate', { entries })
  while (gate.state === 'waiting' || gate.state === 'running') {
    await pause(POLL_MS)
    gate = await call('GET', '/admin/gate')
  }
  const { user, system } = process.cpuUsage(cpu)
  const { at, durationMs, ...report }: GateReport = gate.report
  // Two versions that say the same have the same digest.
  const digest = createHash('sha256').update(JSON.stringify(report)).digest('hex').slice(0, 8)
  const seconds = [(performance.now() - begun) / 1_000, (user + system) / 1e6].map((value) => value.toFixed(1))
  return [name, ...seconds, String(report.replay.asked), digest]
}
