/** What was measured of one server, or read from the results of another bench. */
export interface Measured {
  /** Processor of the servers and of the database, ms, of one message. */
  messageMs: number
  /** Resident memory of a server without its communes' own entries, and what each commune in memory adds, MB. */
  serverMb: number
  communeMb: number
  /** Disk of the database, kB, a message; memory of each server, kB, and time to open, ms, a conversation that is kept. */
  databaseKb: number
  conversationKb: number
  openingMs: number
  /** Share of a core that a server holds while nobody asks. */
  idleShare: number
}

/** What is taken to be so: each is told beside the table. */
export interface Assumptions {
  inhabitants: number
  messagesPerInhabitant: number
  messagesPerConversation: number
  /** Days that a conversation is kept. */
  keptDays: number
  /** Messages of the season's busiest day over those of a mean day. */
  peakDay: number
  /** Share of a core that a server may be busy, for its answers not to wait. */
  utilisation: number
  /** Longest time in which a server may open what is kept, s. */
  openingS: number
  /** Own entries are in memory for so many communes at most. */
  loadedCommunes: number
  /** € a year: of a virtual machine for one server, and of a managed database of one group. */
  serverEuros: number
  databaseEuros: number
  wattsACore: number
  pue: number
}

/** The mean of France: 68.6 million inhabitants (INSEE, 2025) in 34,875 communes. */
const MEAN_COMMUNE = 1_967

/**
 * Messages of an inhabitant and a year: 3, as Rosny-sous-Bois told of its chatbot (45,000 inhabitants, 2,500 users a month, 4.5 messages each: Le Monde
 * informatique, 2020); Saint-Germain-en-Laye's 15,000 users a year for 44,800 inhabitants (La Gazette des communes, 2022) would be half of that. The rest is
 * assumed: four mean days on the busiest one, {@link HOURS}, servers half busy at most; prices are of the usual French hosts' lists, rounded up.
 */
export const USUAL: Assumptions = {
  ...{ inhabitants: MEAN_COMMUNE, messagesPerInhabitant: 3, messagesPerConversation: 4.5, keptDays: 30 },
  ...{ peakDay: 4, utilisation: 0.5, openingS: 180, loadedCommunes: 500 },
  ...{ serverEuros: 180, databaseEuros: 600, wattsACore: 10, pue: 1.56 },
}

/** Share of a day's messages in each hour from midnight: people ask when they wake, at noon and in the evening. Assumed; it sums to 1. */
export const HOURS: readonly number[] = [
  0.006, 0.004, 0.003, 0.003, 0.004, 0.008, 0.02, 0.042, 0.078, 0.1, 0.102, 0.088, 0.072, 0.076, 0.078, 0.074, 0.064,
  0.052, 0.042, 0.032, 0.022, 0.015, 0.009, 0.006,
]

/** What so many communes take. */
export interface Sized {
  communes: number
  messagesAYear: number
  peakPerSecond: number
  groups: number
  /** Servers of all groups, two a group at least where there are several communes: one may be stopped. */
  servers: number
  serverMb: number
  conversations: number
  databaseGb: number
  eurosAYear: number
  kwhAYear: number
  /** Of one message, and of one commune and year. */
  whAMessage: number
  eurosACommune: number
}

const SECONDS_A_YEAR = 365.25 * 86_400
/** From so many communes on, a server must not be alone, and stores in PostgreSQL. */
const SEVERAL = 10

/** Sizes an installation. Pure. */
export function sizeOf(communes: number, measured: Measured, assumed: Assumptions = USUAL): Sized {
  const messagesAYear = communes * assumed.inhabitants * assumed.messagesPerInhabitant
  const perDay = messagesAYear / 365.25
  const peakPerSecond = (perDay * assumed.peakDay * Math.max(...HOURS)) / 3_600
  const conversations = (perDay / assumed.messagesPerConversation) * assumed.keptDays
  const groups = Math.max(1, Math.ceil((conversations * measured.openingMs) / 1_000 / assumed.openingS))
  const busy = (peakPerSecond * measured.messageMs) / 1_000 / assumed.utilisation
  const least = communes >= SEVERAL ? 2 : 1
  const servers = groups * Math.max(least, Math.ceil(busy / groups))
  const loaded = Math.min(assumed.loadedCommunes, communes / groups)
  const kept = (conversations / groups) * (measured.conversationKb / 1_000)
  const coreSeconds = (messagesAYear * measured.messageMs) / 1_000 + servers * measured.idleShare * SECONDS_A_YEAR
  const kwhAYear = (coreSeconds * assumed.wattsACore * assumed.pue) / 3_600_000
  const eurosAYear = servers * assumed.serverEuros + (communes >= SEVERAL ? groups * assumed.databaseEuros : 0)
  return {
    ...{ communes, messagesAYear, peakPerSecond, groups, servers },
    serverMb: measured.serverMb + loaded * measured.communeMb + kept,
    conversations,
    databaseGb: (conversations * assumed.messagesPerConversation * measured.databaseKb) / 1e6,
    ...{ eurosAYear, kwhAYear },
    whAMessage: (kwhAYear * 1_000) / messagesAYear,
    eurosACommune: eurosAYear / communes,
  }
}
