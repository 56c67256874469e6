import { beforeAll, describe, expect, it } from '@jest/globals'
import { outcomeOfSignals } from '../../src/assistant/assess-question.js'
import {
  createSignalMatcher,
  MEANS_SIGNALS,
  type Signal,
  type SignalMatcher,
  SMALL_TALK_SIGNALS,
  SUBJECT_SIGNALS,
  TALK_SIGNALS,
} from '../../src/assistant/signal-matcher.js'
import { DANGER_SIGNALS } from '../../src/assistant/words/load-dangers.js'
import { loadSignals, type SignalPhrases } from '../../src/assistant/words/load-lexicons.js'
import { readTable } from '../../src/assistant/words/tables.js'
import { idsIn, intentsDir, readIntent } from '../features/entries/installed.js'
import { fc } from '../properties.js'

const SIGNALS: readonly Signal[] = [
  ...DANGER_SIGNALS,
  ...TALK_SIGNALS,
  ...SUBJECT_SIGNALS,
  ...MEANS_SIGNALS,
  ...SMALL_TALK_SIGNALS,
]

const words = await readTable('signals', { intentsDir })
let phrases: SignalPhrases
let match: SignalMatcher
beforeAll(async () => {
  phrases = await loadSignals(intentsDir)
  match = createSignalMatcher(phrases, words)
})

