import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { wayOfBeginning } from '../../../src/assistant/follow-up/going-on-words.js'
import {
  DEFAULT_TALK_MODEL,
  loadTalkModel,
  readBothWays,
  talkFeatures,
} from '../../../src/assistant/follow-up/talk-model.js'
import { language } from '../installed-language.js'

const words = language.goingOn

function read(text: string, alone: Record<string, number>, together: Record<string, number>, shownIds = ['passeport']) {
  const list = (of: Record<string, number>) => Object.entries(of).map(([id, confidence]) => ({ id, confidence }))
  const readings = { alone: list(alone), together: list(together) }
  const said = { text, language: 'fr' as const, ...readings, shownIds }
  return readBothWays(readings, talkFeatures(said, words), DEFAULT_TALK_MODEL)
}

describe('wayOfBeginning', () => {
  it.each([
    ['et pour mon fils ?', 'fr'],
    ['and for my son?', 'en'],
    ['y para mi hijo?', 'es'],
    ['e para o meu filho?', 'pt'],
    ['ولابني؟', 'ar'],
    ['а для сина?', 'uk'],
    ['а для сына?', 'ru'],
    ['peki oğlum için?', 'tr'],
    ['și pentru fiul meu?', 'ro'],
  ])('hears that %s goes on', (text) => expect(wayOfBeginning(text, words).begins).toBe(true))

  it('takes a correction off, and nothing where nothing is left or nothing was taken back', () => {
    expect(wayOfBeginning('Non, je parle de la carte grise', words).corrected).toBe('la carte grise')
    expect(wayOfBeginning("no, I'm talking about the pool", words).corrected).toBe('the pool')
    expect(wayOfBeginning('non merci', words).corrected).toBeNull()
    expect(wayOfBeginning('je voulais dire', words).corrected).toBeNull()
  })
})

describe('readBothWays', () => {
  it('keeps to both together where the message says nothing alone and goes on with what is shown', () => {
    const { candidates, goesOn } = read(
      'et pour mon fils ?',
      { cantine: 0.1 },
      { 'passeport-mineur': 0.8, passeport: 0.1 },
    )
    expect(goesOn).toBeGreaterThan(0.5)
    expect(candidates[0]?.id).toBe('passeport-mineur')
  })

  it('keeps to the message alone where it names a subject of its own', () => {
    const { candidates, goesOn } = read(
      'horaires de la déchèterie municipale',
      { dechetterie: 0.98 },
      { passeport: 0.3 },
    )
    expect(goesOn).toBeLessThan(0.5)
    expect(candidates[0]).toMatchObject({ id: 'dechetterie' })
    expect(candidates[0]?.confidence).toBeGreaterThan(0.5)
  })

  it('gives confidences whose sum is no more than one, whatever both readings claim', () => {
    for (const text of ['et', 'combien', 'une phrase assez longue sur la piscine'])
      for (const sure of [0, 0.2, 0.99]) {
        const { candidates } = read(text, { a: sure, b: 1 - sure }, { passeport: 0.99, a: 0.01 })
        expect(candidates.reduce((sum, { confidence }) => sum + confidence, 0)).toBeLessThanOrEqual(1 + 1e-9)
      }
  })

  it('reads nothing of no candidates', () => expect(read('et ?', {}, {}).candidates).toEqual([]))
})

describe('loadTalkModel', () => {
  it('reads the installed one', async () => expect((await loadTalkModel('models/guichet-fr')).reason).toBeNull())

  it('says why there is none, or none that it knows, and goes on with the built-in one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'talk-'))
    expect(await loadTalkModel(folder)).toMatchObject({ model: DEFAULT_TALK_MODEL, reason: expect.any(String) })
    await writeFile(
      join(folder, 'talk.json'),
      JSON.stringify({ format: 1, goesOn: { bias: 0, weights: { mood: 1 } }, reading: { bias: 0, weights: {} } }),
    )
    expect(await loadTalkModel(folder)).toMatchObject({ model: DEFAULT_TALK_MODEL, reason: expect.any(String) })
  })
})
