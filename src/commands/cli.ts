/** A command: its arguments in, its exit status out. Loaded only when it is called. */
type Command = (argv: string[]) => Promise<number>

const COMMANDS: Record<string, () => Promise<Command>> = {
  translations: async () => (await import('./translations.js')).runTranslations,
  user: async () => (await import('./user.js')).runUser,
  'stop-answers': async () => (await import('./answers.js')).runStopAnswers,
  'resume-answers': async () => (await import('./answers.js')).runResumeAnswers,
  'push-keys': async () => (await import('./push-keys.js')).runPushKeys,
  evaluate: async () => (await import('./evaluate.js')).runEvaluate,
  'lint-practice': async () => (await import('./lint-practice.js')).runLintPractice,
  'lint-content': async () => (await import('./lint-content.js')).runLintContent,
  retention: async () => (await import('./retention.js')).runRetention,
  'import-places': async () => (await import('./import-places.js')).runImportPlaces,
  import: async () => (await import('./imports/import.js')).runImport,
  export: async () => (await import('./export-entries.js')).runExportEntries,
  pack: async () => (await import('./pack.js')).runPack,
  migrate: async () => (await import('./migrate.js')).runMigrate,
  backup: async () => (await import('./backup.js')).runBackup,
  restore: async () => (await import('./restore.js')).runRestore,
  'seal-key': async () => (await import('./seal-key.js')).runSealKey,
  calibrate: async () => (await import('./calibrate.js')).runCalibrate,
}

/** Runs one of the commands of `guichet`, other than `start` and `bench`. @returns the exit status */
export async function runCommand(name: string | undefined, argv: string[]): Promise<number> {
  const load = COMMANDS[name ?? '']
  if (!load) {
    if (name !== undefined) process.stderr.write(`Commande inconnue : ${name}\n`)
    process.stderr.write(`guichet start | bench | ${Object.keys(COMMANDS).join(' | ')}\n`)
    return 2
  }
  try {
    return await (await load())(argv)
  } catch (error) {
    const { commandFault } = await import('./command-fault.js')
    const sentence = await commandFault(error)
    if (sentence === null) throw error
    process.stderr.write(`${sentence}\n`)
    return 1
  }
}
