import { z } from 'zod'

/** Longest reason of a change, in characters. */
export const MAX_WHY_LENGTH = 500

/** Why something is changed, in the words of who does it. */
export const whyField = z.string().trim().max(MAX_WHY_LENGTH)

/** `PUT /admin/answers`; `why` is asked for when they are stopped. */
export const answersRequest = z.strictObject({ stopped: z.boolean(), why: whyField.optional() })

/** That the assistant does not answer by itself, since when and why. */
export interface AnswersStop {
  /** ISO instant. */
  since: string
  by: string
  why: string
}

/** `GET /admin/answers` */
export interface AnswersView {
  /** `null` while it answers. */
  stop: AnswersStop | null
}
