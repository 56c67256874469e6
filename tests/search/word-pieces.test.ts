import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { cutByWord, type UnigramModel } from '../../src/search/word-pieces.js'

interface Tokenizer {
  (texts: string[], options: { padding: boolean; truncation: boolean }): { input_ids: { data: BigInt64Array } }
  model: UnigramModel
}

let itsOwn: Tokenizer
let byWord: Tokenizer

beforeAll(async () => {
  const { AutoTokenizer, env } = await import('@xenova/transformers')
  Object.assign(env, { allowRemoteModels: false, localModelPath: '', useFSCache: false })
  const load = async () => (await AutoTokenizer.from_pretrained(resolve('models/guichet-fr'))) as unknown as Tokenizer
  itsOwn = await load()
  byWord = await load()
  cutByWord(byWord.model)
})

const idsOf = (tokenizer: Tokenizer, text: string) =>
  [...tokenizer([text], { padding: true, truncation: true }).input_ids.data].join(' ')

describe('cutByWord', () => {
  it('cuts every example question, title and summary into the pieces of the library’s own lattice', async () => {
    const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
    const texts = entries.flatMap(({ title, summary, questions }) => [title, summary, ...questions])
    const others = texts.filter((text) => idsOf(byWord, text) !== idsOf(itsOwn, text))
    expect([texts.length > 4_000, others]).toEqual([true, []])
  })

  it('does so with what no piece has, marks of words, names of pieces and words without end', () => {
    const odd = [
      '𐐷𐐷 bonjour',
      'مرحبا بكم',
      '▁▁ a',
      '<unk> test </s>',
      'a'.repeat(300),
      '.',
      'ＣＡＲＴＥ ﬁche',
      'x\u0301y',
    ]
    for (const text of odd) expect([text, idsOf(byWord, text)]).toEqual([text, idsOf(itsOwn, text)])
  })

  it('leaves a model alone that has a piece of two words', () => {
    const tokenize = () => ['▁a▁b']
    const model = { tokens_to_ids: new Map([['▁a▁b', 0]]), scores: [-1], unkScore: -11, trie: {}, tokenize }
    cutByWord(model)
    expect([model.tokenize, model.trie]).toEqual([tokenize, {}])
  })
})
