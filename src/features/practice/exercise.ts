import { LANGUAGES, type Language } from '../../platform/model/language.js'
import type { SectionKey } from '../entries/model/entry.js'
import type { KeptKind } from '../retention/masked-data.js'

/** Jobs for which there is a path of exercises. */
export const PRACTICE_PROFILES = ['accueil', 'etat-civil', 'urbanisme', 'enfance-solidarites', 'encadrement'] as const
/** One of {@link PRACTICE_PROFILES}. */
export type PracticeProfile = (typeof PRACTICE_PROFILES)[number]

/** Formulas of courtesy that an answer may have. */
export const COURTESIES = ['greeting', 'acknowledging', 'closing'] as const
/** One of {@link COURTESIES}. */
export type Courtesy = (typeof COURTESIES)[number]

/** Where an exercise takes place: at the counter nobody reads a sheet that is linked. */
export const PRACTICE_CHANNELS = ['chat', 'counter', 'phone'] as const
/** One of {@link PRACTICE_CHANNELS}. */
export type PracticeChannel = (typeof PRACTICE_CHANNELS)[number]

/** What a goal is about: a question to ask, a paper or a fact to tell, a number or a word that protects somebody. */
export const GOAL_KINDS = ['ask', 'paper', 'fact', 'safety'] as const
/** One of {@link GOAL_KINDS}. */
export type GoalKind = (typeof GOAL_KINDS)[number]

/** Where a paper or a fact is written: `quote` is in the Markdown of the section, word for word but for bold. */
export interface GoalSource {
  entry: string
  section: SectionKey
  quote: string
}

/** Something that the agent should ask or say. */
export interface Goal {
  id: string
  kind: GoalKind
  /** What it is, as the feedback names it. */
  label: string
  /** Phrases by which it is recognised, as `hear.ts` reads them; one is enough. */
  heard: string[]
  source?: GoalSource
  /** Why it matters, in a sentence. */
  why?: string
  /** The sheet does not say it for the agent: it must be in her own words. */
  aloud?: true
  /** Of `safety`: the agent's answer by which it must be said, 1 for the first. */
  within?: number
}

/** Something that is never said or asked. */
export interface Never {
  id: string
  label: string
  heard: string[]
  /** Why not, and what to do in its place. */
  why: string
}

/**
 * What the scripted citizen says next, when its conditions hold. Conditions name goals by their ids, entries as `entry:<id>`, formulas by their
 * names, faults as `never:<id>`.
 */
export interface ScriptedReply {
  /** All of them have come by now. */
  after?: string[]
  /** At least one of them comes in the answer just given. */
  on?: string[]
  /** None of them has come yet. */
  without?: string[]
  /** Not before this answer of the agent, 1 for the first. */
  turn?: number
  /** The answer is a few words without any courtesy. */
  curt?: true
  say: string
}

/** A conversation to practise on, with a citizen who follows a script. Texts are French unless `language` says otherwise of the citizen's. */
export interface Exercise {
  id: string
  profile: PracticeProfile
  /** 1 to begin with, 3 for those who know the job. */
  level: 1 | 2 | 3
  title: string
  /** Where she is, who is there, what the agent sees: two sentences at most. */
  intro: string
  channel: PracticeChannel
  /** How the citizen is called in the thread. */
  citizen: string
  /** BCP 47 tag of what the citizen writes. */
  language: string
  /** What was said before the agent came. */
  before: { author: 'citizen' | 'assistant'; text: string }[]
  opening: string
  /** What the citizen wrote of herself: `label` stands for it in her words, as the server would have put it there. */
  masked: { kind: KeptKind; label: string; value: string }[]
  /** Entries that answer; each is expected. */
  entries: string[]
  /** Entries that may be given as well. */
  alsoRight: string[]
  goals: Goal[]
  courtesy: Courtesy[]
  /** Faults of this exercise, besides those of every exercise. */
  never: Never[]
  replies: ScriptedReply[]
  /** What she says when nothing else fits, in order; once they are used up she leaves. */
  lost: string[]
  /** How she ends: helped, or giving up. */
  ending: { served: string; left: string }
  /** Guides, not limits, in seconds. */
  time: { firstS: number; wholeS: number }
  /** Given one by one, when the agent asks. */
  hints: string[]
  /** Answers that do everything right, one for each turn of the agent. */
  model: string[]
  /** Read afterwards. */
  explanation: string
  /** Where the explanation comes from, beside the entries. */
  source?: { name: string; url: string }
}

/** What holds in every exercise. */
export interface Manners {
  courtesies: Record<Courtesy, { heard: string[]; examples: string[] }>
  never: Never[]
}

/** The language in which the citizen of an exercise is answered: French, where the console has none of hers. Pure. */
export function talkLanguage({ language }: Pick<Exercise, 'language'>): Language {
  return LANGUAGES.find((one) => one === language) ?? 'fr'
}
