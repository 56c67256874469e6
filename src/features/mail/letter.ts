import type { LetterKind } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'

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
