import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { decideFirst } from '../../../src/assistant/decide.js'
import { type Base, buildBase } from '../../../src/features/entries/catalogue/base.js'
import { dealParts } from '../../../src/features/entries/catalogue/leave-out.js'
import type { Rehearsed } from '../../../src/features/entries/catalogue/library.js'
import { loadEntries } from '../../../src/features/entries/catalogue/load-entries.js'
import { createBuildQueue } from '../../../src/features/entries/catalogue/own-bases.js'
import { toSearchDocument } from '../../../src/features/entries/catalogue/snapshot.js'
import type { Answers } from '../../../src/features/publication/answers.js'
import { askAll, askChange, askNear } from '../../../src/features/publication/ask.js'
import { compareAnswers, createGate } from '../../../src/features/publication/gate.js'
import type { GateRun } from '../../../src/features/publication/gate-runs.js'
import { createMeasure } from '../../../src/features/publication/measure.js'
import { measureReplies } from '../../../src/features/publication/promise.js'
import { SILENT_LOGGER } from '../../../src/log.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { type Calibration, loadCalibration } from '../../../src/search/calibration.js'
import { type Encoder, loadEncoder } from '../../../src/search/encoder.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'
import { intentsDir, knowledgeDir } from '../entries/installed.js'
import { nothingAsked } from './nothing-asked.js'

/** A dozen installed entries that are near each other, with the real model: small enough to be asked whole. */
const IDS = /^(acte-|carte-|passeport-|mariage|pacs-conclure|piscine|cantine-inscription|velo)/
const QUESTIONS = 12

let entries: Entry[]
let calibration: Calibration
let encoder: Encoder
let base: Base
let served: Answers
let folder: string

beforeAll(async () => {
  const loaded = await loadEncoder('models/guichet-fr')
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  encoder = loaded.encoder
  calibration = (await loadCalibration('models/guichet-fr')).calibration
  const installed = await loadEntries({ knowledgeDir, intentsDir })
  entries = installed
    .filter(({ id }) => IDS.test(id))
    .map(({ translations, ...entry }) => ({ ...entry, questions: entry.questions.slice(0, QUESTIONS) }))
  base = await buildBase(entries, encoder, calibration)
  served = await askAll(base, options())
  folder = await makeTemporaryFolder()
}, 120_000)
afterAll(() => removeFolder(folder))
const options = () => ({ encoder, calibration, decide: decideFirst })

const change = (id: string, patch: (entry: Entry) => Partial<Entry>) =>
  entries.map((entry) => (entry.id === id ? { ...entry, ...patch(entry) } : entry))
const questionsOf = (id: string) => entries.find((entry) => entry.id === id)?.questions ?? []
/**
 * In words of its own: with the text of an act of civil status, one question that stood near another one would be decided otherwise, and missed. That is the
 * known limit of asking a part alone, one decision in 15,000 (`benchmarks/RESULTS.md`, the gate).
 */
const ludotheque = (): Entry => ({
  ...(entries[0] as Entry),
  id: 'ludotheque',
  title: 'Emprunter des jeux à la ludothèque',
  summary: 'On y joue sur place, et on y emprunte des jeux pour trois semaines.',
  sections: {
    brief: 'Quatre cents jeux de société, pour tous les âges.',
    steps: 'Choisissez un jeu dans les rayons.',
    papers: 'Aucun.',
    cost: 'Une adhésion par famille.',
    delay: 'Tout de suite.',
    place: 'À la ludothèque.',
    online: 'Le catalogue.',
  },
  questions: ['horaires de la ludothèque', 'emprunter un jeu', 'jouets à prêter', 'inscription à la ludothèque'],
})

