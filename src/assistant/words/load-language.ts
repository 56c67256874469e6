import { join } from 'node:path'
import type { LexiconFolders } from '../../features/entries/catalogue/read-lexicon.js'
import { type PlainWords, readPlainWords } from '../../features/entries/lint/plain-words.js'
import type { Say, SayPlain } from '../../platform/model/say.js'
import { builtOf, digestOfFiles, prepared } from '../../platform/prepared.js'
import { addressTables } from '../addresses/hear-asked.js'
import type { AssistantContext } from '../assistant-context.js'
import { loadSubjects } from '../bare-subject.js'
import { type GoingOnWords, goingOnWords } from '../follow-up/going-on-words.js'
import { createChoiceHearer } from '../follow-up/hear-choices.js'
import { createAspectHearer, createForWhomHearer } from '../hear-aspects.js'
import { learnLanguages } from '../languages/language-tables.js'
import { createListener, type Listen } from '../languages/listen.js'
import { createMask } from '../mask-personal-data.js'
import { createSignalMatcher, indexPhrases } from '../signal-matcher.js'
import { createTellApart } from '../tell-apart.js'
import { loadWaste } from '../waste/load-waste.js'
import { wastePhrases, wasteTables } from '../waste/waste-table.js'
import { loadDangers } from './load-dangers.js'
import { loadLanguageExamples, loadLexicons, loadSignals } from './load-lexicons.js'
import { loadMessages, loadPlainMessages } from './messages.js'
import { readTable, type Tables } from './tables.js'

/** What of the assistant is made of words alone. */
type Heard = Pick<
  AssistantContext,
  | 'matchSignals'
  | 'mask'
  | 'choices'
  | 'tellApart'
  | 'hearAspects'
  | 'hearForWhom'
  | 'subjects'
  | 'factWords'
  | 'waste'
  | 'dangers'
>

/** Every sentence that is said and every word that is heard. */
export interface Language {
  say: Say
  sayPlain: SayPlain
  /** What goes to the assistant as it is. */
  heard: Heard
  /** Builds what recognises languages. @param titles of the town's entries, which are French */
  listenBeside: (titles: readonly string[]) => Promise<Listen>
  goingOn: GoingOnWords
  streets: Tables['streets']
  addresses: ReturnType<typeof addressTables>
  plainWords: PlainWords
}

/**
 * Reads all that the assistant says and hears, with what the town adds to it in `<townDir>/lexicons/`, and makes it ready.
 * @throws ContentError with the file and each key at fault; what cannot be read throws as it does
 */
export async function loadLanguage(folders: LexiconFolders & { knowledgeDir: string }): Promise<Language> {
  const { knowledgeDir, intentsDir } = folders
  const [say, sayPlain, dangers, subjects, guide] = await Promise.all([
    loadMessages(knowledgeDir),
    loadPlainMessages(knowledgeDir),
    loadDangers(knowledgeDir),
    loadSubjects(knowledgeDir),
    loadWaste(knowledgeDir),
  ])
  const [lexicons, phrases] = await Promise.all([loadLexicons(folders), loadSignals(intentsDir)])
  const factWords = await readTable('facts', folders)
  const wasteWords = await readTable('waste', folders)
  const learnt = (titles: readonly string[]) => async () =>
    learnLanguages(lexicons, await loadLanguageExamples(intentsDir), titles)
  const signalWords = await readTable('signals', folders)
  const heardFirst = await prepared(
    'signals',
    () => digestOfSignals(folders),
    () => indexPhrases(phrases, signalWords),
  )
  const phrasesOfWaste = () => wastePhrases(guide, wasteWords, factWords)
  return {
    say,
    sayPlain,
    heard: {
      matchSignals: builtOf(heardFirst, (heard) => createSignalMatcher(phrases, signalWords, heard)),
      mask: createMask(await readTable('personal-data', folders)),
      choices: createChoiceHearer(await readTable('choices', folders)),
      tellApart: createTellApart(await readTable('titles', folders)),
      hearAspects: createAspectHearer(await readTable('aspects', folders), lexicons),
      hearForWhom: createForWhomHearer(await readTable('for-whom', folders)),
      subjects,
      factWords,
      waste: {
        guide,
        tables: builtOf(await prepared('waste', () => digestOfWaste(folders), phrasesOfWaste), wasteTables),
      },
      dangers,
    },
    listenBeside: async (titles) =>
      builtOf(await prepared('languages', () => digestOfLanguages(folders, titles), learnt(titles)), (learned) =>
        createListener(lexicons, learned),
      ),
    goingOn: goingOnWords(await readTable('going-on', folders)),
    streets: await readTable('streets', folders),
    addresses: addressTables(await readTable('addresses', folders), factWords),
    plainWords: await readPlainWords(folders),
  }
}

/** The installed word lists, and those of the town. */
const lexiconFolders = ({ intentsDir, townDir }: LexiconFolders) =>
  [intentsDir, ...(townDir === undefined ? [] : [townDir])].map((folder) => ({ folder: join(folder, 'lexicons') }))

/** Of all from which languages are learnt. */
function digestOfLanguages(folders: LexiconFolders, titles: readonly string[]): Promise<string | null> {
  const { intentsDir } = folders
  const examples = [{ folder: intentsDir }, { folder: join(intentsDir, 'background') }]
  return digestOfFiles([...examples, ...lexiconFolders(folders)], titles)
}

/** Of all by which signals are heard. */
function digestOfSignals(folders: LexiconFolders): Promise<string | null> {
  return digestOfFiles([{ folder: join(folders.intentsDir, 'assistant') }, ...lexiconFolders(folders)])
}

/** Of all by which things that are thrown away are heard. */
function digestOfWaste(folders: LexiconFolders & { knowledgeDir: string }): Promise<string | null> {
  return digestOfFiles([{ folder: join(folders.knowledgeDir, 'waste') }, ...lexiconFolders(folders)])
}
