import en from '../../../../knowledge/messages/admin-statistics.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-statistics.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the statistics. */
export type StatisticsKey = keyof typeof fr
/** The sentences of the statistics in one language. */
export type StatisticsWords = PageWords<StatisticsKey>

/** The sentences of the statistics. */
export const statisticsWords = pageWords<StatisticsKey>(fr, en)