const HEARD: Record<Signal, string[]> = {
  'danger-vital': [
    'mon immeuble est en feu',
    "ya un incendie ds l'immeuble",
    'ma cuisine a pris feu',
    'ca sent fort le gaz chez moi',
    'mon bb a avalé un truc',
    'une personne âgée est tombée dans la rue',
    'ma mère est tombée et ne bouge plus',
    'mon mari a mal a la poitrine et au bras',
    'un homme est allongé par terre inconscient',
    'quelquun se noie',
    'elle a avalé toute une boite de cachets',
    'IL Y A LE FEU CHEZ MOI',
    'ya le feu ds mon immeuble',
    'Au secours, mon mari ne respire plus !',
    'mon bébé respire plu',
    "Ma mère n'arrive plus à respirer",
    'mon fils s’étouffe',
    'ca sent le gaz dans la cage d escalier',
    'il a fait un malaise devant la mairie',
    'elle a perdu connaissance',
    'je crois que mon père fait un AVC',
    'Il fait une crise cardiaque aidez moi',
    'mon voisin a avalé des médicaments',
    "j'entends des coups de feu dans la rue",
    'he is having a heart attack',
  ],
  'danger-suicide': [
    'jpense a mourir',
    "si ça continue je me fous en l'air",
    'jvais me foutre en lair',
    'jvé me tuer',
    'je v me tuer',
    'je devrais mourir',
    "mon pere veut se foutre en l'air",
    'mon copain veut se jeter sous un train',
    'g envie de me fr du mal',
    'a quoi bon continuer a vivre',
    "j'aimerais m'endormir et ne plus me réveiller",
    'je ne supporte plus la vie',
    'mon fils de 15 ans a tenté de se suicider',
    "J'ai envie de mourir",
    "j'ai envi de mourir",
    'jveux mourir',
    'je veu mourir',
    'JE VEUX MOURRIR',
    'je ve mourir',
    'g plus envi de vivre',
    "j'ai plus envie de vivre",
    'jai pu envie de vivre',
    "je n'ai vraiment plus envie de vivre",
    'jen peu plus',
    "j'en peux plus",
    "Je n'en peux plus...",
    "j'en peux vraiment plus aidez moi svp",
    'bonsoir je suis à bout',
    "je n'en peux plus de vivre comme ça",
    'je veux en finir',
    "j'ai envie d'en finir",
    'je veux en finir avec la vie',
    'jvais me suicider',
    'je vais me suicidé',
    'je pense au suicide tous les jours',
    'je vais sauter du pont',
    'je vais me jeter sous un train',
    "j'ai des idées noires",
    'ma vie n’a plus de sens',
    'tout le monde serait mieux sans moi',
    'ca va pas envie de mourir',
    'ma fille veut mourir',
    'mon fils parle de se suicider',
    'mon frère menace de se tuer',
    'ma voisine a fait une tentative de suicide',
    'mon ado se scarifie',
    'mon mari ne veut plus vivre depuis la retraite',
    'I want to die',
  ],
  'danger-child': [
    'mon oncle me touche',
    'ma voisine tape ses gosses',
    'mon fils est battu par son père',
    'mon père me frappe',
    'papa me tape',
    'mes parents me battent',
    'mon voisin frappe ses enfants',
    'la voisine bat son fils tous les soirs',
    'un enfant est en danger dans mon immeuble',
    'ma fille a disparu',
    'ma fille de 14 ans n’est pas rentrée',
    'mon fils est pas rentré de l’école et ne répond pas',
    'il y a un enfant tout seul dans la rue',
  ],
  'danger-violence': [
    'mon mari me tape',
    "il m'a mis un coup de poing",
    'il me donne des coups',
    'je me fais taper par mon mari',
    "j'ai peur pour ma vie",
    'je suis en danger',
    'mon mari me frappe',
    'mon marie me frape',
    "il m'a frappée hier soir",
    'il ma frappé',
    'mon copain me bat',
    'g peur de mon mari',
    'il menace de me tuer',
    'mon ex me menace',
    "j'ai été violée",
    'mon voisin frappe sa femme',
    'ma soeur se fait frapper par son copain',
    'my husband hits me',
    'on me force a me marier',
    'mon mari m’enferme à la maison',
  ],
  'danger-homeless': [
    'jai nulle part ou dormir',
    'je dors sur un banc',
    'je suis expulsé ce soir je sais pas ou aller',
    "mon mari m'a mise dehors je ne sais pas où aller cette nuit",
    'je suis dehors avec mon bébé',
    'je dors dehors',
    'jdors dehors ce soir',
    'Je suis à la rue avec deux enfants',
    'je sais pas où dormir ce soir',
    'on dort dans la voiture depuis lundi',
    'une famille dort dehors devant la gare',
  ],
  'wish-human': [
    'je veux parler à quelqu’un',
    'JE VEUX PARLER A UN AGENT',
    'parler a qqn svp',
    'jveu parlé a kelkun',
    'kelkun ?',
    'je voudrais parler à une vraie personne',
    'passez-moi quelqu’un',
    'un humain svp',
    'je ne veux pas parler à un robot',
    'pouvez-vous me rappeler',
    'puis-je avoir quelqu’un au téléphone ?',
    'can I talk to a human?',
    'je veux une vraie personne',
    'agent',
    'Agent svp',
    'humain',
    'un humain, merci',
    'quelqu’un ?',
    'bonjour, quelqu’un svp',
    'je veux parler à un fonctionnaire',
    'parler à un employé de la mairie',
    'parler avec une employée',
    'être rappelé(e)',
    'je voudrais être rappelé',
    'je souhaiterais être rappelée par l’urbanisme',
    'appelez moi',
    'appelez-moi au 06 12 34 56 78',
    'rappelez moi',
    'call me back',
    'a human please',
    'una persona por favor',
    'оператор, будь ласка',
  ],
  'not-understood': [
    'je ne comprends pas',
    'jcomprends pas',
    "j'ai rien compris",
    'vous ne comprenez pas ma question',
    'c’est pas clair',
  ],
  'personal-file': ['où en est mon dossier', 'vs avez recu mes papiers', 'mon permis est-il accepté'],
  'digital-help': [
    "j'ai pas internet",
    'g pa internet',
    "je n'ai pas d'ordinateur chez moi",
    "je n'ai ni ordinateur ni imprimante",
    'ma mère n’a pas internet',
    "je sais pas me servir d'un ordinateur",
    "je n'arrive pas à me servir de l'ordinateur",
    'le site marche pas pour moi',
    'vous pouvez le faire à ma place ?',
    'quelqu’un peut remplir le dossier avec moi ?',
    "c'est trop compliqué sur internet",
    'Bonjour, je n’arrive pas à faire ma demande en ligne',
    "j'y arrive pas sur votre site",
    "j'ai pas de mail",
    "je n'ai pas d'adresse mail, comment je fais",
    'je ne sais pas lire',
    "à 82 ans je suis peu à l'aise avec internet",
    'tout est sur internet et je sais pas faire',
    "I don't have a computer",
  ],
  anger: ['vous êtes nuls', "c'est vraiment n'importe quoi", 'ça ne sert à rien', "j'en ai marre", 'putain'],
  greeting: ['bonjour', 'slt', 'Bonjour !', 'bjr', 'Bonsoir madame', 'salut ça va ?', 'hello 👋'],
  thanks: [
    'merci',
    'Merci beaucoup !!',
    'ok merci',
    "merci pour l'info",
    'mrc',
    'j’ai compris, merci bcp',
    'd’accord, merci à vous',
    'bonjour et merci',
  ],
  goodbye: [
    'au revoir',
    'Merci, au revoir',
    'au revoir et bonne journée',
    'merci, c’est tout',
    'bonne soirée',
    'merci au revoir bonne journée',
  ],
  'who-are-you': ['qui êtes-vous ?', 'bonjour, tu es un robot ?', 'est-ce que je parle à un robot', "y a quelqu'un ?"],
}

