import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { callJson, mustCall } from '../talks/json-client.js'

/** What residents ask in turn. */
const QUESTIONS = [
  'Comment obtenir un acte de naissance ?',
  'Où faire ma carte d’identité ?',
  'Quels sont les horaires de la déchèterie ?',
  'Inscrire mon enfant à la cantine',
  'Demander un permis de construire',
  'mon voisin fait du bruit la nuit',
]
/** Messages of a conversation, and the time between two of them, on average. */
const MESSAGES = 4
const THINK_MS = 3_000

/** Times of the messages of a run, ms, sorted, and how many were not answered with 200. */
export interface TalkRun {
  timesMs: number[]
  refused: number
  seconds: number
}

/** Begins a conversation in a commune and says something. @returns the time of the message alone, ms */
export async function firstAnswer(address: string, communeId: string): Promise<number> {
  const say = await begin(address, communeId)
  return (await say(QUESTIONS[0] as string)).ms
}

/**
 * Lets so many people talk at once for a while, each conversation in the commune that is next: messages of people who read and think between them.
 * @param communeOf the commune of the n-th conversation
 */
export async function talkInCommunes(
  address: string,
  { talkers, seconds, communeOf }: { talkers: number; seconds: number; communeOf: (n: number) => string },
): Promise<TalkRun> {
  const run: TalkRun = { timesMs: [], refused: 0, seconds }
  const end = performance.now() + seconds * 1000
  let begun = 0
  const talker = async () => {
    await pause(Math.random() * THINK_MS)
    while (performance.now() < end) {
      begun += 1
      const say = await begin(address, communeOf(begun))
      for (let n = 0; n < MESSAGES && performance.now() < end; n += 1) {
        const { ms, status } = await say(QUESTIONS[(begun + n) % QUESTIONS.length] as string)
        run.timesMs.push(ms)
        if (status !== 200) run.refused += 1
        await pause(THINK_MS * (0.5 + Math.random()))
      }
    }
  }
  await Promise.all(Array.from({ length: talkers }, talker))
  run.timesMs.sort((a, b) => a - b)
  return run
}

async function begin(address: string, communeId: string) {
  const { body } = await mustCall('POST', `${address}/api/v1/conversations`, { body: { communeId, language: 'fr' } })
  const headers = { authorization: `Bearer ${body.token}` }
  return async (text: string) => {
    const started = performance.now()
    const sent = { headers, body: { text, clientId: randomUUID() } }
    const { status } = await callJson('POST', `${address}/api/v1/conversations/${body.id}/messages`, sent)
    return { ms: performance.now() - started, status }
  }
}

/** The time below which so many of sorted times are; 0 of none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
