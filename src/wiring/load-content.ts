import { loadAddresses } from '../assistant/addresses/load-addresses.js'
import { loadTalkModel } from '../assistant/follow-up/talk-model.js'
import { requireKnownWaste } from '../assistant/waste/load-waste.js'
import { loadLanguage } from '../assistant/words/load-language.js'
import type { Config } from '../config.js'
import { loadCommonestPasswords } from '../features/accounts/password.js'
import { loadAccessibilityAudit } from '../features/declaration/accessibility-audit.js'
import { loadDeclarationMessages } from '../features/declaration/declaration-page.js'
import { loadImportsMessages } from '../features/entries/catalogue/load-catalogues.js'
import { loadGuidedEntries } from '../features/entries/catalogue/load-guides.js'
import { loadExchangeWords, loadPackWords } from '../features/exchange/import-defaults.js'
import { loadOpenDataWords } from '../features/open-data/open-data-words.js'
import { loadPlaces } from '../features/places/load-places.js'
import { loadPractice } from '../features/practice/load-practice.js'
import { loadReplies } from '../features/replies/load-replies.js'
import { loadTown } from '../features/settings/load-town.js'
import { loadInstalledFacts } from '../features/truth-sheet/installed-facts.js'
import { loadTruthWords } from '../features/truth-sheet/truth-plot.js'
import type { Logger } from '../log.js'
import { loadCalibration } from '../search/calibration.js'

/** All that is read from files, once. */
export type Content = Awaited<ReturnType<typeof loadContent>>

/**
 * Reads what is installed and what the town has of its own: before anything is stored, so that a start that fails on a file leaves nothing behind.
 * @throws ConfigError when there is no commune; ContentError naming the files at fault
 */
export async function loadContent(config: Config, logger: Logger) {
  const { knowledgeDir, modelDir, townDir } = config
  const [language, files, entries, { calibration, ...weights }, talk] = await Promise.all([
    loadLanguage(config),
    loadTown(config),
    loadGuidedEntries(config),
    loadCalibration(modelDir),
    loadTalkModel(modelDir),
  ])
  requireKnownWaste(files.values(), language.heard.waste.guide)
  if (weights.status === 'default')
    logger.warn({ reason: weights.reason }, 'the calibration cannot be read: built-in weights are used')
  if (talk.reason !== null)
    logger.warn({ reason: talk.reason }, 'the reading of talks cannot be read: built-in weights are used')
  const communeIds = [...files.keys()]
  return {
    language,
    /** The communes as their files say. */
    files,
    communeIds,
    /** The entries that communes share. */
    entries,
    calibration,
    talkModel: talk.model,
    declaration: {
      audit: await loadAccessibilityAudit(knowledgeDir),
      say: await loadDeclarationMessages(knowledgeDir),
    },
    openData: await loadOpenDataWords(knowledgeDir),
    truth: {
      say: await loadTruthWords(knowledgeDir),
      installed: await loadInstalledFacts(modelDir, config.publicDir),
    },
    exchange: { say: await loadExchangeWords(knowledgeDir), sayPacks: await loadPackWords(knowledgeDir) },
    practice: await loadPractice(knowledgeDir),
    places: await loadPlaces(townDir, files),
    streets: await loadAddresses(townDir, communeIds, language.streets),
    repliesOf: await loadReplies(config, communeIds),
    sayImports: await loadImportsMessages(knowledgeDir),
    commonestPasswords: await loadCommonestPasswords(knowledgeDir),
  }
}