describe.each(SIGNALS)('%s', (signal) => {
  it.each(HEARD[signal])('is heard in "%s"', (text) => {
    expect(match(text)).toContain(signal)
  })

  it('hears every one of its phrases', () => {
    const examples = (phrases[signal] ?? []).map((phrase) =>
      phrase.replace(/\[([^\]]*)\]\((\w+)\)/g, (_, example: string, slot: string) => (slot === 'end' ? '' : example)),
    )
    for (const phrase of examples)
      expect({ phrase, heard: match(phrase) }).toMatchObject({ heard: expect.arrayContaining([signal]) })
  })
})

describe('a subject in a word', () => {
  it.each(['DAACT', 'PLU', 'PAI', 'CNI', 'AEEH', 'APA'])('%s is no courtesy', (text) => {
    expect(match(text)).toEqual([])
  })
})

describe('a danger said in a word', () => {
  it.each([
    ['vital-alone', 'danger-vital'],
    ['distress-alone', 'danger-suicide'],
    ['child-alone', 'danger-child'],
    ['violence-alone', 'danger-violence'],
  ] as const)('is heard by every phrase of %s', (list, signal) => {
    expect(phrases[list]?.length).toBeGreaterThan(10)
    for (const phrase of phrases[list] ?? [])
      expect({ phrase, heard: match(phrase) }).toMatchObject({ heard: expect.arrayContaining([signal]) })
  })

  it.each(['incendie', 'agression', 'viol', 'suicide', 'fugue', 'SOS'])('is no danger in a subject: "%s"', (word) => {
    expect(match(word).some((signal) => signal.startsWith('danger-'))).toBe(true)
    expect(match(`${word} documentation`)).toEqual([])
  })
})

describe('a thing, a person and what happens', () => {
  const PEOPLE = ['mon mari', 'ma femme', 'son bébé', 'la voisine', 'mamie', 'un homme']
  const HITS = ['frappe', 'tape', 'bat', 'cogne', 'a frappé', 'arrête pas de taper']

  it.each(PEOPLE)('"%s" does not move', (person) => {
    for (const said of [`${person} ne bouge plus`, `${person} bouge pu`, `${person} il bouge toujours plus`])
      expect({ said, heard: match(said) }).toMatchObject({ heard: ['danger-vital'] })
    expect(match(`${person} ne bouge plus de chez elle`)).toEqual([])
  })

  it.each(HITS)('a neighbour who "%s"', (hits) => {
    for (const child of ['sa fille', 'son fils', 'ses gosses', 'son bébé'])
      expect(match(`mon voisin ${hits} ${child}`)).toContain('danger-child')
    for (const adult of ['sa copine', 'sa femme', 'sa mère'])
      expect(match(`le voisin qui ${hits} ${adult}`)).toContain('danger-violence')
    for (const thing of ['à ma porte', 'au plafond', 'ses tapis'])
      expect(match(`mon voisin ${hits} ${thing}`)).toEqual([])
  })

  it.each(["l'immeuble d'en face", 'la maison du voisin', 'la grange', 'mon appartement'])('"%s" burns', (place) => {
    expect(match(`${place} brûle`)).toEqual(['danger-vital'])
    expect(match(`${place} est en feu`)).toEqual(['danger-vital'])
    expect(match(`${place} a brûlé il y a un an`)).toEqual([])
  })
})

describe('a wish', () => {
  it('hears a person asked for in a word or two', () => {
    for (const phrase of phrases['wish-alone'] ?? [])
      expect({ phrase, heard: match(phrase) }).toMatchObject({ heard: ['wish-human'] })
  })
})

