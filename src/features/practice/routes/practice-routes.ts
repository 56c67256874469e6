import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import type { Entry } from '../../entries/model/entry.js'
import { renderAnswer } from '../../entries/render/render-answer.js'
import { retentionDaysOf } from '../../retention/retention.js'
import { faultsInEntries } from '../check-exercise.js'
import type { Exercise } from '../exercise.js'
import type { Practice } from '../load-practice.js'
import { pathsOf, type Step } from '../path.js'
import { typesetExercise, typesetManners } from '../typeset-exercise.js'
import {
  type PracticeExerciseView,
  type PracticeTeamView,
  type PracticeView,
  practiceResultRequest,
} from './practice-contract.js'

/** Practice mode. A practice is no conversation: nothing here is in the queue, in the counters or in anyone's stream. */
export function practiceRoutes(context: HttpContext): Router {
  const { store } = context.assistant
  const router = Router()
  router.get('/practice', async (_request, response) => {
    const { user } = staffFrom(response)
    const view: PracticeView = {
      exercises: exercisesOf(context, user).map(toStep),
      records: (await store.listPractice(user.communeId)).filter(({ userId }) => userId === user.id),
      keptDays: retentionDaysOf(communeOf(context, user.communeId).privacy).practice,
    }
    response.json(view)
  })
  router.delete('/practice', async (_request, response) => {
    await store.erasePractice(staffFrom(response).user.id)
    response.status(204).end()
  })
  router.get('/practice/team', requireRole(context, ['admin']), async (_request, response) => {
    response.json(await teamView(context, staffFrom(response).user))
  })
  router.get('/practice/entries/:id', (request, response) => {
    const { communeId } = staffFrom(response).user
    const entry = context.entriesNow(communeId).get(String(request.params.id))
    if (!entry) throw new AppError('not_found', 404)
    response.json(renderAnswer(entry, communeOf(context, communeId)))
  })
  router.get('/practice/exercises/:id', (request, response) => {
    const { user } = staffFrom(response)
    response.json(exerciseView(context, user, requireExercise(context, user, String(request.params.id))))
  })
  router.post('/practice/exercises/:id/results', async (request, response) => {
    const { user } = staffFrom(response)
    const { id: exerciseId } = requireExercise(context, user, String(request.params.id))
    const counts = parseBody(practiceResultRequest, request.body)
    const at = context.assistant.now().toISOString()
    response.json(await store.recordPractice({ communeId: user.communeId, userId: user.id, exerciseId, at, counts }))
  })
  return router
}

/** Exercises that hold on the entries of a commune, by those entries: they are never changed in place. */
const held = new WeakMap<ReadonlyMap<string, Entry>, { practice: Practice; exercises: Exercise[] }>()

/** An exercise whose entry the commune has replaced by something else would teach what is not so: it is left out. */
function exercisesOf({ practice, entriesNow }: HttpContext, { communeId }: User): Exercise[] {
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
function requireExercise(context: HttpContext, user: User, id: string): Exercise {
  const exercise = exercisesOf(context, user).find((one) => one.id === id)
  if (!exercise) throw new AppError('unknown_exercise', 404)
  return exercise
}

function toStep({ id, profile, level, title, intro, channel, language }: Exercise): Step {
  return { id, profile, level, title, intro, channel, language }
}

function exerciseView(context: HttpContext, { communeId }: User, exercise: Exercise): PracticeExerciseView {
  const entries = context.entriesNow(communeId)
  const named = [...exercise.entries, ...exercise.alsoRight].flatMap((id) => entries.get(id) ?? [])
  return {
    exercise,
    manners: typesetManners(context.practice.manners),
    entries: Object.fromEntries(
      named.map(({ id, title, source: { name, url } }) => [
        id,
        { title: frenchTypography(title), source: { name, url } },
      ]),
    ),
  }
}

async function teamView(context: HttpContext, user: User): Promise<PracticeTeamView> {
  const { store } = context.assistant
  const steps = exercisesOf(context, user).map(toStep)
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
