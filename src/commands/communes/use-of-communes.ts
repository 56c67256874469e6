import type { Config } from '../../config.js'
import type { ConversationDocument } from '../../features/conversations/conversation-document.js'
import { HANDOFF_PREFIX } from '../../features/statistics/handoff-facts.js'
import { TURN_PREFIX } from '../../features/statistics/turn-facts.js'
import type { Commune } from '../../platform/model/commune.js'
import { partOf, scopeOf } from '../../store/communes/commune-part.js'
import type { DocumentKinds } from '../../store/document-kinds.js'
import type { StoreSnapshot } from '../../store/snapshots/lowdb-snapshot.js'
import { withSnapshot } from '../../store/snapshots/with-snapshot.js'
import { SAVED_KINDS } from '../backups/backup-format.js'
import { type CommuneWish, finish, refuse, say } from './commune-wish.js'

/** What a commune used in a month. */
export interface CommuneUse {
  id: string
  name: string
  questions: number
  /** Begun in the month and kept still. */
  conversations: number
  /** Requests to people that have ended. */
  handoffs: number
  /** Those of conversations that are kept still, and of sheets. */
  mails: number
  /** Time that answers took, seconds. */
  answeringS: number
  /** Of all that is kept of it now, bytes. */
  storedBytes: number
  /** Its part of the cost that was given, euros; absent without one. */
  cost?: number
}

/** `guichet commune use [ID] [--month 2026-11] [--cost 1200] [--json | --csv]`. @returns the exit status */
export async function tellUse(
  config: Config,
  communes: ReadonlyMap<string, Commune>,
  wish: CommuneWish,
): Promise<number> {
  const { id, month = new Date().toISOString().slice(0, 7), cost } = wish
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) return refuse('Le mois s’écrit comme 2026-11.', 2)
  const euros = cost === undefined ? null : Number(cost.replace(',', '.'))
  if (euros !== null && !(euros >= 0)) return refuse('Le coût est un nombre d’euros, comme 1200.', 2)
  const all = await withSnapshot(config, (snapshot) => readUse(snapshot, communes, month))
  const uses = (euros === null ? all : withCost(all, euros)).filter((one) => id === '' || one.id === id)
  if (uses.length === 0) return refuse(`Il n’y a pas de commune « ${id} ».`)
  if (wish.json) return finish(JSON.stringify({ month, communes: uses }, null, 2))
  if (wish.csv) return finish(toCsv(uses))
  say(`En ${month} :`)
  for (const one of uses) say(inWords(one))
  if (euros !== null) say('Le coût : la moitié à parts égales, la moitié selon les questions.')
  return finish(
    'Les conversations et les courriels sont ceux qui sont encore gardés ; la place est celle d’aujourd’hui.',
  )
}

async function readUse(
  snapshot: Pick<StoreSnapshot, 'documents'>,
  communes: ReadonlyMap<string, Commune>,
  month: string,
): Promise<CommuneUse[]> {
  const uses = await Promise.all(
    [...communes.values()].map(async ({ id, nom: name }) => ({
      scope: await scopeOf(snapshot, id),
      use: { id, name, questions: 0, conversations: 0, handoffs: 0, mails: 0, answeringS: 0, storedBytes: 0 },
    })),
  )
  for await (const one of snapshot.documents(SAVED_KINDS))
    for (const { scope, use } of uses) {
      const part = partOf(one, scope)
      if (part === null) continue
      use.storedBytes += JSON.stringify(part).length
      if (one.kind === 'counters') addCounters(use, part as DocumentKinds['counters'], month)
      if (one.kind === 'conversations') addConversation(use, part as ConversationDocument, month)
    }
  return uses.map(({ use }) => use)
}

function addCounters(use: CommuneUse, { days }: DocumentKinds['counters'], month: string): void {
  for (const [day, counts] of Object.entries(days)) {
    if (!day.startsWith(month)) continue
    for (const [name, count] of Object.entries(counts)) {
      if (name === 'questions') use.questions += count
      if (name === `${TURN_PREFIX}ms`) use.answeringS += count / 1_000
      if (name.startsWith(`${HANDOFF_PREFIX}kind.`)) use.handoffs += count
      if (name === 'sheet.mailed') use.mails += count
    }
  }
}

function addConversation(use: CommuneUse, { conversation, mails = [] }: ConversationDocument, month: string): void {
  if (conversation.createdAt.startsWith(month)) use.conversations += 1
  use.mails += mails.filter(({ status, createdAt }) => status === 'sent' && createdAt.startsWith(month)).length
}

/** Half of a cost in equal parts, half by questions; to the cent, and all of it. Pure. */
export function withCost(uses: readonly CommuneUse[], euros: number): CommuneUse[] {
  const questions = uses.reduce((sum, one) => sum + one.questions, 0)
  const cents = Math.round(euros * 100)
  let given = 0
  let exact = 0
  return uses.map((one) => {
    const byQuestions = questions === 0 ? 1 / uses.length : one.questions / questions
    exact += cents * (0.5 / uses.length + 0.5 * byQuestions)
    const own = Math.round(exact) - given
    given += own
    return { ...one, cost: own / 100 }
  })
}

function inWords(use: CommuneUse): string {
  const { id, name, questions, conversations, handoffs, mails, answeringS, storedBytes, cost } = use
  const megabytes = (storedBytes / 1e6).toFixed(1).replace('.', ',')
  const parts = [
    `${questions} questions`,
    `${conversations} conversations`,
    `${handoffs} demandes à quelqu’un`,
    `${mails} courriels`,
    `${Math.round(answeringS)} s de calcul`,
    `${megabytes} Mo`,
    ...(cost === undefined ? [] : [`${cost.toFixed(2).replace('.', ',')} €`]),
  ]
  return `  ${name} (${id}) : ${parts.join(' ; ')}`
}

/** For a spreadsheet: names are quoted, and what it could take for a formula is not one. Pure. */
function toCsv(uses: readonly CommuneUse[]): string {
  const columns = [
    'id',
    'name',
    'questions',
    'conversations',
    'handoffs',
    'mails',
    'answeringS',
    'storedBytes',
    'cost',
  ] as const
  const cell = (value: string | number | undefined) =>
    typeof value === 'string' ? `"${value.replace(/^[=+\-@]/, "'$&").replaceAll('"', '""')}"` : `${value ?? ''}`
  return [columns.join(';'), ...uses.map((use) => columns.map((name) => cell(use[name])).join(';'))].join('\n')
}