describe('no danger', () => {
  it.each([
    'mon mari vient de mourir',
    'ma mère est morte hier que faire',
    'je ne veux pas mourir idiot',
    'je veux pas mourir',
    "je n'ai pas envie de mourir",
    "j'ai jamais eu envie, mais il faut refaire ma carte",
    'il est mort, il me faut un certificat de décès',
    'certificat de décès après une crise cardiaque',
    "c'est à quelle heure le feu d'artifice",
    "est-ce qu'il y a le feu d'artifice le 14 juillet ?",
    'il y a le feu rouge rue Pasteur qui est en panne',
    "amende pour non-respect de l'arrêt au feu rouge",
    'un feu de jardin est-il permis',
    "s'il y a le feu, qui prévenir ?",
    'où est le défibrillateur en cas d’arrêt cardiaque',
    'je veux en finir avec mes démarches',
    'je voudrais en finir avec cette paperasse',
    "j'en peux plus de vos formulaires",
    "je n'en peux plus du bruit des voisins",
    "mes voisins font la fête tous les week-ends, j'en peux plus",
    'un paquet de neige tombé du toit sur ma voiture',
    'mon ex me harcèle par message, où déposer plainte',
    'jen peu plus des poubelles qui débordent',
    'à 80 ans je ne veux plus vivre seule',
    'je ne veux plus vivre avec mon mari, comment divorcer',
    'mon père veut mourir chez lui, quelles aides ?',
    'je veux disparaître de la liste électorale',
    'on meurt de chaud à l’école, mourir de chaud',
    'ce qui me frappe, c’est le prix de la cantine',
    'mon chien dort dehors',
    'il ne me frappe pas',
    'je suis au 12 rue de la Paix',
    'sauter une classe',
    'tuer les rats de ma cave',
    'un pont pour les vélos',
    'mon mari est à la retraite',
    'peur de rater mon rendez-vous',
    'le service urbanisme ne répond plus au téléphone',
    'la voiture de mon voisin fuit',
    "fuite d'eau dans la rue",
    'enfant de 3 ans, inscription à la maternelle',
    "j'ai perdu ma carte",
    'battre un record',
    'prévention du suicide, une réunion publique est-elle prévue',
  ])('is heard in "%s"', (text) => {
    expect(match(text).filter((signal) => signal.startsWith('danger-'))).toEqual([])
  })
})

describe('nothing but a question', () => {
  it.each([
    "je veux parler à l'assistante sociale",
    'avoir quelqu’un pour garder mes enfants',
    'je veux une personne pour faire le ménage chez ma mère',
    'comment contacter un agent recenseur',
    'agent recenseur',
    'agent de sécurité recrutement',
    "quelqu'un a volé mon vélo",
    'appelez-moi un taxi',
    "j'ai perdu ma carte d'identité, appelez-moi au 06 12 34 56 78",
    'un employé à domicile doit-il être déclaré',
    "personne n'est passé pour l'eau",
    'human rights association',
    'je voudrais parler à un conseiller numérique',
    "j'ai parlé à un agent hier",
    'je ne veux pas parler à un agent',
    'acte de naissance merci',
    "bonjour je voudrais une carte d'identité",
    "merci pour l'info mais comment payer la cantine",
    'bonjour, les horaires de la mairie ? merci',
    'merci de me dire où voter',
    'bonne journée du patrimoine, à quelle heure ?',
    'qui êtes-vous censé prévenir en cas de décès',
    "c'est nulle part indiqué",
    "j'ai reçu une lettre que je ne comprends pas",
    'ma femme vient de mourir, je suis perdu, je commence par quoi ?',
    'salut public',
    '',
    '???',
  ])('is heard in "%s"', (text) => {
    expect(match(text)).toEqual([])
  })
})

describe('no call for help with what is done online', () => {
  it.each([
    'connexion internet fibre',
    'impôts en ligne date limite',
    'mot de passe FranceConnect',
    "je n'ai pas internet depuis l'orage, qui répare la ligne ?",
    "on a plus internet depuis une semaine et l'opérateur s'en moque",
    "j'ai pas de mail de confirmation après mon paiement",
    'adresse mail de la mairie',
    'payer la cantine en ligne',
    'prendre rendez-vous en ligne',
    'atelier ordinateur débutant',
    'la médiathèque a-t-elle internet',
    'mon fils apprend à lire',
    'je sais pas lire la carte du bus',
    'qui peut voter à ma place',
    'un ami peut-il récupérer mon passeport à ma place',
    'je ne sais pas quoi faire',
    'le site de la déchetterie est fermé ?',
    "c'est trop compliqué de se garer ici",
  ])('is heard in "%s"', (text) => {
    expect(match(text)).not.toContain('digital-help')
  })

  it('is heard in few questions of the entries, and those that ask for nothing else', () => {
    const questions = idsIn(intentsDir, '.json').flatMap((id) => readIntent(id).utterances.fr)
    const heard = questions.filter((question) => match(question).includes('digital-help'))
    expect({ heard, few: heard.length / questions.length < 0.004 }).toMatchObject({ few: true })
  })
})

