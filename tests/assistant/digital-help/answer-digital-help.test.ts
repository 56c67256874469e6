import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Payload } from '../../../src/platform/model/payload.js'
import { CENTRE, nearby, place } from '../../features/places/sample-places.js'
import { EVENING, type HarnessOptions, startAssistant, type Talk } from '../harness.js'

const PLACES = nearby(
  place(),
  place({ id: 'games', name: 'La Fabrique', services: ['Loisirs et créations numériques'], programmes: [] }),
  place({ id: 'second', name: 'Le CCAS', phone: null, accessibility: null }),
)
const SURE = { naissance: 0.9, mariage: 0.05 }
const CLOSE = { naissance: 0.4, mariage: 0.35 }
const UNSURE = { naissance: 0.1 }

let assistant: Awaited<ReturnType<typeof startAssistant>>
let talk: Talk

async function begin(options: HarnessOptions = {}) {
  assistant = await startAssistant({ commune: { position: CENTRE }, places: PLACES, ...options })
  assistant.index.finds(UNSURE)
  talk = await assistant.startConversation()
}
beforeEach(() => begin())

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const hrefsOf = (payload: Payload | undefined) =>
  payload?.type === 'text'
    ? (payload.blocks ?? [])
        .flatMap((block) => (block.kind === 'list' ? block.items.flat() : block.spans))
        .flatMap(({ href }) => href ?? [])
    : []

describe('somebody who cannot manage online', () => {
  it('gets a person first, then the places that help, with phones that dial', async () => {
    const { payloads, turn, choices } = await talk.say("j'ai pas internet")
    expect(turn).toMatchObject({ outcome: 'answered_digital_help', signals: ['digital-help'] })
    expect(payloads.map(({ type }) => type)).toEqual(['choice', 'text'])
    expect(choices).toEqual(['human'])
    const [person, places] = payloads.map((payload) => (payload.type === 'card' ? '' : plain(payload.text)))
    expect(person).toContain('Téléphone : 02 61 91 00 00.')
    expect(person).toContain('Un agent peut vous répondre maintenant.')
    expect(places).toContain('France Services de Bourg (à 3 km)')
    expect(places).toContain('Ouvert maintenant, jusqu’à 12 h.')
    expect(places).toContain('Source : Hub, Licence Ouverte 2.0, mise à jour du 1er octobre 2026.')
    expect(places).not.toContain('La Fabrique')
    expect(hrefsOf(payloads[1])).toEqual([
      'tel:+33261910101',
      'https://acces.example.org/poste',
      'mailto:poste@bourg.example.org',
    ])
  })

  it('says the same at a press of the button of an answer, and keeps her question', async () => {
    assistant.index.finds(SURE)
    await talk.say('acte de naissance')
    const { payloads, turn } = await talk.say("Je n'y arrive pas en ligne", 'digital-help')
    expect(turn).toMatchObject({ outcome: 'answered_digital_help', candidates: [] })
    expect(payloads).toHaveLength(2)
    expect((await talk.transcript()).conversation.memory.lastQuestion).toBe('acte de naissance')
  })

  it('gets the answer too when she asks for a procedure', async () => {
    assistant.index.finds(SURE)
    const { payloads, turn } = await talk.say("acte de naissance mais j'ai pas internet")
    expect(payloads.map(({ type }) => type)).toEqual(['choice', 'text', 'card'])
    expect(turn).toMatchObject({ outcome: 'answered', entryId: 'naissance' })
  })

  it('is asked back when several procedures are close', async () => {
    assistant.index.finds(CLOSE)
    const { turn, choices } = await talk.say("un acte, je sais pas me servir d'un ordinateur")
    expect(turn).toMatchObject({ outcome: 'clarification' })
    expect(choices).toEqual(['human', 'entry:naissance', 'entry:mariage', 'none'])
  })

  it('has what is written on digital help a press away', async () => {
    const snapshot = await assistant.context.snapshotOf('bourg')
    const naissance = snapshot.entries.get('naissance')
    if (naissance) naissance.category = 'numerique-accompagnement'
    assistant.index.finds(SURE)
    const { payloads, turn, choices } = await talk.say("j'ai pas internet")
    expect(turn).toMatchObject({ outcome: 'answered_digital_help', candidates: [{ kept: true }, { kept: false }] })
    expect(payloads.some(({ type }) => type === 'card')).toBe(false)
    expect(choices).toContain('entry:naissance')
  })

  it('gets a person where no place is known, and the next opening at night', async () => {
    const { places: _, ...without } = { places: PLACES }
    assistant = await startAssistant({ ...without, at: EVENING })
    assistant.index.finds(UNSURE)
    talk = await assistant.startConversation()
    const { payloads, text, choices } = await talk.say("j'ai pas internet")
    expect(payloads).toHaveLength(1)
    expect(plain(text)).toContain('Il rouvre demain à 8 h 30.')
    expect(choices).toEqual(['leave-message'])
  })

  it('is answered in English', async () => {
    const { text, turn } = await talk.say("hello, I don't have a computer, can you help me with this?")
    expect(turn).toMatchObject({ outcome: 'answered_digital_help' })
    expect(text).toContain('you do not have to use the internet')
    expect(text).toContain('Open now, until 12:00.')
  })

  it('gets the answer too in another language, and is told that it is in French', async () => {
    assistant.index.finds(SURE)
    const text = "I don't have a computer, how do I get a birth certificate?"
    const { payloads, turn, text: said } = await talk.say(text)
    expect(assistant.index.searchedAbroad).toEqual([text, 'how do I get a birth certificate'])
    expect(turn).toMatchObject({ outcome: 'answered', entryId: 'naissance', language: 'en' })
    expect(payloads.map(({ type }) => type)).toEqual(['choice', 'text', 'choice', 'card'])
    expect(said).toContain('This answer has not been translated yet.')
  })

  it('is asked back in another language when several procedures are close', async () => {
    assistant.index.finds(CLOSE)
    const { turn, choices } = await talk.say("I don't have a computer, how do I get a birth certificate?")
    expect(turn).toMatchObject({ outcome: 'clarification', language: 'en' })
    expect(choices).toEqual(['human', 'entry:naissance', 'entry:mariage', 'none'])
  })

  it('leaves the first word to danger, to the wish for a person, and to questions on her own file', async () => {
    expect((await talk.say("j'ai pas internet et il y a le feu")).turn?.outcome).toBe('escalated_emergency')
    await begin()
    expect((await talk.say("j'ai pas internet, je veux parler à un agent")).turn?.outcome).toBe('escalated_wish')
    await begin()
    expect((await talk.say("où en est mon dossier, j'ai pas internet")).turn?.outcome).toBe(
      'unanswerable_personal_file',
    )
  })

  it('is no failure: the next miss is the first', async () => {
    await talk.say('zzz')
    await talk.say("j'ai pas internet")
    expect((await talk.say('yyy')).turn?.outcome).toBe('unanswerable_low_confidence')
  })
})

describe('the button of an answer', () => {
  it('is there only when a service is online', async () => {
    const snapshot = await assistant.context.snapshotOf('bourg')
    const naissance = snapshot.entries.get('naissance')
    if (naissance) naissance.online = []
    const buttons = async (id: 'naissance' | 'mariage') => {
      const [card] = (await talk.say('x', `entry:${id}`)).payloads
      return card?.type === 'card' ? card.actions.map(({ value }) => value) : []
    }
    expect(await buttons('naissance')).toEqual(['tel:+33261910000', 'none'])
    expect(await buttons('mariage')).toContain('digital-help')
  })
})
