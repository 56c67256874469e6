import { type DenseScores, type DocumentNearness, topK } from './dense-index.js'
import type { LexicalScores } from './lexical-index.js'

/** What is known of one candidate for one question. Values lie about [-1, 1], a large count beyond; dense ones are absent without an encoder. */
export const LEXICAL_FEATURES = [
  /** BM25 of the title over what the question could reach at most. */
  'lexicalTitle',
  /** The same for the example questions. */
  'lexicalQuestions',
  /** The same for the text. */
  'lexicalText',
  /** The same for the three as one text. */
  'lexicalJoint',
  /** Share of the question's information found anywhere in the entry. */
  'coverage',
  /** Cosine of the words (idf) of the question and of the title. */
  'titleLikeness',
  /** The same for the most alike example question. */
  'questionLikeness',
  /** Mean of the three most alike utterances, title included. */
  'utterancesLikeness',
  /** 1 for an entry with example questions: beside entries without, it has more ways of being found. */
  'illustrated',
  /** How alike question and title are in what they ask about their subject (how long, how much…), as far as titles of the base are questions. */
  'askingLikeness',
  /** Logarithm of the words of the text, a tenth of it: of two near-doubles, the long one is meant more often. */
  'textLength',
  /** Logarithm of the number of example questions, a quarter of it: with forty of them it is easier to be alike than with three. */
  'questionCount',
  /** Lexical total less the best of all entries: 0 for the first, negative for others. */
  'lexicalGap',
  /** 1 for the first by words, 1/2 for the second, … */
  'lexicalRank',
] as const

/** See {@link LEXICAL_FEATURES}. */
export const DENSE_FEATURES = [
  /** Cosine of the nearest text of the entry. */
  'denseBest',
  /** Cosine of the title. */
  'denseTitle',
  /** What the nearest passage adds to the title's cosine, or 0. */
  'densePassageGain',
  /** What the nearest example question adds to the cosine of title and passages, or 0. */
  'denseQuestionGain',
  /** Mean cosine of the three nearest texts. */
  'denseThree',
  /** Cosine with the middle of all texts. */
  'denseCentre',
  /** `denseThree` less that of the nearest entry: 0 for the first, negative for others. */
  'denseGap',
  /** 1 for the first by meaning, 1/2 for the second, … */
  'denseRank',
] as const

/** What a message in another language than French adds: how near it is to the example questions in other languages. 0 without any. */
export const ABROAD_FEATURES = [
  /** Cosine of the nearest of them. */
  'abroadBest',
  /** Mean cosine of the three nearest. */
  'abroadThree',
  /** Cosine with the middle of them all. */
  'abroadCentre',
  /** `abroadThree` less that of the nearest entry: 0 for the first, negative for others. */
  'abroadGap',
] as const

/** Evidence on one candidate, by feature name. */
export type CandidateFeatures = Record<string, number>

/** An entry worth ranking, by its position in the index. */
export interface PooledCandidate {
  document: number
  features: CandidateFeatures
  /** Whether it has example questions. */
  illustrated: boolean
  /** Its text nearest in meaning; absent without an encoder. */
  nearest?: string | undefined
}

/** Candidates taken from each side; the union is ranked. */
const POOL_SIZE = 50

/** How near a question is to every document in meaning. */
export interface Meaning {
  dense: DenseScores
  /** To their example questions in other languages: of a message in another language alone. */
  abroad: DenseScores | null
}