describe('the questions of the entries', () => {
  /** Entries whose citizens may be in danger: the numbers come first, and that is right. */
  const ABOUT_DANGER = [
    'violences-conjugales',
    'hebergement-urgence',
    'domiciliation-sans-domicile',
    'aide-alimentaire',
    'justificatif-domicile-titre-identite',
    'ccas-rendez-vous',
    'numeros-urgence',
    'plainte-main-courante',
    'registre-personnes-fragiles',
  ]

  it('are answered as questions: none is taken for a danger', () => {
    const alarms = idsIn(intentsDir, '.json')
      .filter((id) => !ABOUT_DANGER.includes(id))
      .flatMap((id) => readIntent(id).utterances.fr.map((question) => ({ id, question, signals: match(question) })))
      .filter(({ signals }) => signals.some((signal) => signal.startsWith('danger-')))
    expect(alarms).toEqual([])
  })

  it('are answered as questions: hardly any is taken for a wish or for small talk', () => {
    const questions = idsIn(intentsDir, '.json').flatMap((id) => readIntent(id).utterances.fr)
    const missed = questions.filter((question) => {
      const outcome = outcomeOfSignals(match(question).filter((signal) => !signal.startsWith('danger-')))
      return outcome !== null
    })
    expect({ missed, share: missed.length / questions.length < 0.001 }).toMatchObject({ share: true })
  })
})

describe('outcomeOfSignals', () => {
  it.each([
    [['danger-homeless', 'danger-vital'], 'escalated_emergency'],
    [['danger-child'], 'escalated_emergency'],
    [['danger-suicide'], 'escalated_distress'],
    [['danger-violence', 'wish-human'], 'escalated_distress'],
    [['danger-homeless'], 'escalated_distress'],
    [['wish-human', 'anger'], 'escalated_wish'],
    [['greeting'], 'answered_small_talk'],
    [['anger'], null],
    [['not-understood'], null],
    [[], null],
  ] as const)('%j: %s', (signals, outcome) => {
    expect(outcomeOfSignals(signals)).toBe(outcome)
  })
})

describe('createSignalMatcher', () => {
  const phrases = {
    'danger-vital': ['il y a le feu'],
    'wish-human': ['parler à un agent'],
    thanks: ['merci'],
    harmless: ["feu d'artifice", 'un agent immobilier'],
  }
  const small = createSignalMatcher(phrases, words)

  it.each([
    ["il y a le feu d'artifice", []],
    ["il y a le feu, pas le feu d'artifice", ['danger-vital']],
    ["le feu d'artifice est tombé : il y a le feu", ['danger-vital']],
    ['parler à un agent immobilier', []],
    ['parler encore à un agent', ['wish-human']],
    ['PARLER À UN AGENT', ['wish-human']],
    ['ne pas parler à un agent', []],
    ['merci', ['thanks']],
    ['merci il y a le feu', ['danger-vital']],
    ['un agent doit parler', []],
    ['il y a toujours le feu', ['danger-vital']],
    ['parler toujours à un agent', []],
  ] as const)('%s: %j', (text, signals) => {
    expect(small(text)).toEqual(signals)
  })

  it.each([
    ['Il y a le FEU chez moi', 'danger-vital', '  chez moi'],
    ['chez moi, y a pas le feu', 'danger-vital', 'chez moi, y a pas le feu'],
    ['je veux parler encore à un agent svp', 'wish-human', 'je veux   svp'],
    ['merci', 'thanks', 'merci'],
    ['', 'thanks', ''],
  ] as const)('cuts what makes a signal out of "%s"', (text, signal, rest) => {
    expect(small.without(text, signal)).toBe(rest)
  })

  it('has nothing to hear without phrases', () => {
    expect(createSignalMatcher({}, words)('il y a le feu')).toEqual([])
  })

  it('never throws, and names the gravest first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(...Object.values(HEARD).flat())), { maxLength: 4 }),
        (parts) => {
          const signals = match(parts.join(' '))
          expect(signals).toEqual([...signals].sort((a, b) => SIGNALS.indexOf(a) - SIGNALS.indexOf(b)))
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([['a '], ['merci '], ['je veux '], ['pas '], ['il y a '], ['bonjour au revoir '], ['x']])(
    'ends on 10,000 characters of "%s"',
    (part) => {
      expect(Array.isArray(match(part.repeat(10_000 / part.length)))).toBe(true)
    },
  )
})
