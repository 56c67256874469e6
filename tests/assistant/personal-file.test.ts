import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Decision } from '../../src/assistant/decide.js'
import { isAboutOwnFile } from '../../src/assistant/personal-file.js'
import type { SearchCandidate } from '../../src/search/search-index.js'
import { idsIn, intentsDir, readEntry, readIntent } from '../features/entries/installed.js'
import { EVENING, startAssistant } from './harness.js'
import { language } from './installed-language.js'

const match = language.heard.matchSignals
const isHeard = (text: string) => match(text).includes('personal-file')

describe('a question about one’s own file', () => {
  it.each([
    'où en est ma demande de passeport',
    'est ce que mon permis de construire est accepté',
    'vous avez reçu mes papiers ?',
    'pourquoi on m a refusé',
    'mon nom est il sur la liste',
    'combien je dois a la cantine',
    "je n'ai pas eu de reponse a mon mail",
    'vs avez traité ma réclamation du 2 mai ?',
    'la demande de composteur de ma mère a-t-elle été acceptée',
    'Mon dossier de subvention a-t-il été examiné ?',
    'pour quelle raison ma candidature n’a pas été retenue',
    'quand est-ce que je passe en commission',
    'has my application been accepted',
  ])('is heard in "%s"', (text) => {
    expect(isHeard(text)).toBe(true)
  })

  it.each([
    'combien de temps pour avoir une réponse pour un permis de construire',
    'comment savoir où en est ma carte d’identité',
    'que faire si mon permis de construire est refusé',
    'mon permis a été accepté, que dois-je afficher ?',
    'on m’a refusé une place en crèche, quel recours',
    'mon passeport est-il encore valable',
    'combien coûte la cantine',
    'comment prendre rendez-vous pour ma carte d’identité',
    'mon terrain est-il constructible',
    'ma fille a-t-elle besoin d’un passeport pour l’Espagne',
    'qui s’occupe des poubelles',
  ])('is not heard in "%s"', (text) => {
    expect(isHeard(text)).toBe(false)
  })

  it('is heard in hardly any example question of the entries', () => {
    const questions = idsIn(intentsDir, '.json').flatMap((id) => readIntent(id).utterances.fr)
    expect(questions.filter(isHeard).length / questions.length).toBeLessThan(0.006)
  })

  it('is heard in six of ten of those kept apart to measure with', () => {
    const rows = readFileSync('benchmarks/quality/town-unanswerable.jsonl', 'utf8').trim().split('\n')
    const asked = rows.map((row) => JSON.parse(row) as { question: string; kind?: string })
    const [files, others] = [asked.filter(({ kind }) => kind === 'file'), asked.filter(({ kind }) => kind !== 'file')]
    expect(files.filter(({ question }) => isHeard(question)).length / files.length).toBeGreaterThan(0.6)
    expect(others.filter(({ question }) => isHeard(question))).toEqual([])
  })
})

describe('isAboutOwnFile', () => {
  const sure = (id: string, nearest: string): Decision<SearchCandidate> => {
    const features = {} as SearchCandidate['features']
    return { kind: 'answer', entry: { id, title: id, confidence: 0.9, features, nearest, matchedWords: [] } }
  }
  const ask = (text: string, decision: Decision<SearchCandidate>) =>
    isAboutOwnFile({ text, signals: match(text), decision }, match, ({ id }) => readEntry(id))

  it('lets an entry that was written to follow a request answer', () => {
    const followed = sure('suivi-demande-titre-identite', 'suivre ma demande de carte')
    expect(ask('où en est mon passeport', followed)).toBe(false)
  })

  it('lets an entry answer whose nearest example asks for a file too', () => {
    expect(ask('où en est mon dossier de logement', sure('logement-social-demande', 'où en est mon dossier ?'))).toBe(
      false,
    )
  })

  it('knows an example by its words when the search has no encoder to say which is nearest', () => {
    const byWords = sure('permis-construire', 'Demander un permis de construire')
    expect(ask('toujours pas de réponse pour mon permis, ça veut dire que c’est bon', byWords)).toBe(false)
  })

  it('holds back an entry that is only about the same subject, however sure the search is', () => {
    expect(ask('où en est mon permis', sure('permis-construire', 'demander un permis de construire'))).toBe(true)
  })

  it('sends a file that another office keeps to that office, sure or asked back, unless nothing is found', () => {
    const office = sure('office-caf', 'numéro de la caf')
    const candidates = office.kind === 'answer' ? [office.entry] : []
    const question = 'où en est mon dossier de prime d’activité'
    expect(ask(question, office)).toBe(false)
    expect(ask(question, { kind: 'clarify', candidates })).toBe(false)
    expect(ask(question, { kind: 'no_answer', candidates })).toBe(true)
  })

  it('lets a question about the way of doing pass', () => {
    expect(ask('comment demander un permis', sure('permis-construire', 'demander un permis'))).toBe(false)
  })
})

describe('the assistant, asked about a file', () => {
  const SURE = { naissance: 0.9, mariage: 0.05 }
  it('says that it sees none, offers a person, and proposes what is near', async () => {
    const assistant = await startAssistant()
    assistant.index.finds(SURE)
    const talk = await assistant.startConversation()
    const said = await talk.say('où en est ma demande d’acte')
    expect(said.text).toContain('Je n’ai accès à aucun dossier')
    expect(said.choices).toEqual(['human', 'entry:naissance', 'none'])
    expect(said.turn).toMatchObject({
      outcome: 'unanswerable_personal_file',
      signals: ['personal-file'],
      entryId: null,
      candidates: [{ entryId: 'naissance', kept: true }, { kept: false }],
    })
  })

  it('proposes no entry that is not likely, and a message when nobody can talk', async () => {
    const assistant = await startAssistant({ at: EVENING })
    assistant.index.finds({ naissance: 0.2 })
    const said = await (await assistant.startConversation()).say('vous avez reçu mes papiers ?')
    expect(said.choices).toEqual(['leave-message'])
    expect(said.text).toContain('Il rouvre demain')
  })

  it('hears the anger of who waits first', async () => {
    const assistant = await startAssistant()
    assistant.index.finds(SURE)
    const said = await (await assistant.startConversation()).say("c'est n'importe quoi, où en est ma demande d'acte")
    expect(said.turn?.outcome).toBe('escalated_anger')
  })

  it('is no failure: it does not count with another', async () => {
    const assistant = await startAssistant()
    assistant.index.finds({})
    const talk = await assistant.startConversation()
    await talk.say('où en est ma demande')
    expect((await talk.say('zzz')).turn?.outcome).toBe('unanswerable_low_confidence')
  })
})
