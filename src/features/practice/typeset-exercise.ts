import { frenchTypography as set } from '../../platform/text/typography.js'
import type { Exercise, Goal, Manners, Never } from './exercise.js'

/** An exercise as it is read: French typography for what the town hall says; the citizen's words stay as she types them. */
export function typesetExercise(exercise: Exercise): Exercise {
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
export function typesetManners({ courtesies, never }: Manners): Manners {
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
