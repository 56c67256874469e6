import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import { ContentError } from '../../../src/features/entries/catalogue/load-entries.js'
import { fillReply, type ReplyPlace } from '../../../src/features/replies/fill-reply.js'
import { loadReplies } from '../../../src/features/replies/load-replies.js'
import { unfilledReplyVariables } from '../../../src/features/replies/reply-variables.js'
import { LANGUAGES, type Language } from '../../../src/platform/model/language.js'
import { knowledgeDir, villebourg } from '../entries/installed.js'

const say = await loadMessages(knowledgeDir)
const installed = (await loadReplies({ knowledgeDir, townDir: knowledgeDir }, ['villebourg']))('villebourg')

function place(language: Language, patch: Partial<ReplyPlace['handoff']> = {}): ReplyPlace {
  const sayHere = Object.assign(
    (key: Parameters<typeof say>[1], values?: Record<string, string>) => say(language, key, values),
    { language },
  )
  return {
    commune: villebourg,
    agentName: 'Claire',
    moment: { now: new Date('2026-11-24T09:00:00Z'), language, say: sayHere },
    handoff: { contact: null, reference: 'VR-7K3-46Q', ...patch },
  }
}

describe('the installed replies', () => {
  it('are many, and all in French and English', () => {
    expect(installed.length).toBeGreaterThanOrEqual(25)
    for (const { id, text } of installed)
      expect({ id, hasEnglish: text.en !== undefined }).toEqual({ id, hasEnglish: true })
  })

  it('are filled whole in every language that they have', () => {
    for (const { id, text } of installed) {
      for (const language of LANGUAGES) {
        const filled = fillReply(text[language] ?? '', place(language))
        expect({ id, language, left: unfilledReplyVariables(filled) }).toEqual({ id, language, left: [] })
      }
    }
  })
})

describe('fillReply', () => {
  const plain = (text: string) => text.replace(/\s/g, ' ')

  it('says the reception’s, the department’s or the named service’s', () => {
    expect(plain(fillReply('{service} : {telephone}', place('fr')))).toBe('Accueil de la mairie : 02 61 91 00 00')
    expect(fillReply('{telephone}', place('fr', { department: 'urbanisme' }))).toContain('08')
    expect(fillReply('{service : ccas}', place('fr'))).toContain('CCAS')
    expect(plain(fillReply('{service : nulle-part}', place('fr')))).toBe('{service : nulle-part}')
    for (const word of ['{constructor}', '{horaires : constructor}', '{téléphone : constructor}'])
      expect(plain(fillReply(word, place('fr')))).toBe(word)
  })

  it('knows the citizen when she left her name, and leaves the place otherwise', () => {
    expect(fillReply('{usager}', place('fr', { contact: { name: 'Fatima' } }))).toBe('Fatima')
    expect(fillReply('{usager}', place('fr'))).toBe('{usager}')
  })

  it('says hours in the language, with French typography in French only', () => {
    expect(fillReply('{horaires}', place('en'))).toMatch(/Monday/)
    expect(fillReply('Merci !', place('fr'))).toBe('Merci\u202f!')
    expect(fillReply('¿Sí?', place('es'))).toBe('¿Sí?')
    expect(fillReply('{reference}', place('ar'))).toBe('\u2068VR-7K3-46Q\u2069')
  })
})

describe('loadReplies', () => {
  let folder: string
  const reply = (id: string, text = 'Bonjour') => ({
    id,
    title: { fr: id, en: id },
    keywords: [],
    moments: [],
    text: { fr: text },
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-replies-'))
    await mkdir(join(folder, 'replies'))
    await mkdir(join(folder, 'town/replies/bourg'), { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const write = (file: string, content: unknown) => writeFile(join(folder, file), JSON.stringify(content))
  const load = (...ids: string[]) => loadReplies({ knowledgeDir: folder, townDir: join(folder, 'town') }, ids)

  it('puts a commune’s own in the place of the shared ones, and after them', async () => {
    await write('replies/a.json', [reply('one'), reply('two')])
    await write('town/replies/bourg/b.json', [reply('three'), reply('one', 'à nous')])
    const repliesOf = await load('bourg', 'ailleurs')
    expect(repliesOf('bourg').map(({ id, text }) => [id, text.fr])).toEqual([
      ['one', 'à nous'],
      ['two', 'Bonjour'],
      ['three', 'Bonjour'],
    ])
    expect(repliesOf('ailleurs').map(({ id }) => id)).toEqual(['one', 'two'])
  })

  it('has none without a folder', async () => {
    await rm(folder, { recursive: true })
    expect((await load('bourg'))('bourg')).toEqual([])
  })

  it('names every file at fault, and the variable that is none', async () => {
    await write('replies/a.json', [reply('one', 'Voir {inconnu}')])
    await write('replies/b.json', [reply('one'), reply('one')])
    await write('replies/c.json', [{ ...reply('three'), moments: ['monday'] }])
    const error = await load().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ContentError)
    const faults = (error as ContentError).faults.map(({ file, fault }) => `${file}: ${fault}`)
    expect(faults).toEqual([
      expect.stringMatching(/a\.json.*\{inconnu\} is no variable/),
      expect.stringMatching(/b\.json.*"one" is written twice/),
      expect.stringMatching(/c\.json.*moments/),
    ])
  })
})
