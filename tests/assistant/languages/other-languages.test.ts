import { describe, expect, it } from '@jest/globals'
import { answerAtDesk } from '../../../src/assistant/answer-at-desk.js'
import { createAnswerOnce } from '../../../src/assistant/answer-once.js'
import { assessQuestion } from '../../../src/assistant/assess-question.js'
import { explainQuestion } from '../../../src/assistant/explain-question.js'
import { EXAMPLE_LANGUAGES, type RecognisedLanguage } from '../../../src/platform/model/language.js'
import type { Say } from '../../../src/platform/model/say.js'
import { sayIn } from '../../../src/platform/model/say.js'
import { entry } from '../../features/entries/sample-entry.js'
import { translated } from '../../features/entries/sample-translation.js'
import { identityCard } from '../../platform/model/sample-guide.js'
import { EVENING, startAssistant } from '../harness.js'

const SURE = { passeport: 0.98, naissance: 0.1 }
const CLOSE = { passeport: 0.5, naissance: 0.45 }
const NONE = { passeport: 0.1 }
const SPANISH = 'he perdido mi pasaporte'
const GERMAN = 'ich habe meinen Reisepass verloren'
const SAID: Record<Exclude<RecognisedLanguage, 'fr'>, string> = {
  en: 'I have lost my passport',
  ar: 'أريد تجديد جواز السفر',
  pt: 'perdi o meu passaporte, o que devo fazer',
  es: SPANISH,
  uk: 'як продовжити паспорт',
  ru: 'я потерял паспорт, что делать',
  tr: 'pasaportumu kaybettim, ne yapmalıyım',
  ro: 'mi-am pierdut pașaportul, ce trebuie să fac',
  de: GERMAN,
  it: 'ho perso il mio passaporto, che cosa devo fare',
}

