import type { Language } from '../../platform/model/language.js'

/** What a ready reply suits, besides words: the beginning of a talk, or a mood or courtesy heard in the citizen's words. */
export const REPLY_MOMENTS = [
  'opening',
  'greeting',
  'thanks',
  'goodbye',
  'anger',
  'not-understood',
  'personal-file',
  'digital-help',
] as const
/** One of {@link REPLY_MOMENTS}. */
export type ReplyMoment = (typeof REPLY_MOMENTS)[number]

/** A curated sentence that an agent inserts, edits and sends; `knowledge/replies/*.json` and `replies/<commune>/*.json` of the town folder. */
export interface Reply {
  id: string
  /** In the languages of the staff's screens. */
  title: { fr: string; en: string }
  /** Other words by which it is found, in French. */
  keywords: string[]
  moments: ReplyMoment[]
  /** By the citizen's language, with `{variables}` (see `reply-variables.ts`). */
  text: Partial<Record<Language, string>> & { fr: string }
}

/** A reply that an agent keeps for herself. Erased when she deletes it, or once her account is gone. */
export interface PersonalReply {
  id: string
  userId: string
  communeId: string
  title: string
  /** With `{variables}`. */
  text: string
  language: Language
  /** ISO instant of the last change. */
  updatedAt: string
}

/** Personal replies of one agent, at most. */
export const MAX_PERSONAL_REPLIES = 100
