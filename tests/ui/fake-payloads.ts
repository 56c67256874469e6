import type { Answer } from '../../src/platform/model/entry.js'
import type { Payload } from '../../src/platform/model/payload.js'
import type { Block } from '../../src/platform/text/rich-links.js'

const paragraph = (text: string): Block => ({ kind: 'paragraph', spans: [{ text }] })
const list = (ordered: boolean, ...items: string[]): Block => ({
  kind: 'list',
  ordered,
  items: items.map((text) => [{ text }]),
})

const BIRTH_CERTIFICATE: Answer = {
  entryId: 'acte-naissance-copie',
  title: 'Demander une copie ou un extrait d’acte de naissance',
  summary:
    'C’est gratuit. La demande se fait auprès de la mairie du lieu de naissance, en ligne, au guichet ou par courrier.',
  sections: [
    {
      key: 'brief',
      title: 'En bref',
      blocks: [
        {
          kind: 'paragraph',
          spans: [
            { text: 'L’acte de naissance se demande à ' },
            { text: 'la mairie de la commune où la personne est née', strong: true },
            { text: ', et non à celle où elle habite.' },
          ],
        },
      ],
    },
    {
      key: 'steps',
      title: 'Étapes',
      blocks: [
        list(
          true,
          'Vérifiez le lieu de naissance. Pour une naissance à l’étranger, adressez-vous au Service central d’état civil de Nantes.',
          'Demandez l’acte en ligne, au guichet ou par lettre sur papier libre.',
          'Recevez l’acte chez vous, ou emportez-le si vous venez sur place.',
        ),
      ],
    },
    {
      key: 'papers',
      title: 'Pièces à fournir',
      blocks: [
        list(
          false,
          'Extrait sans filiation : aucune pièce, et n’importe qui peut le demander.',
          'Copie intégrale pour votre parent ou votre enfant : un papier qui prouve le lien, comme le livret de famille.',
        ),
      ],
    },
    {
      key: 'cost',
      title: 'Coût',
      blocks: [paragraph('Gratuit. Méfiez-vous des sites internet qui demandent de payer.')],
    },
    {
      key: 'delay',
      title: 'Délai',
      blocks: [paragraph('Tout de suite au guichet. Quelques jours par courrier ou en ligne.')],
    },
    {
      key: 'place',
      title: 'Où s’adresser',
      blocks: [
        {
          kind: 'paragraph',
          spans: [
            { text: 'Service état civil, 1 place de la Mairie, 45990 Villebourg-sur-Loire. Téléphone : ' },
            { text: '02 61 91 00 00', href: 'tel:0261910000' },
            {
              text: '. Horaires : du lundi au vendredi de 8 h 30 à 12 h et de 13 h 30 à 17 h, le samedi de 9 h à 12 h pour l’état civil seulement. Sinon, adressez-vous à la mairie de la commune de naissance, ou au Service central d’état civil pour une naissance à l’étranger.',
            },
          ],
        },
      ],
    },
    {
      key: 'online',
      title: 'En ligne',
      blocks: [paragraph('Le téléservice national envoie votre demande à la bonne mairie.')],
    },
  ],
  facts: [
    { key: 'delay', title: 'Délai', spans: [{ text: 'Tout de suite au guichet.' }] },
    { key: 'where', title: 'Où s’adresser', spans: [{ text: 'À la mairie de la commune de naissance.' }] },
  ],
  simple: [
    paragraph('L’acte de naissance est un papier. Il prouve votre naissance.'),
    list(true, 'Cherchez le nom de la mairie.', 'Demandez l’acte à cette mairie.'),
  ],
  online: [
    {
      label: 'Demander un acte de naissance en ligne',
      url: 'https://www.service-public.fr/particuliers/vosdroits/R1406',
    },
  ],
  source: {
    name: 'Service-Public.fr (DILA)',
    url: 'https://www.service-public.fr/particuliers/vosdroits/F1427',
    licence: 'Licence Ouverte 2.0',
    date: '2023-10-31',
  },
  verifiedAt: '2024-02-02',
  oldSource: { text: 'Source de plus d’un an (février 2024).', language: 'fr' },
}

/** An answer with every section, a service and a source. */
export const BIRTH_CERTIFICATE_CARD: Payload = {
  type: 'card',
  title: BIRTH_CERTIFICATE.title,
  subtitle: BIRTH_CERTIFICATE.summary,
  actions: [
    ...BIRTH_CERTIFICATE.online.map(({ label, url }) => ({ action: 'url' as const, label, value: url })),
    { action: 'postback', label: 'Je n’y arrive pas en ligne', value: 'digital-help' },
    { action: 'postback', label: 'Ce n’est pas ma question', value: 'none' },
  ],
  answer: BIRTH_CERTIFICATE,
}

/** The same, as a guide led to it. */
export const GUIDED_CARD: Payload = {
  ...BIRTH_CERTIFICATE_CARD,
  actions: [
    { action: 'postback', label: 'Modifier mes réponses', value: 'guide:start:acte-naissance-copie' },
    { action: 'postback', label: 'Ce n’est pas ma question', value: 'none' },
  ],
  answer: {
    ...BIRTH_CERTIFICATE,
    guided: {
      situation: 'Votre cas : née en France',
      note: [{ kind: 'paragraph', spans: [{ text: 'Écrivez à la mairie de naissance.' }] }],
    },
  },
}

/** Two close answers and a way out. */
export const CLARIFICATION: Payload = {
  type: 'choice',
  text: 'Je vois plusieurs réponses possibles. Laquelle vous concerne ?',
  options: [
    { label: 'Refaire une carte d’identité perdue', value: 'entry:carte-identite-perdue' },
    { label: 'Retirer ma carte électorale', value: 'entry:carte-electorale' },
    { label: 'Ce n’est pas ma question', value: 'none' },
  ],
}

/** A place of help, with its links; the text stands alone. */
export const PLACES: Payload = {
  type: 'text',
  text: 'On peut aussi vous aider près de chez vous : France Services de Villebourg, 02 61 91 01 01.',
  blocks: [
    paragraph('On peut aussi vous aider près de chez vous :'),
    { kind: 'paragraph', spans: [{ text: 'France Services de Villebourg', strong: true }, { text: ' (à 3 km)' }] },
    {
      kind: 'list',
      ordered: false,
      items: [
        [{ text: 'Téléphone : ' }, { text: '02 61 91 01 01', href: 'tel:+33261910101' }],
        [{ text: 'Ouvert maintenant, jusqu’à 12 h 30. Horaires : du lundi au vendredi de 9 h à 12 h 30.' }],
        [{ text: 'accès du lieu décrit sur Acceslibre', href: 'https://acceslibre.example.org/x' }],
      ],
    },
  ],
}

/** The French numbers at once. */
export const EMERGENCY: Payload = {
  type: 'text',
  emergency: true,
  text: 'Si la vie de quelqu’un est en danger, n’attendez pas une réponse ici : appelez le 15 (Samu), le 18 (pompiers) ou le 112. Personne sourde ou malentendante : le 114, par SMS.',
}
