import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ownWords } from '../../../src/features/remote-replies/own-words.js'

const ABOVE = '--- Répondez au-dessus de cette ligne ---'
const OURS = ['Bonjour Anne,', '', 'Une personne a laissé un message. Elle a écrit :', '', '    Où est la crèche ?']
const OWN = 'Bonjour,\n\nla crèche est rue Haute.\nBonne journée'
const marked = (lines: readonly string[]) => lines.map((line) => `> ${line}`.trimEnd())

/** Answers as programs write them in French, by program. */
const ANSWERS: [program: string, text: string][] = [
  ['nothing is quoted', OWN],
  [
    'Gmail',
    [OWN, '', 'Le mar. 24 nov. 2026 à 10:00, Mairie <mairie@ville.fr> a écrit :', '', ...marked(OURS)].join('\n'),
  ],
  [
    'Gmail, the line wrapped',
    [
      OWN,
      '',
      'Le mar. 24 nov. 2026 à 10:00, Mairie de Villebourg-sur-Loire <',
      'reponses+0123456789abcdef0123456789abcdef@ville.fr> a écrit :',
      '',
      ...marked([ABOVE, ...OURS]),
    ].join('\n'),
  ],
  ['Thunderbird', [OWN, '', 'Le 24/11/2026 à 10:00, Mairie a écrit :', ...marked(OURS)].join('\r\n')],
  [
    'Thunderbird, answered below',
    [
      'Le 24/11/2026 à 10:00, Mairie a écrit :',
      ...marked(OURS),
      '',
      OWN,
      '',
      '-- ',
      'Anne Martin',
      '01 02 03 04 05',
    ].join('\n'),
  ],
  [
    'Outlook for Windows',
    [
      OWN,
      '',
      '________________________________',
      'De : Mairie <mairie@ville.fr>',
      'Envoyé : mardi 24 novembre 2026 10:00',
      'À : Anne <anne@ville.fr>',
      'Objet : Villebourg : un message à traiter (VR-7K3-46Q)',
      '',
      ...OURS,
    ].join('\r\n'),
  ],
  [
    'Outlook, without a rule',
    [OWN, '', 'De : Mairie', 'Envoyé le : mardi 24 novembre', 'À : Anne', 'Objet : Un message', '', ...OURS].join('\n'),
  ],
  [
    'an older Outlook',
    [OWN, '', '-----Message d’origine-----', 'De : Mairie', 'Objet : Un message', '', ...OURS].join('\n'),
  ],
  [
    'the webmail of Orange',
    [OWN, '', '> Message du 24/11/26 10:00', '> De : "Mairie" <mairie@ville.fr>', ...marked(OURS)].join('\n'),
  ],
  [
    'another webmail',
    [OWN, '', '------- Message original -------', 'Le mardi 24 novembre 2026, Mairie a écrit :', '', ...OURS].join(
      '\n',
    ),
  ],
  [
    'an iPhone',
    [OWN, '', 'Envoyé de mon iPhone', '', '> Le 24 nov. 2026 à 10:00, Mairie a écrit :', '> ', ...marked(OURS)].join(
      '\n',
    ),
  ],
  [
    'an iPhone, quoting without marks',
    [OWN, '', 'Le 24 nov. 2026 à 10:00, Mairie <mairie@ville.fr> a écrit :', '', ...OURS].join('\n'),
  ],
  [
    'Outlook for Android',
    [OWN, '', 'Obtenir Outlook pour Android', '________________________________', ...OURS].join('\n'),
  ],
  [
    'Outlook for iOS',
    [OWN, '', 'Envoyé à partir de Outlook pour iOS', 'De : Mairie', 'Date : mardi', ...OURS].join('\n'),
  ],
  [
    'a telephone',
    [OWN, '', 'Envoyé depuis mon téléphone Orange', '', '-------- Message original --------', ...OURS].join('\n'),
  ],
  [
    'Windows’s own',
    [OWN, '', 'Provenance : Courrier pour Windows', '', 'De : Mairie', 'Envoyé : mardi', ...OURS].join('\n'),
  ],
  ['a program that says nothing', [OWN, '', ABOVE, '', ...OURS].join('\n')],
  [
    'an English one',
    [OWN, '', 'On Tue, 24 Nov 2026 at 10:00, Town <town@ville.fr> wrote:', ...marked(OURS)].join('\n'),
  ],
  ['a signature', [OWN, '', '-- ', 'Anne Martin', 'Mairie de Villebourg'].join('\n')],
]

describe('what somebody wrote herself in an answer', () => {
  it.each(ANSWERS)('is found in what %s sends', (_, text) => {
    expect(ownWords(text, ABOVE)).toBe(OWN)
  })

  it('keeps sentences that only look like what programs write', () => {
    for (const own of [
      'Le maire a écrit : il faut attendre.\nBonne journée',
      'De : la rue Haute à : la place, comptez dix minutes.',
      'Le dossier est prêt.\n\nOn vous attend.',
      'Envoyé hier par la poste.',
      'Date limite : vendredi.',
    ].slice(1))
      expect(ownWords(own, ABOVE)).toBe(own)
  })

  it('is never longer than what came, holds no quoted line, and is the same when it is read again', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(...ANSWERS.flatMap(([, text]) => text.split('\n'))),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const text = lines.join('\n')
        const own = ownWords(text, ABOVE)
        expect(own.length).toBeLessThanOrEqual(text.length)
        expect(own.split('\n').some((one) => one.trim().startsWith('>'))).toBe(false)
        expect(own).not.toContain(ABOVE)
        expect(ownWords(own, ABOVE).length).toBeLessThanOrEqual(own.length)
      }),
    )
  })
})