describe('a question in another language', () => {
  it.each(EXAMPLE_LANGUAGES)('is searched itself and answered at once when sure: %s', async (language) => {
    const { startConversation, index } = await startAssistant()
    index.finds(SURE)
    const said = await (await startConversation()).say(SAID[language])
    expect([index.searched, index.searchedAbroad]).toEqual([[SAID[language]], [SAID[language]]])
    expect(said.turn).toMatchObject({ outcome: 'answered', entryId: 'passeport', language, translated: false })
    expect(said.turn?.candidates.map(({ kept }) => kept)).toEqual([true, false])
    expect(said.payloads.map(({ type }) => type)).toEqual(['choice', 'card'])
    expect(said.choices).toEqual(['human'])
    expect(said.replies.map((reply) => reply.language)).toEqual([language, 'fr'])
  })

  it('is told that the answer is in French, with its buttons in its language', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(SURE)
    const said = await (await startConversation()).say(SPANISH)
    expect(said.text).toContain('Esta respuesta todavía no está traducida.')
    expect(said.payloads[1]).toMatchObject({
      actions: expect.arrayContaining([expect.objectContaining({ label: 'No es mi pregunta', value: 'none' })]),
    })
  })

  it('is answered by the translation where there is a current one', async () => {
    const { startConversation, index, entries } = await startAssistant()
    entries.set('passeport', translated(entry('passeport')))
    index.finds(SURE)
    const said = await (await startConversation()).say(SPANISH)
    expect(said.payloads).toMatchObject([{ type: 'card', title: 'Pedir una partida', answer: { language: 'es' } }])
    expect(said.replies.map(({ language }) => language)).toEqual(['es'])
  })

  it('begins no guide, which is in French: the card is shown', async () => {
    const { startConversation, index } = await startAssistant({ guides: { passeport: identityCard() } })
    index.finds(SURE)
    const talk = await startConversation()
    const said = await talk.say(SPANISH)
    expect(said.turn).toMatchObject({ outcome: 'answered', entryId: 'passeport' })
    expect(said.payloads.map(({ type }) => type)).toEqual(['choice', 'card'])
    expect((await talk.transcript()).conversation.memory).not.toHaveProperty('guide')
  })

  it('is checked by an agent where the commune wants it', async () => {
    const { startConversation, index } = await startAssistant({ commune: { validation: { categories: 'all' } } })
    index.finds(SURE)
    const said = await (await startConversation()).say(SAID.ru)
    expect(said.turn?.outcome).toBe('held_validation')
    expect(said.replies.map(({ language }) => language)).toEqual(['ru'])
  })

  it('is asked which entry is meant when several are close, with a person beside', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(CLOSE)
    const said = await (await startConversation()).say(SPANISH)
    expect(said.turn).toMatchObject({ outcome: 'clarification', language: 'es', translated: false, confidence: 0.5 })
    expect(said.choices).toEqual(['entry:passeport', 'entry:naissance', 'none', 'human'])
    expect(said.text).toContain('en francés')
    expect(said.text).not.toContain('palabra por palabra')
    expect(said.turn?.candidates.map(({ kept }) => kept)).toEqual([true, true])
  })

  it('is searched with what was asked before when it says which is meant', async () => {
    const { startConversation, index } = await startAssistant()
    const [passport, renewal] = ['جواز السفر', 'تجديد']
    index.on(passport, CLOSE)
    index.on(renewal, NONE)
    index.on(`${passport} ${renewal}`, SURE)
    const talk = await startConversation()
    await talk.say(passport)
    const said = await talk.say(renewal)
    expect(index.searchedAbroad).toEqual([passport, renewal, `${passport} ${renewal}`])
    expect(said.turn).toMatchObject({ outcome: 'answered', entryId: 'passeport' })
  })

  it('is searched with a word before of which nobody knows the language', async () => {
    const { startConversation, index } = await startAssistant()
    const talk = await startConversation()
    await talk.say('passeport')
    await talk.say('pentru fetita mea')
    expect(index.searchedAbroad).toEqual(['pentru fetita mea', 'passeport pentru fetita mea'])
  })

  it('is not searched with what was asked before in another language', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(CLOSE)
    const talk = await startConversation()
    await talk.say('passeport')
    await talk.say(SPANISH)
    await talk.say('renouvellement')
    expect(index.searched).toEqual(['passeport', SPANISH, 'renouvellement'])
  })

  it.each(['de', 'it'] as const)(
    'is never answered at once where no entry has example questions: %s',
    async (language) => {
      const { startConversation, index } = await startAssistant()
      index.finds(SURE)
      const said = await (await startConversation()).say(SAID[language])
      expect(index.searchedAbroad).toEqual([SAID[language]])
      expect(said.turn).toMatchObject({ outcome: 'clarification', language, translated: false })
      expect(said.choices).toEqual(['entry:passeport', 'entry:naissance', 'none', 'human'])
      expect(said.text).toMatch(/versteht Deutsch nur ungefähr|capisce l’italiano solo in parte/)
      expect(said.replies.map((reply) => reply.language)).toEqual([language, language])
    },
  )

  it('is told that nothing was found, and offered a person', async () => {
    const { startConversation, index } = await startAssistant({ at: EVENING })
    index.finds(NONE)
    const said = await (await startConversation()).say(SAID.ar)
    expect(said.turn?.outcome).toBe('unanswerable_low_confidence')
    expect(said.text).toContain('لم يجد هذا المساعد جوابا')
    expect(said.text).toContain('استقبال البلدية مغلق')
    expect(said.choices).toEqual(['leave-message'])
  })

  it('is stored with its language, and so are the replies', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(CLOSE)
    const { message, replies } = await (await startConversation()).say(SAID.ar)
    expect([message, ...replies].map(({ language }) => language)).toEqual(['ar', 'ar', 'ar'])
  })

  it('is refused by a button in its own language, and others are searched by the message itself', async () => {
    const { startConversation, index } = await startAssistant()
    index.on(SPANISH, { passeport: 0.5, naissance: 0.3, deces: 0.2, mariage: 0.1, cantine: 0.03, creche: 0.02 })
    const talk = await startConversation()
    await talk.say(SPANISH)
    const said = await talk.say('No es mi pregunta', 'none')
    expect(index.searchedAbroad).toEqual([SPANISH, SPANISH])
    expect(said.choices).toEqual(['entry:mariage', 'entry:cantine', 'entry:creche', 'none', 'human'])
    expect(said.text).toContain('¿Es más bien una de estas preguntas?')
    expect(said.replies.map(({ language }) => language)).toEqual(['es', 'es'])
  })

  it('is searched as it was when its answer is refused after a word of French', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(SURE)
    const talk = await startConversation()
    await talk.say(SPANISH)
    await talk.say('merci')
    const said = await talk.say('Ce n’est pas ma question', 'none')
    expect(index.searchedAbroad).toEqual([SPANISH, SPANISH])
    expect(said.choices).toEqual(['entry:naissance', 'none', 'human'])
  })

  it('opens an entry in French, whose buttons stay in the language of the question', async () => {
    const { startConversation, index } = await startAssistant()
    index.finds(CLOSE)
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
    index.finds(CLOSE)
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
    index.finds(CLOSE)
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
      has: (...[language, key]: Parameters<Say['has']>) => key !== 'foreign.no_answer' && all.has(language, key),
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

describe('a question in another language that the index cannot read', () => {
  const without = async (what: 'encoder' | 'calibration') => {
    const assistant = await startAssistant()
    if (what === 'encoder') assistant.index.encoderVersion = null
    else assistant.index.isFittedAbroad = false
    return assistant
  }

  it.each(['encoder', 'calibration'] as const)(
    'for want of an %s is searched by French words, and never answered at once',
    async (what) => {
      const { startConversation, index } = await without(what)
      index.finds(SURE)
      const said = await (await startConversation()).say(SPANISH)
      expect(index.searched).toEqual([SPANISH, 'perdu passeport'])
      expect(said.turn).toMatchObject({ outcome: 'clarification', language: 'es', translated: true, confidence: 0.98 })
      expect(said.choices).toEqual(['entry:passeport', 'entry:naissance', 'none', 'human'])
      expect(said.text).toContain('palabra por palabra')
      expect(said.text).toContain('en francés')
    },
  )

  it('is told that the assistant reads French when nothing is likely', async () => {
    const { startConversation, index } = await without('encoder')
    index.finds(NONE)
    const said = await (await startConversation()).say(SPANISH)
    expect(said.turn).toMatchObject({ outcome: 'unanswerable_low_confidence', translated: true })
    expect(said.text).toContain('lee francés')
    expect(said.choices).toEqual(['human'])
  })

  it('claims no match when too few of its words are known', async () => {
    const { startConversation, index } = await without('encoder')
    index.finds(SURE)
    const said = await (await startConversation()).say('мій равлик співає голосно вночі, а паспорт блакитний')
    expect(said.turn).toMatchObject({ outcome: 'unanswerable_low_confidence', translated: false, candidates: [] })
    expect(said.text).toContain('читає французькою')
  })

  it('is refused, and others are searched by the same French words', async () => {
    const { startConversation, index } = await without('encoder')
    index.on('perdu passeport', { passeport: 0.5, naissance: 0.3, deces: 0.2, mariage: 0.1 })
    const talk = await startConversation()
    await talk.say(SPANISH)
    const said = await talk.say('No es mi pregunta', 'none')
    expect(index.searched).toEqual([SPANISH, 'perdu passeport', SPANISH, 'perdu passeport'])
    expect(said.choices).toEqual(['entry:mariage', 'none', 'human'])
  })
})

describe('a question in another language without a conversation', () => {
  it.each([
    [SPANISH, SURE],
    [SPANISH, CLOSE],
    [SPANISH, NONE],
    [GERMAN, SURE],
    [GERMAN, NONE],
  ])('comes to the same: "%s" %j', async (question, script) => {
    const { startConversation, index, context, entries } = await startAssistant()
    index.finds(script)
    const { turn } = await (await startConversation()).say(question)
    const base = { index, entryOf: (id: string) => entries.get(id) }
    const assessed = await assessQuestion(question, context, base, sayIn(context.say, 'fr'))
    expect([assessed.outcome, assessed.language]).toEqual([turn?.outcome, turn?.language])
    expect(index.searchedAbroad).toEqual([question, question])
  })

  it('is explained: the thresholds of its language, or that nothing is answered at once in it', async () => {
    const { index, context, town } = await startAssistant()
    const tried = async (question: string) =>
      explainQuestion(context, await context.snapshotOf(town.id), { question, language: 'fr' })
    index.finds(SURE)
    expect(await tried(SPANISH)).toMatchObject({ reason: 'sure', translated: false, policy: { answer: 0.7 } })
    expect(await tried(GERMAN)).toMatchObject({ reason: 'foreign', outcome: 'clarification', policy: { answer: null } })
    index.finds(CLOSE)
    expect(await tried(SPANISH)).toMatchObject({ reason: 'unsure', candidates: [{ kept: true }, { kept: true }] })
    index.finds(NONE)
    expect(await tried(GERMAN)).toMatchObject({ reason: 'unlikely' })
  })

  it('gives a card in its language at the desk', async () => {
    const { index, context, entries, startConversation } = await startAssistant()
    entries.set('passeport', translated(entry('passeport')))
    index.finds(SURE)
    const { conversation } = await startConversation()
    const { message, replies } = await answerAtDesk(context, conversation, { clientId: 'c', text: SPANISH })
    expect([message, ...replies].map(({ language }) => language)).toEqual(['es', 'es'])
    expect(replies[0]?.payload).toMatchObject({ type: 'card', title: 'Pedir una partida' })
  })

  it('is answered once in its language, and told when the answer is in French', async () => {
    const { index, context, entries, town } = await startAssistant({ guides: { passeport: identityCard() } })
    const ask = createAnswerOnce(context)
    index.finds(SURE)
    const french = await ask(town.id, SPANISH, 'fr')
    expect(french).toMatchObject({
      outcome: 'answered',
      language: 'es',
      translated: false,
      answer: { entryId: 'passeport' },
    })
    expect(french.notice).toContain('Esta respuesta todavía no está traducida.')
    expect(french).not.toHaveProperty('guide')
    entries.set('passeport', translated(entry('passeport')))
    const spanish = await ask(town.id, SPANISH, 'fr')
    expect(spanish.answer).toMatchObject({ title: 'Pedir una partida', language: 'es' })
    expect(spanish).not.toHaveProperty('notice')
    index.encoderVersion = null
    expect(await ask(town.id, SPANISH, 'fr')).toMatchObject({ outcome: 'clarification', translated: true })
  })
})

describe('danger and wishes in another language', () => {
  it.each([
    ['my husband hits me', '3919', 'victims of violence'],
    ['mi marido me pega', '3919', 'víctimas de violencia'],
    ['чоловік мене б’є', '3919', 'постраждалих від насильства'],
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