describe('a change of the content', () => {
  const EDITS: Record<string, () => Entry[]> = {
    'a question more': () =>
      change('piscine-municipale', ({ questions }) => ({ questions: [...questions, 'nager dimanche'] })),
    'another text': () =>
      change('mariage-dossier', ({ sections }) => ({ sections: { ...sections, steps: 'Venez à deux.' } })),
    'a new entry': () => [...entries, ludotheque()],
    'an entry gone': () => entries.filter(({ id }) => id !== 'piscine-municipale'),
    'the questions of another': () =>
      change('piscine-municipale', ({ questions }) => ({
        questions: [...questions, ...questionsOf('carte-electorale').map((one) => `${one} svp`)],
      })),
  }

  it.each(Object.keys(EDITS))('decides as asking everything does: %s', async (name) => {
    const next = await buildBase(EDITS[name]?.() ?? [], encoder, calibration, { previous: base.index })
    const [quick, whole] = [await askChange(served, next, options()), await askAll(next, options())]
    const changed = new Set(['piscine-municipale', 'mariage-dossier', 'ludotheque'])
    expect(compareAnswers(served, quick, changed)).toEqual(compareAnswers(served, whole, changed))
    const [a, b] = [
      await measureReplies(quick.replies.values(), 0.02),
      await measureReplies(whole.replies.values(), 0.02),
    ]
    expect(a.asked).toBe(b.asked)
    // The confidence that the promise asks turns on hundredths of those that were not asked anew: one answer may stand on its other side.
    expect(Math.abs(a.wrong - b.wrong)).toBeLessThanOrEqual(1)
    expect(quick.rerun).toBeLessThanOrEqual(whole.replies.size)
  })

  it('is seen by asking what comes near it alone, however large the base', async () => {
    const next = await buildBase(EDITS['the questions of another']?.() ?? [], encoder, calibration, {
      previous: base.index,
    })
    const most = { own: 40, meaning: 30, words: 10 }
    const { before, after } = await askNear(base, next, { ...options(), most })
    expect(after.replies.size).toBeLessThanOrEqual(80)
    expect(after.replies.size).toBeLessThan(served.replies.size / 2)
    const changed = new Set(['piscine-municipale'])
    const [near, whole] = [
      compareAnswers(before, after, changed),
      compareAnswers(served, await askAll(next, options()), changed),
    ]
    expect(whole.counts.stolen).toBeGreaterThan(2)
    // Of an index that lacks fewer questions, one or two are decided otherwise.
    expect(Math.abs(near.counts.stolen - whole.counts.stolen)).toBeLessThanOrEqual(2)
    expect(near.thefts[0]).toMatchObject({ from: { id: 'carte-electorale' }, by: { id: 'piscine-municipale' } })
    expect(near.own.asked).toBe(whole.own.asked)
  })

  it('leaves the questions of other entries where they are', () => {
    const dealt = (all: Entry[]) =>
      dealParts(all.map(toSearchDocument)).map((fold) =>
        fold.map(({ document, question }) => `${all[document]?.id} ${question}`),
      )
    const [before, after] = [dealt(entries), dealt([ludotheque(), ...entries])]
    for (const [part, fold] of before.entries()) expect(after[part]).toEqual(expect.arrayContaining(fold))
  })
})

