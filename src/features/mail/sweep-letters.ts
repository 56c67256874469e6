import { DateTime } from 'luxon'
import { forEachIndependently } from '../../platform/for-each-independently.js'
import type { LetterKind } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'
import type { LetterStore } from './letter-verbs.js'
import type { OutboxStore } from './outbox-verbs.js'

/** What weekly letters are written from. */
export interface LetterSweep {
  store: Pick<LetterStore, 'isWeekWritten' | 'endWeek'> & Pick<OutboxStore, 'queueLetter'>
  communes: ReadonlyMap<string, Commune>
  /** None when no mail can leave. */
  letters: readonly Letter[]
  now: () => Date
}

/** Monday at eight, in the zone of the commune. */
const MONDAY = 1
const HOUR = 8

/**
 * Writes the letters of the week, from Monday at eight: later in the week when the server was stopped then. Each person's letter is queued in one write with
 * the fact that it was, and a week is noted as written once all are: a process that dies in between goes on where it stood, and writes to nobody twice.
 * What fails for one commune keeps no other waiting.
 * @returns how many were written
 * @throws what failed first
 */
export async function sweepLetters({ store, communes, letters, now }: LetterSweep): Promise<number> {
  let written = 0
  await forEachIndependently(communes.values(), async (commune) => {
    const at = now()
    const week = weekOf(at, commune.timeZone)
    if (week === null) return
    await forEachIndependently(letters, async (letter) => {
      written += await writeWeek(store, { commune, letter, week, at })
    })
  })
  return written
}

/** The ISO week whose letters are to be written, `2026-W48`; `null` before its hour. Pure. */
function weekOf(at: Date, timeZone: string): string | null {
  const local = DateTime.fromJSDate(at, { zone: timeZone })
  return local.weekday === MONDAY && local.hour < HOUR ? null : local.toFormat("kkkk-'W'WW")
}

async function writeWeek(
  store: LetterSweep['store'],
  { commune, letter, week, at }: { commune: Commune; letter: Letter; week: string; at: Date },
): Promise<number> {
  const { kind } = letter
  if (await store.isWeekWritten(commune.id, kind, week)) return 0
  let written = 0
  for (const { userId, to, subject, text } of await letter.write(commune, at)) {
    const mail = { communeId: commune.id, kind, to, subject, text, createdAt: at.toISOString() }
    if ((await store.queueLetter(mail, { userId, week })) === 'queued') written += 1
  }
  // Who asks for a letter in the middle of the week gets the next one: this one is written, were it to nobody.
  await store.endWeek(commune.id, kind, week)
  return written
}

/** A letter as one person gets it. */
export interface WrittenLetter {
  userId: string
  to: string
  subject: string
  text: string
}

/** Something that members of staff are told once a week. */
export interface Letter {
  kind: LetterKind
  /** The letters of a commune, at most one for each person; none when there is nothing to tell. */
  write(commune: Commune, at: Date): Promise<WrittenLetter[]>
}
