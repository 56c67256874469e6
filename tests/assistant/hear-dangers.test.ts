import { beforeEach, describe, expect, it } from '@jest/globals'
import { hearDangers } from '../../src/assistant/hear-dangers.js'
import type { Signal } from '../../src/assistant/signal-matcher.js'
import { dangerDocuments, loadDangers } from '../../src/assistant/words/load-dangers.js'
import { knowledgeDir } from '../features/entries/installed.js'
import { startAssistant, type Talk } from './harness.js'

const dangers = await loadDangers(knowledgeDir)

const hear = (noticed: Record<string, number> | null, { text = 'ils rient de lui', signals = [] as Signal[] } = {}) =>
  hearDangers({ searchable: text, signals }, dangers, noticed && new Map(Object.entries(noticed)))
const kindsOf = (...heard: Parameters<typeof hear>) => hear(...heard).dangers.map(({ kind }) => kind)

describe('hearDangers', () => {
  it('hears by meaning what no word signals, and what it is to whoever helps', () => {
    expect(hear({ 'danger:school-bullying': 0.7 })).toMatchObject({
      dangers: [{ kind: 'school-bullying' }],
      signals: ['danger-child'],
    })
    expect(hear({ 'danger:school-bullying': 0.1, 'calm:school-bullying': 0.9 })).toEqual({ dangers: [], signals: [] })
  })

  it('adds up kinds that may be meant, and tells the likeliest two, gravest first', () => {
    expect(kindsOf({ 'danger:despair': 0.25, 'danger:vital': 0.22, 'danger:child': 0.1 })).toEqual(['vital', 'despair'])
  })

  it('mentions what is possible and not probable', () => {
    expect(hear({ 'danger:vital': 0.3 })).toMatchObject({ dangers: [], signals: [], possible: { kind: 'vital' } })
    expect(hear({ 'danger:vital': 0.9 }).possible).toBeUndefined()
  })

  it('takes a few words in a talk for what goes on with it, unless it is all but sure', () => {
    const heard = (share: number) =>
      hearDangers({ searchable: 'qui je vois', signals: [] }, dangers, new Map([['danger:despair', share]]), true)
    expect(heard(0.7)).toEqual({ dangers: [], signals: [] })
    expect(heard(0.95).dangers.map(({ kind }) => kind)).toEqual(['despair'])
  })

  it('tells what the words signal where the meaning knows nothing, and what it is sure of in its place', () => {
    const signals: Signal[] = ['danger-violence']
    expect(kindsOf({}, { signals })).toEqual(['couple-violence'])
    expect(kindsOf({ 'danger:school-bullying': 0.9 }, { signals })).toEqual(['school-bullying'])
  })

  it('meets a sorrow, and none beside a danger', () => {
    const noticed = { 'danger:bereavement': 0.8 }
    expect(hear(noticed)).toMatchObject({ dangers: [], sorrow: { kind: 'bereavement' } })
    const both = hear(noticed, { signals: ['danger-vital'] })
    expect(both.dangers.map(({ kind }) => kind)).toEqual(['vital'])
    expect(both.sorrow).toBeUndefined()
  })

  it('hears words alone where nothing was searched, and in one word', () => {
    expect(kindsOf(null)).toEqual([])
    expect(kindsOf(null, { signals: ['danger-violence'] })).toEqual(['couple-violence'])
    expect(kindsOf({ 'danger:vital': 0.9 }, { text: 'seul' })).toEqual([])
  })
})

describe('what a base listens for', () => {
  it('is, of each kind, how people in it write and what only resembles it, in every language', () => {
    const documents = dangerDocuments(dangers)
    expect(documents).toHaveLength(2 * dangers.length)
    for (const { kind, examples, harmless } of dangers) {
      expect(documents.find(({ id }) => id === `danger:${kind}`)).toMatchObject({
        questions: examples.fr,
        abroad: expect.arrayContaining([...examples.ar, ...examples.ro]),
        isNoticed: true,
      })
      expect(documents.find(({ id }) => id === `calm:${kind}`)?.questions).toEqual(harmless.fr)
    }
  })
})

describe('a message that tells of danger in no word of a list', () => {
  let talk: Talk
  let assistant: Awaited<ReturnType<typeof startAssistant>>
  beforeEach(async () => {
    assistant = await startAssistant()
    talk = await assistant.startConversation()
  })

  it('is met at once, and searched once', async () => {
    assistant.index.notices('ils rient de lui', { 'danger:school-bullying': 0.9 })
    const { text, turn } = await talk.say('ils rient de lui')
    expect(turn?.outcome).toBe('escalated_emergency')
    expect(text).toContain('3018')
    await talk.say('les horaires de la piscine')
    expect(assistant.index.searched).toEqual(['ils rient de lui', 'les horaires de la piscine'])
  })

  it('is answered, after whom to call, where danger is only possible', async () => {
    assistant.index.finds({ naissance: 0.9 })
    assistant.index.notices('elle ne se lève plus', { 'danger:vital': 0.3 })
    const { payloads, turn } = await talk.say('elle ne se lève plus')
    expect(turn).toMatchObject({ outcome: 'answered', entryId: 'naissance' })
    expect(payloads[0]).toMatchObject({ type: 'text', text: expect.stringContaining('112') })
    expect(payloads[1]).toMatchObject({ type: 'card' })
  })

  it('is only what it seems where a button was pressed', async () => {
    assistant.index.notices('Titre de naissance', { 'danger:vital': 0.9 })
    expect((await talk.say('Titre de naissance', 'entry:naissance')).turn?.outcome).not.toBe('escalated_emergency')
  })
})