/** The best of both sides with their features. `meaning` is `null` without an encoder. */
export function poolCandidates(lexical: LexicalScores, meaning: Meaning | null): PooledCandidate[] {
  const { dense = null, abroad = null } = meaning ?? {}
  const byWords = topK(lexical.total, POOL_SIZE, 0)
  const byMeaning = dense?.nearest(POOL_SIZE) ?? []
  const byQuestions = abroad?.nearest(POOL_SIZE) ?? []
  const lexicalRanks = new Map(byWords.map((document, rank) => [document, rank]))
  const denseRanks = new Map(byMeaning.map((document, rank) => [document, rank]))
  const bestWords = at(lexical.total, byWords[0])
  const bestMeaning = threeOf(dense, byMeaning[0])
  const bestAbroad = threeOf(abroad, byQuestions[0])
  return [...new Set([...byWords, ...byMeaning, ...byQuestions])].map((document) => {
    const near = dense?.of(document) ?? null
    const foreign = abroad?.of(document) ?? null
    const features = featuresOf(document, {
      lexical,
      near,
      three: threeOf(dense, document),
      bestWords,
      bestMeaning,
      lexicalRank: reciprocal(lexicalRanks.get(document)),
      denseRank: reciprocal(denseRanks.get(document)),
    })
    if (foreign) Object.assign(features, abroadFeatures(foreign, threeOf(abroad, document), bestAbroad))
    const nearest = foreign && near && foreign.best > near.best ? foreign.nearest : near?.nearest
    return { document, illustrated: lexical.questionsOf(document) > 0, features, nearest }
  })
}

function threeOf(scores: DenseScores | null, document: number | undefined): number {
  return scores && document !== undefined ? scores.three(document) : 0
}

function abroadFeatures(near: DocumentNearness, three: number, best: number): CandidateFeatures {
  if (near.nearest === undefined) return { abroadBest: 0, abroadThree: 0, abroadCentre: 0, abroadGap: -best }
  return { abroadBest: near.best, abroadThree: three, abroadCentre: near.centre, abroadGap: three - best }
}

interface Scores {
  lexical: LexicalScores
  near: DocumentNearness | null
  /** Mean of the three best cosines. */
  three: number
  /** Best lexical total and best meaning of all documents. */
  bestWords: number
  bestMeaning: number
  lexicalRank: number
  denseRank: number
}

/** Written out in one go: some eighty of these are made for each question, and objects put together by parts cost several times more. */
function featuresOf(document: number, scores: Scores): CandidateFeatures {
  const { lexical, near, three, bestWords, bestMeaning, lexicalRank, denseRank } = scores
  const questions = lexical.questionsOf(document)
  const words = {
    lexicalTitle: at(lexical.byField.title, document),
    lexicalQuestions: at(lexical.byField.questions, document),
    lexicalText: at(lexical.byField.text, document),
    lexicalJoint: at(lexical.joint, document),
    coverage: at(lexical.coverage, document),
    illustrated: questions > 0 ? 1 : 0,
    titleLikeness: lexical.titleLikeness(document),
    questionLikeness: lexical.questionLikeness(document),
    utterancesLikeness: lexical.utterancesLikeness(document),
    askingLikeness: lexical.askingLikeness(document),
    textLength: Math.log1p(lexical.textLength(document)) / 10,
    questionCount: Math.log1p(questions) / 4,
    lexicalGap: at(lexical.total, document) - bestWords,
    lexicalRank,
  }
  if (!near) return words
  const body = Math.max(near.title, near.text)
  return {
    lexicalTitle: words.lexicalTitle,
    lexicalQuestions: words.lexicalQuestions,
    lexicalText: words.lexicalText,
    lexicalJoint: words.lexicalJoint,
    coverage: words.coverage,
    illustrated: words.illustrated,
    titleLikeness: words.titleLikeness,
    questionLikeness: words.questionLikeness,
    utterancesLikeness: words.utterancesLikeness,
    askingLikeness: words.askingLikeness,
    textLength: words.textLength,
    questionCount: words.questionCount,
    lexicalGap: words.lexicalGap,
    lexicalRank,
    denseBest: near.best,
    denseTitle: near.title,
    densePassageGain: body - near.title,
    denseQuestionGain: Math.max(0, near.questions - body),
    denseThree: three,
    denseCentre: near.centre,
    denseGap: three - bestMeaning,
    denseRank,
  }
}

function reciprocal(rank: number | undefined): number {
  return rank === undefined ? 0 : 1 / (1 + rank)
}

function at(values: Float32Array, position: number | undefined): number {
  return position === undefined ? 0 : (values[position] ?? 0)
}
