import type { Feature } from '../../platform/feature.js'
import { languageOf } from '../../platform/http/problem.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Entry } from '../../platform/model/entry.js'
import { retentionDaysOf } from '../../platform/model/retention.js'
import { frenchTypography as set } from '../../platform/text/typography.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import { closeReasonsOf } from '../handoffs/close-reasons.js'
import { type ReplySources, readyReplies } from '../replies/ready-replies.js'
import { faultsInEntries } from './check-exercise.js'
import { type PracticeExerciseView, type PracticeTeamView, practiceRoutes } from './contract.js'
import {
  type Exercise,
  type ExerciseStep,
  type Goal,
  type Manners,
  type Never,
  pathsOf,
  talkLanguage,
} from './exercise.js'
import type { Practice } from './load-practice.js'
import type { PracticeStore } from './practice-verbs.js'

/** What these routes need. */
export interface PracticeRouteNeeds extends ReplySources {
  store: Pick<PracticeStore, 'listPractice' | 'erasePractice' | 'recordPractice'> &
    Pick<StaffStore, 'listStaff'> &
    ReplySources['store']
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  /** The exercises on which agents practise. */
  practice: Practice
}

/** Serves {@link practiceRoutes}. */
export function servePractice(needs: PracticeRouteNeeds): ServedRoute[] {
  const { store, now, communeOf } = needs
  return [
    serve(practiceRoutes.list, async ({ response }) => {
      const { user } = staffFrom(response)
      return {
        exercises: exercisesOf(needs, user).map(toStep),
        records: (await store.listPractice(user.communeId)).filter(({ userId }) => userId === user.id),
        keptDays: retentionDaysOf(communeOf(user.communeId).privacy).practice,
      }
    }),
    serve(practiceRoutes.erase, async ({ response }) => {
      await store.erasePractice(staffFrom(response).user.id)
      return null
    }),
    serve(practiceRoutes.team, ({ response }) => teamView(needs, staffFrom(response).user)),
    serve(practiceRoutes.exercise, async ({ params, request, response }) => {
      const { user } = staffFrom(response)
      const exercise = requireExercise(needs, user, params.id)
      const handoff = { contact: null, language: talkLanguage(exercise) }
      return {
        ...exerciseView(needs, user, exercise),
        closeReasons: closeReasonsOf(communeOf(user.communeId), 'live'),
        replies: await readyReplies(needs, { user, handoff, reader: languageOf(request) }),
      }
    }),
    serve(practiceRoutes.keepResult, async ({ params, body: counts, response }) => {
      const { user } = staffFrom(response)
      const { id: exerciseId } = requireExercise(needs, user, params.id)
      const at = now().toISOString()
      return store.recordPractice({ communeId: user.communeId, userId: user.id, exerciseId, at, counts })
    }),
  ]
}

/** Exercises that hold on the entries of a commune, by those entries: they are never changed in place. */
const held = new WeakMap<ReadonlyMap<string, Entry>, { practice: Practice; exercises: Exercise[] }>()

/** An exercise whose entry the commune has replaced by something else would teach what is not so: it is left out. */
function exercisesOf({ practice, entriesNow }: PracticeRouteNeeds, { communeId }: User): Exercise[] {
  const entries = entriesNow(communeId)
  const known = held.get(entries)
  if (known?.practice === practice) return known.exercises
  const exercises = practice.exercises
    .filter((exercise) => faultsInEntries(exercise, entries).length === 0)
    .map(typesetExercise)
  held.set(entries, { practice, exercises })
  return exercises
}

/** @throws AppError `unknown_exercise` (404) */
function requireExercise(needs: PracticeRouteNeeds, user: User, id: string): Exercise {
  const exercise = exercisesOf(needs, user).find((one) => one.id === id)
  if (!exercise) throw new AppError('unknown_exercise', 404)
  return exercise
}

function toStep({ id, profile, level, title, intro, channel, language }: Exercise): ExerciseStep {
  return { id, profile, level, title, intro, channel, language }
}

function exerciseView(
  { entriesNow, practice }: PracticeRouteNeeds,
  { communeId }: User,
  exercise: Exercise,
): Pick<PracticeExerciseView, 'exercise' | 'manners' | 'entries'> {
  const entries = entriesNow(communeId)
  const named = [...exercise.entries, ...exercise.alsoRight].flatMap((id) => entries.get(id) ?? [])
  return {
    exercise,
    manners: typesetManners(practice.manners),
    entries: Object.fromEntries(
      named.map(({ id, title, source: { name, url } }) => [id, { title: set(title), source: { name, url } }]),
    ),
  }
}

async function teamView(needs: PracticeRouteNeeds, user: User): Promise<PracticeTeamView> {
  const { store } = needs
  const steps = exercisesOf(needs, user).map(toStep)
  const records = await store.listPractice(user.communeId)
  const agents = (await store.listStaff(user.communeId)).filter(({ roles }) => roles.includes('agent'))
  const byProfile = (paths: ReturnType<typeof pathsOf>, of: (path: (typeof paths)[number]) => number) =>
    Object.fromEntries(paths.map((path) => [path.profile, of(path)]))
  return {
    exercises: byProfile(pathsOf(steps, []), (path) => path.steps.length),
    agents: agents.map(({ id, displayName }) => {
      const own = records.filter(({ userId }) => userId === id)
      return { name: displayName, done: byProfile(pathsOf(steps, own), ({ done }) => done) }
    }),
  }
}

/** An exercise as it is read: French typography for what the town hall says; the citizen's words stay as she types them. */
function typesetExercise(exercise: Exercise): Exercise {
  return {
    ...exercise,
    title: set(exercise.title),
    intro: set(exercise.intro),
    goals: exercise.goals.map(typesetGoal),
    never: exercise.never.map(typesetNever),
    hints: exercise.hints.map(set),
    model: exercise.model.map(set),
    explanation: set(exercise.explanation),
  }
}

/** The same for what holds in every exercise. */
function typesetManners({ courtesies, never }: Manners): Manners {
  const { greeting, acknowledging, closing } = courtesies
  const typeset = ({ heard, examples }: typeof greeting) => ({ heard, examples: examples.map(set) })
  return {
    courtesies: { greeting: typeset(greeting), acknowledging: typeset(acknowledging), closing: typeset(closing) },
    never: never.map(typesetNever),
  }
}

function typesetGoal(goal: Goal): Goal {
  return {
    ...goal,
    label: set(goal.label),
    ...(goal.why === undefined ? {} : { why: set(goal.why) }),
    ...(goal.source === undefined ? {} : { source: { ...goal.source, quote: set(goal.source.quote) } }),
  }
}

function typesetNever(never: Never): Never {
  return { ...never, label: set(never.label), why: set(never.why) }
}

/** Agents practise on scripted citizens (docs/decisions/009-practice.md). */
export const practice: Feature<PracticeRouteNeeds> = {
  name: 'practice',
  routes: practiceRoutes,
  open: (needs) => ({ served: servePractice(needs) }),
}
