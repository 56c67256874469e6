import { readConfig } from '../config.js'
import { loadEntries } from '../features/entries/catalogue/load-entries.js'
import { faultsInEntries, faultsInScript } from '../features/practice/check-exercise.js'
import { loadPractice } from '../features/practice/load-practice.js'

/**
 * `npm run lint-practice`: reads every exercise of practice mode; says which one names what does not exist, teaches what the shared entries do not say,
 * or has a model that its own feedback would mend.
 * @returns the exit status: 0, or 1 with a fault or a file that cannot be read
 */
export async function runLintPractice(): Promise<number> {
  try {
    const { knowledgeDir, intentsDir } = readConfig(process.env)
    const { exercises, manners } = await loadPractice(knowledgeDir)
    const entries = new Map((await loadEntries({ knowledgeDir, intentsDir })).map((entry) => [entry.id, entry]))
    const faults = exercises.flatMap((exercise) =>
      [...faultsInEntries(exercise, entries), ...faultsInScript(exercise, manners)].map(
        (fault) => `practice/${exercise.id}.json: ${fault}`,
      ),
    )
    process.stdout.write(faults.map((fault) => `${fault}\n`).join(''))
    process.stdout.write(`${exercises.length} exercises, ${faults.length} faults\n`)
    return faults.length > 0 ? 1 : 0
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}
