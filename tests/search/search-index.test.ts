import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { type Calibration, loadCalibration } from '../../src/search/calibration.js'
import { type Encoder, loadEncoder } from '../../src/search/encoder.js'
import { HIGHEST_THRESHOLD } from '../../src/search/policy.js'
import { type BuiltSearchIndex, buildSearchIndex, type SearchIndex } from '../../src/search/search-index.js'
import { fc } from '../properties.js'

const MODEL = 'models/guichet-fr'
const documents: SearchDocument[] = [
  {
    id: 'piscine',
    title: 'Piscine : horaires et tarifs',
    text: 'Le bassin ouvre le matin. Les cours de natation sont sur inscription.',
    questions: ['nager dimanche', 'prix entrée piscine'],
  },
  {
    id: 'naissance',
    title: "Demander un extrait d'acte de naissance",
    text: "L'acte est gratuit. La demande se fait à la mairie du lieu de naissance.",
    questions: ['papier de naissance pour mon mariage'],
  },
  {
    id: 'lampadaire',
    title: 'Signaler un lampadaire en panne',
    text: 'Donnez le numéro du mât.',
    questions: ['rue dans le noir'],
  },
  { id: 'vide', title: 'Entrée sans texte', text: '', questions: [] },
]

let folder: string
let encoder: Encoder
let calibration: Calibration
let index: SearchIndex

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-search-'))
  const loaded = await loadEncoder(MODEL)
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  encoder = loaded.encoder
  calibration = (await loadCalibration(MODEL)).calibration
  index = await buildSearchIndex(documents, encoder, calibration)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** An encoder that counts what it is asked. */
function counting(): { encoder: Encoder; texts: string[] } {
  const texts: string[] = []
  const encode = (asked: string[]) => {
    texts.push(...asked)
    return encoder.encode(asked)
  }
  return { encoder: { ...encoder, encode }, texts }
}

describe('the encoder', () => {
  it('gives unit vectors, the same for a text alone and in a batch', async () => {
    const [alone] = await encoder.encode(['carte perdue'])
    const [, batched] = await encoder.encode(['une phrase bien plus longue que la suivante', 'carte perdue'])
    expect(alone).toHaveLength(encoder.dimensions)
    expect(alone?.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4)
    const cosine = alone?.reduce((sum, value, i) => sum + value * (batched?.[i] ?? 0), 0)
    expect(cosine).toBeGreaterThan(0.98)
  })

  it('takes any text, empty and very long ones included', async () => {
    const vectors = await encoder.encode(['', '😀', 'mot '.repeat(5_000)])
    expect(vectors.flatMap((vector) => [...vector]).every(Number.isFinite)).toBe(true)
  })
})

describe('search', () => {
  it.each([
    ['extrait naissance', 'naissance'],
    ['PISCINE horaire svp', 'piscine'],
    ['le lampadère est cassé', 'lampadaire'],
    ['la rue est dans le noir', 'lampadaire'],
  ])('finds the entry of "%s"', async (question, id) => {
    const { candidates, encoderVersion } = await index.search(question)
    expect(candidates[0]?.id).toBe(id)
    expect(encoderVersion).toBe(encoder.version)
  })

  it('explains a candidate by the words found and the nearest text', async () => {
    const { candidates } = await index.search('Bonjour, je cherche un papier de Naissance pour un mariage')
    expect(candidates[0]).toMatchObject({ id: 'naissance', nearest: 'papier de naissance pour mon mariage' })
    expect(candidates[0]?.matchedWords).toEqual(expect.arrayContaining(['Naissance']))
  })

  it.each([
    ['nager dimanche', 'piscine'],
    ['Bonjour, nager dimanche svp', 'piscine'],
    ['papier de naissance pour mon mariage', 'naissance'],
    ['rue dans le noir', 'lampadaire'],
    ['Signaler un lampadaire en panne', 'lampadaire'],
  ])('is sure enough to answer what an entry has among its examples: %j', async (question, id) => {
    for (const one of [index, await buildSearchIndex(documents, null, calibration)]) {
      const { candidates, policy } = await one.search(question)
      expect(candidates[0]).toMatchObject({ id })
      expect(candidates[0]?.confidence).toBeGreaterThanOrEqual(Math.max(policy.answer, HIGHEST_THRESHOLD))
    }
  })

  it('gives no candidate for a text without a word', async () => {
    for (const text of ['', '   ', '?!', '😀😀', 'Bonjour, merci'])
      expect((await index.search(text)).candidates).toEqual([])
  })

  it('gives probabilities in order, at most the limit, whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (text) => {
        const { candidates } = await index.search(`piscine ${text}`, { limit: 2 })
        const confidences = candidates.map(({ confidence }) => confidence)
        expect(candidates.length).toBeLessThanOrEqual(2)
        expect(confidences.every((value) => value >= 0 && value <= 1)).toBe(true)
        expect([...confidences].sort((a, b) => b - a)).toEqual(confidences)
      }),
      { numRuns: 30 },
    )
  })

  it('answers on an empty base', async () => {
    const empty = await buildSearchIndex([], encoder, calibration)
    expect((await empty.search('piscine')).candidates).toEqual([])
  })
})

