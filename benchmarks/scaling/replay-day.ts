import { randomUUID } from 'node:crypto'
import { COMMUNE } from '../instances/served.js'
import { randomMoments } from '../load/random-moments.js'
import { callJson, mustCall } from '../talks/json-client.js'

/** Conversations that go on at once, and messages after which one is followed by another. */
const PLACES = 60
const MESSAGES = 5
const QUESTIONS = [
  'Inscrire mon enfant à la cantine',
  'Où est mon bureau de vote ?',
  'Voter par procuration',
  'Car scolaire : quels horaires ?',
]

/** Times of the messages of an hour that was replayed in seconds, ms from the moment at which each was due, sorted. */
export interface ReplayedHour {
  perSecond: number
  timesMs: number[]
  refused: number
}

/** Replays hours, each in so many seconds at its own rate: messages come at random, and wait only for the one before of the same person. */
export async function replayDay(
  address: string,
  { rates, secondsAnHour }: { rates: readonly number[]; secondsAnHour: number },
): Promise<ReplayedHour[]> {
  const places = Array.from({ length: PLACES }, () => ({
    said: 0,
    last: Promise.resolve(''),
    headers: {} as Record<string, string>,
  }))
  let asked = 0
  const hours: ReplayedHour[] = []
  for (const [n, perSecond] of rates.entries()) {
    const hour: ReplayedHour = { perSecond, timesMs: [], refused: 0 }
    const waiting: Promise<unknown>[] = []
    for await (const due of randomMoments({ perSecond, seconds: secondsAnHour, seed: n + 1 })) {
      const place = places[asked % PLACES] as (typeof places)[number]
      asked += 1
      place.last = place.last.then(async (id) => {
        const isNew = place.said % MESSAGES === 0
        place.said += 1
        const body = { clientId: randomUUID(), text: QUESTIONS[place.said % QUESTIONS.length] }
        try {
          const conversation = isNew ? await begin(address, place) : id
          const sent = { headers: place.headers, body }
          const { status } = await callJson('POST', `${address}/api/v1/conversations/${conversation}/messages`, sent)
          hour.timesMs.push(performance.now() - due)
          if (status !== 200) hour.refused += 1
          return conversation
        } catch {
          // Cut off: her next message begins another conversation.
          hour.refused += 1
          place.said = 0
          return id
        }
      })
      waiting.push(place.last)
    }
    await Promise.all(waiting)
    hour.timesMs.sort((a, b) => a - b)
    hours.push(hour)
  }
  return hours
}

async function begin(address: string, place: { headers: Record<string, string> }): Promise<string> {
  const { body } = await mustCall('POST', `${address}/api/v1/conversations`, {
    body: { communeId: COMMUNE, language: 'fr' },
  })
  place.headers = { authorization: `Bearer ${body.token}` }
  return body.id
}
