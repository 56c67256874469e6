import { nearestName } from '../platform/text/nearest-name.js'

/** A command: its arguments in, its exit status out. Loaded only when it is called. */
type Command = (argv: string[]) => Promise<number>

/** Each command of `guichet` other than `start` and `bench`, in the order of the runbook: what it is for, in one line, and how to get it. */
const COMMANDS: Record<string, { does: string; load: () => Promise<Command> }> = {
  setup: {
    does: 'installe une ville : pose les questions, et écrit ce qu’il faut',
    load: async () => (await import('./setup.js')).runSetup,
  },
  commune: {
    does: 'ajoute, suspend, exporte, remet, déménage, retire une commune, dit lesquelles il y a et ce qu’elles utilisent (commune add, list, …)',
    load: async () => (await import('./commune.js')).runCommune,
  },
  user: {
    does: 'crée un compte d’agent ou d’administrateur (user add)',
    load: async () => (await import('./user.js')).runUser,
  },
  demonstration: {
    does: 'montre ou retire ce qu’une démonstration a laissé (demonstration list, remove)',
    load: async () => (await import('./clear-demonstration.js')).runDemonstration,
  },
  doctor: {
    does: 'dit ce qui va, ce qui ne va pas, et quoi faire',
    load: async () => (await import('./doctor.js')).runDoctor,
  },
  upgrade: {
    does: 'met une nouvelle version en place, ou revient à l’ancienne',
    load: async () => (await import('./upgrade.js')).runUpgrade,
  },
  'stop-answers': {
    does: 'arrête les réponses automatiques d’une commune',
    load: async () => (await import('./answers.js')).runStopAnswers,
  },
  'resume-answers': {
    does: 'les reprend',
    load: async () => (await import('./answers.js')).runResumeAnswers,
  },
  backup: {
    does: 'sauvegarde tout ce que le serveur garde',
    load: async () => (await import('./backup.js')).runBackup,
  },
  restore: {
    does: 'remet une sauvegarde en place',
    load: async () => (await import('./restore.js')).runRestore,
  },
  'seal-key': {
    does: 'dit si la clé des données masquées est la bonne',
    load: async () => (await import('./seal-key.js')).runSealKey,
  },
  migrate: {
    does: 'passe du dossier de données à PostgreSQL, ou l’inverse',
    load: async () => (await import('./migrate.js')).runMigrate,
  },
  retention: {
    does: 'dit ce qui est à effacer, ou l’efface',
    load: async () => (await import('./retention.js')).runRetention,
  },
  clock: {
    does: 'dit si l’horloge est sûre pour effacer, ou l’accepte (clock accept)',
    load: async () => (await import('./clock.js')).runClock,
  },
  'push-keys': {
    does: 'fait les clés des notifications hors de la console',
    load: async () => (await import('./push-keys.js')).runPushKeys,
  },
  import: {
    does: 'importe des fiches ou l’annuaire national (import service-public, annuaire, csv, botpress)',
    load: async () => (await import('./imports/import.js')).runImport,
  },
  export: {
    does: 'écrit les fiches d’une commune dans des fichiers',
    load: async () => (await import('./export-entries.js')).runExportEntries,
  },
  pack: {
    does: 'signe, vérifie ou suit des fiches partagées',
    load: async () => (await import('./pack.js')).runPack,
  },
  'import-places': {
    does: 'importe les lieux d’aide au numérique',
    load: async () => (await import('./import-places.js')).runImportPlaces,
  },
  translations: {
    does: 'dit quelles traductions sont à jour, ou le marque',
    load: async () => (await import('./translations.js')).runTranslations,
  },
  'lint-content': {
    does: 'relève ce qui est difficile à lire dans les fiches',
    load: async () => (await import('./lint-content.js')).runLintContent,
  },
  'lint-practice': {
    does: 'relève les fautes des exercices',
    load: async () => (await import('./lint-practice.js')).runLintPractice,
  },
  vectors: {
    does: 'écrit les vecteurs des fiches installées à côté du modèle',
    load: async () => (await import('./vectors.js')).runVectors,
  },
  evaluate: {
    does: 'mesure la recherche sur des questions',
    load: async () => (await import('./evaluate.js')).runEvaluate,
  },
  calibrate: {
    does: 'règle la confiance de la recherche',
    load: async () => (await import('./calibrate.js')).runCalibrate,
  },
}

const HELP = ['help', '--help', '-h']

/** Runs one of the commands of `guichet`, other than `start` and `bench`. @returns the exit status */
export async function runCommand(name: string | undefined, argv: string[]): Promise<number> {
  if (name !== undefined && HELP.includes(name)) {
    process.stdout.write(usage())
    return 0
  }
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) && COMMANDS[name]
  if (!command) {
    if (name !== undefined) process.stderr.write(unknownCommand(name))
    process.stderr.write(usage())
    return 2
  }
  try {
    return await (await command.load())(argv)
  } catch (error) {
    const { commandFault } = await import('./command-fault.js')
    const sentence = await commandFault(error)
    if (sentence === null) throw error
    process.stderr.write(`${sentence}\n`)
    return 1
  }
}

function unknownCommand(name: string): string {
  const nearest = nearestName(name, ['start', 'bench', ...Object.keys(COMMANDS)])
  return `Commande inconnue : ${name}${nearest === null ? '' : ` ; vouliez-vous dire « ${nearest} » ?`}\n`
}

function usage(): string {
  const others = Object.entries(COMMANDS).map(([name, { does }]) => [name, does] as const)
  const lines = [['start', 'démarre le serveur'] as const, ...others, ['bench', 'mesure Guichet lui-même'] as const]
  const width = Math.max(...lines.map(([name]) => name.length))
  const list = lines.map(([name, does]) => `  ${name.padEnd(width)}  ${does}\n`).join('')
  return `guichet <commande>\n${list}Sans argument, une commande qui en demande dit lesquels. Le détail : docs/runbook.md.\n`
}
