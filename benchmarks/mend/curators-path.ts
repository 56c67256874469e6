import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import type { LabelledQuestion } from '../../src/commands/read-base.js'
import { readConfig } from '../../src/config.js'
import type {
  FailureGroupDetailView,
  FailuresView,
  FailureView,
  TrialView,
} from '../../src/features/failures/contract.js'
import type { GateView } from '../../src/features/publication/contract.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { startServer } from '../../src/main.js'
import { NO_LIMITS } from '../load/until-served.js'
import { shownBy } from '../street/shown.js'
import { mustCall } from '../talks/json-client.js'
import type { Asked, Fate } from './ask-base.js'
import { askedAgain, type Mended } from './measure-mends.js'
import { type Asking, type Mend, type MendPlan, planMends } from './plan-mends.js'

/** Tuesday morning: the reception is open, so that failures are those of the assistant alone. */
const OPEN = new Date('2026-11-24T10:00:00+01:00')
const POLL_MS = 100
/** Characters by which the inbox may be searched. */
const MOST_WORDS = 200

/** What the curator's path gave: what was asked before and after, and what each mend came to on the way. */
export interface PathReport {
  asked: number
  failed: number
  mends: number
  before: Mended
  after: Mended
  /** Mends that the trial said would be answered, that the gate blocked, and that the inbox says are resolved. */
  promised: number
  blocked: number
  resolved: number
  /** From the press until the trial is read, until the report is, until it is served: ms, of each mend. */
  trialMs: number[]
  gateMs: number[]
  publishMs: number[]
}

/**
 * Mends as a curator does, through the server of the demonstration town: the questions are asked in conversations and those that are not answered rightly at
 * once are refused; each is found in the inbox, added to its entry, tried, measured, published; then everything is asked again, and the inbox is read.
 * @throws Error in one line when a call is refused or the model is not used
 */
export async function mendByTheInbox(questions: readonly LabelledQuestion[], plan: MendPlan): Promise<PathReport> {
  const { api, call, close } = await openInbox()
  try {
    const asked: Asked[] = []
    for (const one of questions.filter(({ targets }) => targets.length > 0))
      asked.push({ ...one, fate: await askTown(api, one, { refuses: true }) })
    const mends = await planMends(asked, plan)
    const ask = (asking: Asking) => askTown(api, asking, { refuses: false })
    const before = { again: await askedAgain(mends, ask), builds: [] }
    const report: PathReport = {
      asked: asked.length,
      failed: asked.filter(({ fate }) => fate !== 'right').length,
      mends: mends.length,
      before,
      after: { again: [], builds: [] },
      promised: 0,
      blocked: 0,
      resolved: 0,
      trialMs: [],
      gateMs: [],
      publishMs: [],
    }
    for (const [place, mend] of mends.entries()) {
      await mendOne(call, mend, report)
      process.stderr.write(
        `mended: ${place + 1} / ${mends.length}, ${Math.round(report.gateMs.at(-1) ?? 0)} ms the report\n`,
      )
    }
    report.after.again = await askedAgain(mends, ask)
    for (const { question } of mends)
      if ((await findFailure(call, question))?.state === 'resolved') report.resolved += 1
    return report
  } finally {
    await close()
  }
}

/** Calls the staff's side of the server, and reads what it answers. @throws Error that names the call, when it is refused */
// biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
export type StaffCall = (method: string, path: string, body?: unknown) => Promise<any>

