import type { SectionKey } from '../../platform/model/entry.js'
import { LANGUAGES, type Language } from '../../platform/model/language.js'
import type { KeptKind } from '../../platform/model/masked-data.js'
import { type PracticeRecord, practiceOutcome } from './result.js'

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

/** An exercise as a path lists it. */
export type ExerciseStep = Pick<Exercise, 'id' | 'profile' | 'level' | 'title' | 'intro' | 'channel' | 'language'>

/** The exercises of a job in order, with what was done of them. */
export interface PracticePath {
  profile: PracticeProfile
  steps: { step: ExerciseStep; record: PracticeRecord | null }[]
  /** Exercises that are passed or mastered. */
  done: number
  /** The first that is not; `null` when all are. */
  nextId: string | null
}

/** The paths of every job that has exercises: easiest first, then in the given order. Pure. */
export function pathsOf(steps: readonly ExerciseStep[], records: readonly PracticeRecord[]): PracticePath[] {
  const byId = new Map(records.map((record) => [record.exerciseId, record]))
  return PRACTICE_PROFILES.flatMap((profile) => {
    const own = steps
      .filter((step) => step.profile === profile)
      .sort((a, b) => a.level - b.level)
      .map((step) => ({ step, record: byId.get(step.id) ?? null }))
    if (own.length === 0) return []
    const left = own.filter(({ record }) => !isDone(record))
    return [{ profile, steps: own, done: own.length - left.length, nextId: left[0]?.step.id ?? null }]
  })
}

/** The exercise to propose after one: the next of its path that is not done, then any of its path, then that of a path that is not complete. */
export function nextAfter(paths: readonly PracticePath[], exerciseId: string): string | null {
  const steps = paths.find((path) => path.steps.some(({ step }) => step.id === exerciseId))?.steps ?? []
  const at = steps.findIndex(({ step }) => step.id === exerciseId)
  const inOrder = [...steps.slice(at + 1), ...steps.slice(0, at)]
  const own = inOrder.find(({ record }) => !isDone(record))?.step.id
  const others = paths.filter(({ steps: theirs }) => theirs !== steps)
  return own ?? others.find(({ nextId }) => nextId !== null)?.nextId ?? null
}

/** Whether an exercise counts as done. */
export function isDone(record: PracticeRecord | null): boolean {
  return record !== null && practiceOutcome(record.best) !== 'again'
}