describe('the gate', () => {
  const library = {
    // Nothing is asked again here.
    snapshotsOf: (_: string, bases: { served: Base; candidate: Base }) => bases as unknown as Rehearsed,
    buildCandidate: async (_: string, edit: (entries: readonly Entry[]) => Entry[]) => ({
      served: base,
      candidate: await buildBase(edit(entries), encoder, calibration, { previous: base.index }),
    }),
  }
  const open = (searched: typeof library = library) =>
    createGate<string>({
      library: searched,
      measure: createMeasure({
        folder: join(folder, randomUUID()),
        encoder: () => encoder,
        calibration,
        decide: decideFirst,
        now: () => new Date('2026-11-24T09:00:00Z'),
        logger: SILENT_LOGGER,
      }),
      queue: createBuildQueue(),
      promiseOf: () => 0.02,
      now: () => new Date('2026-11-24T09:00:00Z'),
      logger: SILENT_LOGGER,
    })
  const BROKEN: Partial<Encoder> = {
    get version() {
      return encoder.version
    },
    encode: async () => {
      throw new Error('no memory')
    },
  }
  /** Of one new entry. */
  const orderOf = (id: string, by: string, sources: string) => {
    return { id, by, sources, entries: [ludotheque()], askAgain: nothingAsked }
  }
  const stateOf = (run: GateRun<string>) => run.state

  it('names who steals what from whom, and closes', async () => {
    const gate = open()
    const stolen = questionsOf('carte-electorale').flatMap((one) => [`${one} svp`, `bonjour ${one}`, one])
    const real = {
      question: questionsOf('carte-electorale')[0] ?? '',
      addedBy: 'Ada',
      addedOn: '2026-11-23',
      people: 3,
    }
    const asked = change('carte-electorale', () => ({ fromCitizens: [real] })).filter(
      ({ id }) => id === 'carte-electorale',
    )
    const thief = change('piscine-municipale', ({ questions }) => ({
      title: 'Carte électorale et piscine',
      questions: [...questions, ...stolen],
    })).filter(({ id }) => id === 'piscine-municipale')
    const run = gate.start('bourg', {
      askAgain: nothingAsked,
      id: 'run',
      by: 'ada',
      sources: 'drafts',
      entries: [...thief, ...asked],
    })
    await gate.idle()
    expect(run).toMatchObject({ state: 'done', sources: 'drafts', report: { verdict: 'blocked' } })
    expect(run.report?.blockedBy).toContain('theft')
    expect(run.report?.thefts[0]).toMatchObject({
      from: { id: 'carte-electorale' },
      by: { id: 'piscine-municipale', title: 'Carte électorale et piscine' },
      examples: expect.arrayContaining([{ question: expect.any(String), isFromCitizens: false }]),
    })
    expect(run.report?.own.fromCitizens).toBe(1)
    expect(run.report?.after.asked).toBeGreaterThan(run.report?.before.asked ?? 0)
    await gate.stop()
  })

  it('measures for two people at once, and keeps what each has measured', async () => {
    const gate = open()
    const mine = gate.start('bourg', orderOf('1', 'ada', 'a'))
    const theirs = gate.start('bourg', orderOf('2', 'bilal', 'b'))
    await gate.idle()
    expect([mine, theirs].map(stateOf)).toEqual(['done', 'done'])
    expect([gate.find('bourg', '1'), gate.find('bourg', '2'), gate.find('bourg', '3')]).toEqual([mine, theirs, null])
    expect([gate.runOf('bourg', 'ada'), gate.runOf('bourg', 'bilal')]).toEqual([mine, theirs])
  })

  it('ends a run that is cancelled, or that another of the same person follows', async () => {
    const gate = open()
    const first = gate.start('bourg', orderOf('1', 'ada', 'a'))
    const second = gate.start('bourg', orderOf('2', 'ada', 'b'))
    expect(gate.runOf('bourg', 'ada')).toBe(second)
    await gate.idle()
    expect([first, second].map(stateOf)).toEqual(['cancelled', 'done'])
    const third = gate.start('bourg', orderOf('3', 'ada', 'c'))
    gate.cancel('bourg', 'ada')
    await gate.idle()
    expect(stateOf(third)).toBe('cancelled')
    expect(second.report).toMatchObject({ blockedBy: [], own: { asked: 4 } })
  })

  it('ends a run that is cancelled while its last questions are asked', async () => {
    const gate = open()
    const run = gate.start('bourg', {
      ...orderOf('1', 'ada', 'a'),
      askAgain: async (...asked) => {
        gate.cancel('bourg', 'ada')
        return nothingAsked(...asked)
      },
    })
    await gate.idle()
    expect(run).toMatchObject({ state: 'cancelled', report: null })
  })

  it('judges nothing that could not be searched by meaning as what is served is', async () => {
    const gate = open({
      ...library,
      buildCandidate: async (_, edit) => ({
        served: base,
        candidate: await buildBase(edit(entries), BROKEN as Encoder, calibration),
      }),
    })
    const run = gate.start('bourg', orderOf('1', 'ada', 'a'))
    await gate.idle()
    expect(run).toMatchObject({ state: 'failed', report: null })
  })
})