describe('building', () => {
  it('embeds only what the previous index does not know', async () => {
    const { encoder: spy, texts } = counting()
    const edited = documents.map((document) =>
      document.id === 'vide' ? { ...document, questions: ['rien à dire'] } : document,
    )
    const next = await buildSearchIndex(edited, spy, calibration, { previous: index })
    expect(texts).toEqual(['rien à dire'])
    const [before, after] = [await index.search('nager'), await next.search('nager')]
    expect(after.candidates[0]?.id).toBe(before.candidates[0]?.id)
  })

  it('embeds nothing after a restart with a cache', async () => {
    await buildSearchIndex(documents, encoder, calibration, { cacheDir: folder })
    const { encoder: spy, texts } = counting()
    await buildSearchIndex(documents, spy, calibration, { cacheDir: folder })
    expect(texts).toEqual([])
  })

  it('caches what an edit embeds', async () => {
    const cacheDir = join(folder, 'edits')
    const before = await buildSearchIndex(documents, encoder, calibration, { cacheDir })
    const edited = documents.map((document) => ({ ...document, title: `${document.title} ici` }))
    await buildSearchIndex(edited, encoder, calibration, { cacheDir, previous: before })
    const { encoder: spy, texts } = counting()
    await buildSearchIndex(edited, spy, calibration, { cacheDir })
    await buildSearchIndex(documents, spy, calibration, { cacheDir })
    expect(texts).toEqual([])
  })

  it('takes the words over when only meaning is added', async () => {
    const words = (await buildSearchIndex(documents, null, calibration)) as BuiltSearchIndex
    const both = (await buildSearchIndex(documents, encoder, calibration, { previous: words })) as BuiltSearchIndex
    expect(both.words).toBe(words.words)
    expect((await both.search('nager dimanche')).candidates).toEqual((await index.search('nager dimanche')).candidates)
  })

  it('gives after an edit the candidates of an index built anew', async () => {
    const edited = [
      { ...documents[2], questions: ['éclairage public'] },
      documents[0],
      documents[3],
    ] as SearchDocument[]
    const next = await buildSearchIndex(edited, encoder, calibration, { previous: index })
    const anew = await buildSearchIndex(edited, encoder, calibration)
    for (const question of ['nager', 'eclairaje', 'panne de lampadaire', 'acte de naissance']) {
      const [found, expected] = [await next.search(question), await anew.search(question)]
      const plain = ({ candidates }: typeof found) =>
        candidates.map(({ id, nearest, matchedWords }) => ({ id, nearest, matchedWords }))
      expect(plain(found)).toEqual(plain(expected))
      // A text of a batch is not quite what it is alone: the layers' int8 scales are those of the whole batch.
      for (const [i, { confidence }] of found.candidates.entries())
        expect(Math.abs(confidence - (expected.candidates[i]?.confidence ?? 0))).toBeLessThan(0.1)
    }
  })

  it('reports its progress and lets the event loop turn', async () => {
    const progress: string[] = []
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 0)
    const questions = Array.from({ length: 60 }, (_, i) => `question numéro ${i}`)
    const large = [{ id: 'large', title: 'Large', text: '', questions }]
    await buildSearchIndex(large, encoder, calibration, {
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    })
    clearInterval(timer)
    // Sixty questions, and the title.
    expect(progress).toEqual(['16/61', '32/61', '48/61', '61/61'])
    expect(turns).toBeGreaterThan(0)
  })
})

describe('without a working encoder', () => {
  it('still answers by words, with a stricter policy', async () => {
    const words = await buildSearchIndex(documents, null, calibration)
    const { candidates, encoderVersion, policy } = await words.search('lampadaire en panne')
    expect(candidates[0]?.id).toBe('lampadaire')
    expect(encoderVersion).toBeNull()
    expect(policy.answer).toBeGreaterThanOrEqual((await index.search('lampadaire en panne')).policy.answer)
  })

  it('searches by words the question during which the encoder fails', async () => {
    let broken = false
    const fragile: Encoder = {
      ...encoder,
      encode: (texts) => (broken ? Promise.reject(new Error('out of memory')) : encoder.encode(texts)),
    }
    const built = await buildSearchIndex(documents, fragile, calibration)
    broken = true
    const failed = await built.search('acte de naissance')
    expect(failed).toMatchObject({ encoderVersion: null, policy: calibration.lexical.illustrated.policy })
    expect(failed.candidates[0]?.id).toBe('naissance')
    broken = false
    expect((await built.search('acte de naissance')).encoderVersion).toBe(encoder.version)
  })

  it('searches by words, and says so, with a calibration of another encoder', async () => {
    const other = await buildSearchIndex(documents, encoder, { ...calibration, encoderVersion: 'other' })
    expect(other.encoderVersion).toBeNull()
    expect(other.degraded).toContain('both come together')
  })

  it('searches by words, and says so, when the encoder fails during the build', async () => {
    const broken: Encoder = { ...encoder, encode: () => Promise.reject(new Error('out of memory')) }
    const built = await buildSearchIndex(documents, broken, calibration)
    expect(built.degraded).toContain('out of memory')
    expect((await built.search('piscine')).candidates[0]?.id).toBe('piscine')
  })

  it('returns the reason when the model is missing or broken', async () => {
    expect(await loadEncoder(join(folder, 'nowhere'))).toMatchObject({
      status: 'unavailable',
      reason: expect.stringContaining('ENOENT'),
    })
    const broken = join(folder, 'broken')
    await cp(MODEL, broken, { recursive: true })
    await writeFile(join(broken, 'tokenizer.json'), '{')
    expect((await loadEncoder(broken)).status).toBe('unavailable')
  })

  it('returns the reason when the model file is cut', async () => {
    const cut = join(folder, 'cut')
    await cp(MODEL, cut, { recursive: true })
    await truncate(join(cut, 'onnx/model_quantized.onnx'), 10_000)
    expect((await loadEncoder(cut)).status).toBe('unavailable')
  })
})
