import { describe, expect, it } from '@jest/globals'
import type { Say } from '../../../src/domain/say.js'
import { entry } from '../../content/sample-entry.js'
import { translated } from '../../content/sample-translation.js'
import { EVENING, startAssistant } from '../harness.js'

const SURE = { passeport: 0.98, naissance: 0.1 }
const SPANISH = 'he perdido mi pasaporte'
const ARABIC = 'أريد تجديد جواز السفر'

describe('a question in another language', () => {
  it('is searched by French words and proposes entries, never answering at once', async () => {
    const { startConversation, index } = await startAssistant()
    index.on('perdu passeport', SURE)
    const said = await (await startConversation()).say(SPANISH)
    expect(index.searched).toEqual(['perdu passeport'])
    expect(said.turn).toMatchObject({ outcome: 'clarification', language: 'es', translated: true, confidence: 0.98 })
    expect(said.choices).toEqual(['entry:passeport', 'entry:naissance', 'none', 'human'])
    expect(said.text).toContain('palabra por palabra')
    expect(said.text).toContain('en francés')
    expect(said.text).toContain('Hablar con una persona')
    expect(said.payloads[0]).toMatchObject({
      options: [{ label: 'Titre de passeport' }, {}, { label: 'No es mi pregunta' }],
    })
    expect(said.turn?.candidates.map(({ kept }) => kept)).toEqual([true, true])
  })

  it('is stored with its language, and so are the replies', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(SURE)
    const { message, replies } = await (await startConversation()).say(ARABIC)
    expect([message, ...replies].map(({ language }) => language)).toEqual(['ar', 'ar', 'ar'])
  })

  it('is told that the assistant reads French when nothing is likely', async () => {
    const { startConversation, index } = await startAssistant({ at: EVENING })
    index.finds({ passeport: 0.1 })
    const said = await (await startConversation()).say(ARABIC)
    expect(said.turn?.outcome).toBe('unanswerable_low_confidence')
    expect(said.text).toContain('يقرأ اللغة الفرنسية')
    expect(said.text).toContain('استقبال البلدية مغلق')
    expect(said.choices).toEqual(['leave-message'])
  })

  it('claims no match when too few of its words are known', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(SURE)
    const said = await (await startConversation()).say('мій равлик співає голосно вночі, а паспорт блакитний')
    expect(index.searched).toEqual([])
    expect(said.turn).toMatchObject({ outcome: 'unanswerable_low_confidence', language: 'uk', translated: false })
    expect(said.text).toContain('читає французькою')
  })

  it('is refused by a button in its own language, and others are searched by the same French words', async () => {
    const { startConversation, index } = await startAssistant()
    index.on('perdu passeport', { passeport: 0.5, naissance: 0.3, deces: 0.2, mariage: 0.1, cantine: 0.05 })
    const talk = await startConversation()
    await talk.say(SPANISH)
    const said = await talk.say('No es mi pregunta', 'none')
    expect(index.searched).toEqual(['perdu passeport', 'perdu passeport'])
    expect(said.text).toContain('¿Es más bien una de estas preguntas?')
    expect(said.replies.map(({ language }) => language)).toEqual(['es', 'es'])
  })

  it('opens an entry in French, whose buttons stay in the language of the question', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(SURE)
    const talk = await startConversation()
    await talk.say(SPANISH)
    const said = await talk.say('Titre de passeport', 'entry:passeport')
    expect(said.turn).toMatchObject({ outcome: 'answered_choice', entryId: 'passeport' })
    expect(said.turn).not.toHaveProperty('language')
    expect(said.message.language).toBe('fr')
    expect(said.text).toContain('Esta respuesta todavía no está traducida.')
    expect(said.choices).toEqual(['human'])
    expect(said.replies.map(({ language }) => language)).toEqual(['es', 'fr'])
    expect(said.payloads[1]).toMatchObject({
      actions: expect.arrayContaining([expect.objectContaining({ label: 'No es mi pregunta' })]),
    })
    expect((await talk.transcript()).conversation.memory.language).toBe('es')
  })

  it('proposes and opens a translation that is up to date, and says so', async () => {
    const { startConversation, index, entries } = await startAssistant()
    entries.set('passeport', translated(entry('passeport')))
    index.finds(SURE)
    const talk = await startConversation()
    const proposed = await talk.say(SPANISH)
    expect(proposed.text).toContain('Los que tienen el título en español están traducidos')
    expect(proposed.payloads[0]).toMatchObject({
      options: [{ label: 'Pedir una partida' }, { label: 'Titre de naissance', language: 'fr' }, {}],
    })
    const said = await talk.say('Pedir una partida', 'entry:passeport')
    expect([said.message, ...said.replies].map(({ language }) => language)).toEqual(['es', 'es'])
    expect(said.payloads).toMatchObject([
      {
        type: 'card',
        title: 'Pedir una partida',
        answer: { language: 'es', translation: expect.stringContaining('no revisada') },
      },
    ])
  })

  it('shows the French in place of a translation that the French has left behind, and says why', async () => {
    const { startConversation, index, entries } = await startAssistant()
    entries.set('passeport', { ...translated(entry('passeport')), summary: 'Payant.' })
    index.finds(SURE)
    const talk = await startConversation()
    expect((await talk.say(SPANISH)).payloads[0]).toMatchObject({ options: [{ language: 'fr' }, {}, {}] })
    const said = await talk.say('Titre de passeport', 'entry:passeport')
    expect(said.text).toContain('ya no está al día')
    expect(said.payloads[1]).toMatchObject({ type: 'card', subtitle: 'Payant.' })
    expect(said.payloads[1]).not.toHaveProperty('answer.language')
  })

  it('answers a French question in the language of the interface', async () => {
    const { startConversation, index, entries } = await startAssistant({ language: 'es' })
    entries.set('passeport', translated(entry('passeport')))
    index.finds({ passeport: 0.98 })
    const said = await (await startConversation()).say('je veux refaire mon passeport')
    expect(said.turn?.outcome).toBe('answered')
    expect(said.payloads).toMatchObject([{ answer: { language: 'es' } }])
  })

  it('is French, and stored as French, where its language lacks a sentence', async () => {
    const { startConversation, index, context } = await startAssistant()
    const all = context.say
    const say = Object.assign((...said: Parameters<Say>) => all(...said), {
      has: (...[language, key]: Parameters<Say['has']>) => key !== 'foreign.not_read' && all.has(language, key),
    })
    index.finds({ passeport: 0.1 })
    Object.assign(context, { say })
    const said = await (await startConversation()).say(SPANISH)
    expect(said.replies.map(({ language }) => language)).toEqual(['fr'])
  })

  it('gives way to French as soon as French is written', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds({ passeport: 0.98 })
    const talk = await startConversation()
    await talk.say(SPANISH)
    const said = await talk.say('je veux refaire mon passeport')
    expect(said.turn?.outcome).toBe('answered')
    expect(said.turn).not.toHaveProperty('language')
    expect(said.replies[0]?.language).toBe('fr')
    expect((await talk.transcript()).conversation.memory).not.toHaveProperty('language')
  })
})

describe('danger and wishes in another language', () => {
  it.each([
    ['my husband hits me', '3919', 'If you are in danger'],
    ['mi marido me pega', '3919', 'Si está en peligro'],
    ['чоловік мене б’є', '3919', 'Якщо ви в небезпеці'],
    ['أريد أن أموت', '3114', 'لستم وحدكم'],
  ])('"%s" is given %s at once', async (text, number, words) => {
    const { startConversation } = await startAssistant()
    const talk = await startConversation()
    const said = await talk.say(text)
    expect(said.turn?.outcome).toMatch(/^escalated_(distress|emergency)$/)
    expect(said.text).toContain(number)
    expect(said.text).toContain(words)
    expect(await talk.handoff()).toBeDefined()
  })

  it('a wish for a person is obeyed', async () => {
    const { startConversation } = await startAssistant()
    const said = await (await startConversation()).say('أريد التحدث مع شخص')
    expect(said.turn?.outcome).toBe('escalated_wish')
    expect(said.text).toContain('نتصل الآن بموظف')
  })
})
