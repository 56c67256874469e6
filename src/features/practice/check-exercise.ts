import type { Entry } from '../../platform/model/entry.js'
import type { Exercise, Manners } from './exercise.js'
import { feedbackOf } from './feedback.js'
import { answerPlay, beginPlay, type Play } from './play.js'

/** Whether what an exercise teaches is in the entries of a commune: what is not there would teach something wrong. @returns faults in words */
export function faultsInEntries(exercise: Exercise, entries: ReadonlyMap<string, Entry>): string[] {
  const named = [...exercise.entries, ...exercise.goals.flatMap(({ source }) => source?.entry ?? [])]
  const unknown = [...new Set(named)].filter((id) => !entries.has(id)).map((id) => `no entry "${id}"`)
  const absent = exercise.goals.flatMap(({ id, source }) => {
    const entry = source && entries.get(source.entry)
    if (!entry || plain(entry.sections[source.section]).includes(plain(source.quote))) return []
    return [`goal "${id}": "${source.quote}" is not in the section ${source.section} of ${source.entry}`]
  })
  return [...unknown, ...absent]
}

/** Whether an exercise holds together: names that exist, sources where they are due, and a model that does everything right. @returns faults in words */
export function faultsInScript(exercise: Exercise, manners: Manners): string[] {
  return [...unknownNames(exercise, manners), ...unfoundedGoals(exercise), ...faultsInModel(exercise, manners)]
}

function unknownNames(exercise: Exercise, manners: Manners): string[] {
  const { goals, never, replies, entries, alsoRight, courtesy } = exercise
  const ids = goals.map(({ id }) => id)
  const known = new Set<string>([
    ...ids,
    ...courtesy,
    ...[...entries, ...alsoRight].map((id) => `entry:${id}`),
    ...[...manners.never, ...never].map(({ id }) => `never:${id}`),
  ])
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `goal "${id}" is there twice`)
  const unknown = replies
    .flatMap(({ after = [], on = [], without = [] }) => [...after, ...on, ...without])
    .filter((name) => !known.has(name))
    .map((name) => `replies: nothing is called "${name}"`)
  return [...twice, ...new Set(unknown)]
}

/** A paper and a fact come from an entry of the exercise; a question to ask says why. */
function unfoundedGoals({ goals, entries }: Exercise): string[] {
  return goals.flatMap(({ id, kind, source, why, within }) => {
    if (kind === 'ask') return why ? [] : [`goal "${id}": a question says why`]
    if (kind === 'safety' && within === undefined) return [`goal "${id}": what protects says by which answer`]
    if (!source) return [`goal "${id}": a ${kind} says where it is written`]
    return entries.includes(source.entry) ? [] : [`goal "${id}": ${source.entry} is not an entry of the exercise`]
  })
}

/** The model, played: every answer of it is heard, and the feedback has nothing to add. */
function faultsInModel(exercise: Exercise, manners: Manners): string[] {
  const faults: string[] = []
  let play: Play = beginPlay(exercise)
  for (const [at, text] of exercise.model.entries()) {
    if (play.status === 'left' || play.status === 'ended') faults.push(`model: answer ${at + 1} comes after the end`)
    play = answerPlay(play, { text, atMs: at * 1000 }, { exercise, manners })
  }
  const { outcome, goals, entries, courtesy, never, left, wrongEntries } = feedbackOf(play, exercise, manners)
  if (left) faults.push('model: the citizen leaves')
  if (play.status === 'talking' && outcome === 'mastered') faults.push('model: it stops before the citizen has thanked')
  faults.push(
    ...goals
      .filter(({ status }) => status !== 'said' && status !== 'sheet')
      .map(({ goal }) => `model: "${goal.id}" is not heard`),
    ...entries.filter(({ status }) => status === 'missed').map(({ id }) => `model: ${id} is not given`),
    ...courtesy.filter(({ sentence }) => sentence === null).map((one) => `model: no ${one.courtesy}`),
    ...never.map(({ rule, sentence }) => `model: "${rule.id}" is heard in "${sentence}"`),
    ...wrongEntries.map((id) => `model: ${id} is not an entry of the exercise`),
  )
  return faults
}

/** Without the marks of bold, with one kind of apostrophe and of space. */
function plain(text: string): string {
  return text.replaceAll('**', '').replaceAll('’', "'").replace(/\s+/g, ' ')
}
