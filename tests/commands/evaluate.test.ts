import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { type Prediction, runEvaluate, type Summary } from '../../src/commands/evaluate.js'

const FIXTURES = 'tests/fixtures/evaluate'
const KB = ['--knowledge', `${FIXTURES}/kb.jsonl`]
const QUESTIONS = ['--questions', `${FIXTURES}/questions.jsonl`]

let folder: string
let said: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-evaluate-'))
  said = ''
  const note = (text: unknown) => {
    said += String(text)
    return true
  }
  jest.spyOn(process.stderr, 'write').mockImplementation(note as typeof process.stderr.write)
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true)
})
afterEach(async () => {
  jest.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

async function evaluate(...argv: string[]): Promise<{ summary: Summary; predictions: Prediction[] }> {
  const out = join(folder, 'deep', 'report.json')
  expect(await runEvaluate([...argv, '--no-cache', '--out', out])).toBe(0)
  return JSON.parse(await readFile(out, 'utf8'))
}

describe('npm run evaluate', () => {
  it('writes a prediction a question and a summary', async () => {
    const { summary, predictions } = await evaluate(...KB, ...QUESTIONS)
    expect(predictions.map(({ id }) => id)).toEqual(['q1', 'q2', 'q3', 'q4', 'q5', 'q6'])
    expect(predictions.slice(0, 3).map(({ ranked }) => ranked[0]?.id)).toEqual(['velo', 'musique', 'compost'])
    expect(summary).toMatchObject({
      questions: 6,
      inScope: 4,
      outOfScope: 2,
      entries: 4,
      'hit@1': 0.75,
      degraded: null,
    })
    expect(summary.encoderVersion).toMatch(/^[0-9a-f]{12}$/)
    expect(summary.residentMemoryMb).toBeGreaterThan(0)
    for (const { ranked, confidence } of predictions) {
      expect(ranked.length).toBeLessThanOrEqual(10)
      expect(confidence).toBe(ranked[0]?.confidence ?? 0)
    }
  })

  it('takes an empty and a missing question for one without words', async () => {
    const { predictions } = await evaluate(...KB, ...QUESTIONS)
    for (const i of [4, 5])
      expect(predictions[i]).toMatchObject({ outcome: 'unanswerable_no_words', confidence: 0, ranked: [] })
  })

  it('searches words alone, and says why, when the model is missing', async () => {
    const { summary } = await evaluate(...KB, ...QUESTIONS, '--model', join(folder, 'nowhere'))
    expect(summary).toMatchObject({ encoderVersion: null, 'hit@1': 0.75 })
    expect(summary.degraded).toContain('nowhere')
  })

  it('gives an entry the questions of the bank by its id, unless told not to', async () => {
    const kb = join(folder, 'kb.jsonl')
    await writeFile(kb, '{"id":"F1342","title":"Xyz","text":"","questions":["Zyx"]}\n')
    const questions = join(folder, 'q.jsonl')
    await writeFile(questions, '{"id":1,"question":"horaires de la piscine","targets":["F1342"]}\n')
    const withBank = await evaluate('--knowledge', kb, '--questions', questions)
    const without = await evaluate('--knowledge', kb, '--questions', questions, '--no-intents')
    expect(withBank.summary.textsEmbedded).toBeGreaterThan(without.summary.textsEmbedded)
    // The title and the question: of neither a vector comes with the model.
    expect(without.summary.textsEmbedded).toBe(2)
  })

  it('keeps a part of the base when told to: what it does not answer must not be answered', async () => {
    const { summary, predictions } = await evaluate(...KB, ...QUESTIONS, '--part', '2')
    expect(summary).toMatchObject({ questions: 6, inScope: 3, outOfScope: 3, entries: 2 })
    for (const { ranked } of predictions) expect(ranked.length).toBeLessThanOrEqual(2)
    expect((await evaluate(...KB, ...QUESTIONS, '--part', '9')).summary).toMatchObject({ inScope: 4, entries: 4 })
  })

  it.each([
    ['not JSON', '{"id":"a"}\n{"id":\n', ':2: not valid JSON'],
    ['no id', '{"title":"a"}\n', ':1: id'],
    ['an id twice', '{"id":"a"}\n\n{"id":"a"}\n', ':3: id "a" is already on line 1'],
  ])('names file and line of a base with %s', async (_, content, message) => {
    const kb = join(folder, 'kb.jsonl')
    await writeFile(kb, content)
    expect(await runEvaluate(['--knowledge', kb, ...QUESTIONS, '--out', join(folder, 'r.json')])).toBe(1)
    expect(said).toContain(`${kb}${message}`)
    expect(said.trim().split('\n')).toHaveLength(1)
  })

  it('refuses questions without targets', async () => {
    const questions = join(folder, 'q.jsonl')
    await writeFile(questions, '{"id":"a","question":"b"}\n')
    expect(await runEvaluate([...KB, '--questions', questions])).toBe(1)
    expect(said).toContain(`${questions}:1: targets`)
  })

  it.each([[['--unknown']], [[]], [['extra', ...QUESTIONS]], [['--part', 'some', ...QUESTIONS]]])(
    'shows its usage for %j',
    async (argv) => {
      expect(await runEvaluate(argv)).toBe(2)
      expect(said).toContain('usage: npm run evaluate')
    },
  )
})