/** The demonstration town, with a curator signed in who may publish. */
export async function openInbox() {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-inbox-'))
  const config = readConfig({ PORT: '0', GUICHET_DATA_DIR: folder, ...NO_LIMITS })
  const { app, address, stop } = await startServer(config, { now: () => OPEN, logger: SILENT_LOGGER })
  const api = `${address}/api/v1`
  const { model, modelReason } = await app.modelSettled
  if (model !== 'ready') throw new Error(`the model is not used, and words alone are not measured: ${modelReason}`)
  const { cookie, body } = await mustCall('POST', `${api}/session`, {
    body: { email: 'admin@villebourg.example', password: DEMONSTRATION_PASSWORD },
  })
  const headers = { cookie, 'x-csrf-token': body.csrfToken as string }
  const call: StaffCall = async (method, path, sent) =>
    (await mustCall(method, `${api}${path}`, { headers, ...(sent !== undefined && { body: sent }) })).body
  return {
    api,
    call,
    close: async () => {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a conversation that begins with a question gets; what is not right is said not to be what was asked, where `refuses` says so. */
export async function askTown(
  api: string,
  { question, targets }: { question: string; targets: readonly string[] },
  { refuses }: { refuses: boolean },
): Promise<Fate> {
  const opened = await mustCall('POST', `${api}/conversations`, { body: { communeId: 'villebourg', language: 'fr' } })
  const { id } = opened.body.conversation ?? opened.body
  const headers = { authorization: `Bearer ${opened.body.token}` }
  const { body: answer } = await mustCall('POST', `${api}/conversations/${id}/messages`, {
    headers,
    body: { text: question, clientId: randomUUID() },
  })
  const { entry, proposed } = shownBy(answer.replies, { guideEnds: null, handoff: false })
  const isOffered = proposed.some((id) => targets.includes(id))
  const unanswered = isOffered ? 'offered' : 'unsure'
  const fate = entry === null ? unanswered : targets.includes(entry) ? 'right' : 'wrong'
  if (refuses && fate !== 'right')
    await mustCall('POST', `${api}/conversations/${id}/messages/${answer.replies[0].id}/feedback`, {
      headers,
      body: { feedback: 'not_my_question' },
    })
  return fate
}

/** The failure of a question, as the inbox finds it by its words; `null` where it is not there, or reads otherwise since it was masked. */
async function findFailure(call: StaffCall, question: string): Promise<FailureView | null> {
  const query = new URLSearchParams({ words: question.slice(0, MOST_WORDS) })
  let list: FailuresView = await call('GET', `/admin/failures?${query}`)
  while (list.progress) {
    await pause(POLL_MS)
    list = await call('GET', `/admin/failures?${query}`)
  }
  for (const { id } of list.groups) {
    const { failures }: FailureGroupDetailView = await call('GET', `/admin/failures/groups/${id}?${query}`)
    const failure = failures.find((one) => one.question === question)
    if (failure) return failure
  }
  return null
}

/** Adds a question to its entry, tries it, measures and publishes; says in the report what came of it. */
async function mendOne(call: StaffCall, mend: Mend, report: PathReport): Promise<void> {
  const failure = await findFailure(call, mend.question)
  if (!failure) return
  const entryId = mend.targets[0] as string
  let begun = performance.now()
  const lap = (times: number[]) => {
    times.push(performance.now() - begun)
    begun = performance.now()
  }
  const scope = { failureIds: [failure.id] }
  const { actionId } = await call('POST', '/admin/failures/actions', { action: 'add_questions', scope, entryId })
  const trial: TrialView = await call('GET', `/admin/failures/actions/${actionId}/trial`)
  lap(report.trialMs)
  const added = trial.questions.filter(({ isAdded }) => isAdded)
  if (added.every(({ after }) => after.kind === 'answered' && after.entries[0]?.id === entryId)) report.promised += 1
  const entries = [{ entryId, draftVersion: trial.draftVersion }]
  let gate: GateView = await call('POST', '/admin/gate', { entries })
  while (gate.state === 'waiting' || gate.state === 'running') {
    await pause(POLL_MS)
    gate = await call('GET', '/admin/gate')
  }
  if (!gate.report) throw new Error(`the report of ${entryId} ended ${gate.state}`)
  lap(report.gateMs)
  if (gate.report.verdict === 'blocked') {
    report.blocked += 1
    return
  }
  await call('POST', '/admin/publications', { entries, gateId: gate.id })
  lap(report.publishMs)
}
