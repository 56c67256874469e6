import { DateTime } from 'luxon'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Transcript } from '../../platform/model/conversation.js'
import { payloadText } from '../../platform/model/payload.js'
import { daysOf, lastDays, localMoment } from '../../platform/time/period.js'
import { communesOf, type ServingNeeds } from '../accounts/routes/serving.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { ConversationStore } from '../conversations/conversation-verbs.js'
import type { CounterStore } from '../statistics/counter-verbs.js'
import { CHECKS_PER_DAY, MOST_CHECKS_PER_DAY, type SampleView, truthRoutes } from './contract.js'
import { DAYS_SHOWN, type DrawnAnswer, inDrawOrder, sampleIncrements } from './sample.js'
import type { SampleStore } from './sample-verbs.js'

/** Of an answer, what an agent is shown at most, in characters. */
const MOST_ANSWER = 600

/** Of a day, how many answers are drawn: those before one may have been erased when it is looked at. */
const MOST_DRAWN = 4 * MOST_CHECKS_PER_DAY

/** What these routes need. */
export interface SampleRouteNeeds extends ServingNeeds {
  store: ServingNeeds['store'] & SampleStore & Pick<ConversationStore, 'getTranscript'> & Pick<CounterStore, 'count'>
  now: () => Date
}

/** The answers of a day of a commune, in the order in which they are drawn. */
interface DrawnDay {
  commune: Commune
  day: string
  answers: readonly DrawnAnswer[]
}

/** Serves the answers that were drawn by chance, one click each. */
export function serveSamples(needs: SampleRouteNeeds): ServedRoute[] {
  const { store, now, communes } = needs
  const draw = drawer(needs)
  const drawnFor = async (communeIds: readonly string[]): Promise<DrawnDay[]> => {
    const own = communeIds.flatMap((id) => communes.get(id) ?? []).filter((commune) => perDay(commune) > 0)
    return (await Promise.all(own.map(draw))).flat()
  }
  return [
    serve(truthRoutes.samples, async ({ response }) => {
      const days = await drawnFor(await communesOf(needs, staffFrom(response).user))
      const samples = await Promise.all(days.map((one) => toCheck(needs, one)))
      return { samples: samples.flat().sort((a, b) => (a.day < b.day ? -1 : 1)) }
    }),
    serve(truthRoutes.check, async ({ params, body: { said }, response }) => {
      const { user } = staffFrom(response)
      const days = await drawnFor(await communesOf(needs, user))
      const found = days.flatMap(({ answers, ...rest }) => answers.map((answer) => ({ ...rest, answer })))
      const one = found.find(({ answer }) => answer.id === params.id)
      if (!one) throw new AppError('unknown_message', 404)
      const check = said && { said, at: now().toISOString(), agentId: user.id }
      const result = await store.checkSample(one.answer, user.id, check)
      if (result.outcome === 'unknown') throw new AppError('unknown_message', 404)
      if (result.outcome === 'decided') throw new AppError('validation_decided', 409)
      const increments = sampleIncrements(result.former?.said ?? null, said)
      if (Object.keys(increments).length > 0) await store.count(one.commune.id, one.day, increments)
      return null
    }),
  ]
}

function perDay({ truthSheet }: Commune): number {
  return truthSheet?.checksPerDay ?? CHECKS_PER_DAY
}

/** Draws the answers of the last days that are over, once for each day: what is asked on a day has ended with it. */
function drawer({ store, now }: SampleRouteNeeds): (commune: Commune) => Promise<DrawnDay[]> {
  const drawn = new Map<string, Promise<DrawnAnswer[]>>()
  return (commune) => {
    const { id, timeZone } = commune
    const { from, to } = lastDays(localMoment(now(), timeZone).day, DAYS_SHOWN + 1)
    for (const key of drawn.keys()) if (key.startsWith(`${id} `) && key < `${id} ${from}`) drawn.delete(key)
    const days = daysOf({ from, to }).slice(0, -1)
    return Promise.all(
      days.map(async (day) => {
        const key = `${id} ${day}`
        const known = drawn.get(key) ?? drawDay(store, commune, day)
        drawn.set(key, known)
        known.catch(() => drawn.delete(key))
        return { commune, day, answers: await known }
      }),
    )
  }
}

async function drawDay(store: SampleStore, { id, timeZone }: Commune, day: string): Promise<DrawnAnswer[]> {
  const start = DateTime.fromISO(day, { zone: timeZone })
  const [from = '', before = ''] = [start, start.plus({ days: 1 })].map((at) => at.toJSDate().toISOString())
  return inDrawOrder(await store.listGivenAnswers(id, from, before), id, day).slice(0, MOST_DRAWN)
}

/** Of the first answers drawn that are still there, those that nobody has looked at. */
async function toCheck({ store }: SampleRouteNeeds, { commune, day, answers }: DrawnDay): Promise<SampleView[]> {
  const views: SampleView[] = []
  let left = perDay(commune)
  for (const { id, conversationId, messageSeq } of answers) {
    if (left === 0) break
    const transcript = await store.getTranscript(conversationId)
    const turn = transcript?.turns.find((one) => one.messageSeq === messageSeq)
    if (!transcript || !turn) continue
    left -= 1
    if (!turn.check) views.push({ id, communeId: commune.id, day, ...shown(transcript, messageSeq) })
  }
  return views
}

function shown({ messages, turns }: Transcript, messageSeq: number) {
  const asked = messages[messageSeq - 1]
  const later = messages.slice(messageSeq)
  const end = later.findIndex(({ author }) => author !== 'assistant')
  const replies = end === -1 ? later : later.slice(0, end)
  const turn = turns.find((one) => one.messageSeq === messageSeq)
  return {
    question: asked ? payloadText(asked.payload) : '',
    language: asked?.language ?? 'fr',
    title: turn?.candidates.find(({ entryId }) => entryId === turn.entryId)?.title ?? '',
    answer: replies
      .map(({ payload }) => payloadText(payload))
      .join('\n')
      .slice(0, MOST_ANSWER),
  }
}
