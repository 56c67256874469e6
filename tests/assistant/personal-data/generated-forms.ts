import { fc } from '../../properties.js'

/**
 * Data written as nobody has tried it: each kind is made from what it is (its figures, its key) and from how people write numbers (groups, separators, words around),
 * not from what the mask looks for.
 */

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''))
const oneOf = <T>(...all: T[]) => fc.constantFrom(...all)
const separator = oneOf('', ' ', ' ', '.', '-', '\u00a0', '/', '_', ' - ')

/** Cuts figures into groups of some lengths, over and over. */
function grouped(figures: string, lengths: readonly number[], between: string): string {
  const groups: string[] = []
  for (let at = 0, turn = 0; at < figures.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? figures.length
    groups.push(figures.slice(at, at + length))
    at += length
  }
  return groups.join(between)
}

const mod97 = (text: string) => [...text].reduce((rest, one) => (rest * 10 + Number(one)) % 97, 0)

const nir = fc
  .tuple(
    oneOf('1', '2'),
    fc.integer({ min: 0, max: 99 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 95 }),
    digits(6),
    fc.boolean(),
    separator,
  )
  .map(([sex, year, month, department, rest, hasKey, between]) => {
    const two = (value: number) => String(value).padStart(2, '0')
    const body = `${sex}${two(year)}${two(month)}${two(department)}${rest}`
    const all = hasKey ? body + two(97 - mod97(body)) : body
    return grouped(all, [1, 2, 2, 2, 3, 3, 2], between)
  })

const iban = fc
  .tuple(digits(23), oneOf('', ' ', '-', '.', '\u00a0'), fc.boolean(), oneOf([4], [27], [2, 2, 5, 5, 11, 2]))
  .map(([account, between, isSmall, lengths]) => {
    const key = String(98 - mod97(`${account}152700`)).padStart(2, '0')
    const written = grouped(`FR${key}${account}`, lengths, between)
    return isSmall ? written.toLowerCase() : written
  })

const card = fc
  .tuple(oneOf('4', '51', '52', '55', '37'), digits(15), oneOf(' ', '', '-', '.', '\u00a0'), oneOf([4], [2], [16], [1]))
  .map(([start, rest, between, lengths]) => {
    const length = start === '37' ? 14 : 15
    const body = (start + rest).slice(0, length)
    const sum = [...body].reverse().reduce((all, one, index) => {
      const value = Number(one) * (index % 2 === 0 ? 2 : 1)
      return all + (value > 9 ? value - 9 : value)
    }, 0)
    return grouped(body + String((10 - (sum % 10)) % 10), start === '37' ? [4, 6, 5] : lengths, between)
  })

const phone = fc
  .tuple(
    oneOf('06', '07', '01', '02', '05', '09'),
    digits(8),
    separator,
    oneOf([2], [4, 3, 3], [10], [4, 2, 2, 2], [2, 4, 4]),
  )
  .map(([start, rest, between, lengths]) => grouped(start + rest, lengths, between))

const foreignPhone = fc
  .tuple(
    oneOf('+', '00', '+ ', '(+'),
    oneOf('32', '41', '49', '34', '351', '212', '213', '216', '221', '225', '44', '1', '380', '40'),
    digits(9),
    oneOf(' ', '.', '-', '', '/'),
    oneOf([3, 3, 3], [3, 2, 2, 2], [9], [2, 3, 2, 2]),
  )
  .map(
    ([prefix, country, rest, between, lengths]) =>
      `${prefix}${country}${prefix === '(+' ? ')' : ''}${between === '/' ? ' ' : between}${grouped(rest.replace(/^0/, '6'), lengths, between)}`,
  )

const name = oneOf(
  'marie.lefevre',
  'k_benali',
  'paul-emile.durand75',
  'nguyen',
  'm.d',
  'sophie.martin+mairie',
  'éloïse',
)
const email = fc
  .tuple(
    name,
    oneOf('@', ' @ ', '(at)', ' [at] ', ' arobase ', '(arobase)'),
    oneOf('laposte', 'mairie-lyon', 'free', 'univ-tours'),
    oneOf('.fr', '.com', '.net', '.co.uk'),
  )
  .map((parts) => parts.join(''))

const PLATE_LETTERS = 'ABCDEFGHJKLMNPQRSTVWXYZ'
const letters = fc
  .tuple(fc.nat(PLATE_LETTERS.length - 1), fc.nat(PLATE_LETTERS.length - 1))
  .map(([a, b]) => `${PLATE_LETTERS[a]}${PLATE_LETTERS[b]}`)
const plate = fc
  .tuple(letters, digits(3), letters, oneOf('-', ' ', '', '.', '/'), oneOf('upper', 'lower', 'mixed'))
  .map(([before, figures, after, between, how]) => {
    const written = [before, figures, after].join(between)
    return how === 'upper'
      ? written
      : how === 'lower'
        ? written.toLowerCase()
        : written[0] + written.slice(1).toLowerCase()
  })

const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
]
const date = fc
  .tuple(
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1930, max: 2022 }),
    oneOf('/', '.', '-', ' ', 'words'),
  )
  .map(([day, month, year, how]) => {
    const two = (value: number) => String(value).padStart(2, '0')
    return how === 'words' ? `${day} ${MONTHS[month - 1]} ${year}` : [two(day), two(month), String(year)].join(how)
  })

const UNITS = [
  'zéro',
  'un',
  'deux',
  'trois',
  'quatre',
  'cinq',
  'six',
  'sept',
  'huit',
  'neuf',
  'dix',
  'onze',
  'douze',
  'treize',
  'quatorze',
  'quinze',
  'seize',
  'dix-sept',
  'dix-huit',
  'dix-neuf',
]
const TENS = [
  '',
  '',
  'vingt',
  'trente',
  'quarante',
  'cinquante',
  'soixante',
  'soixante',
  'quatre-vingt',
  'quatre-vingt',
]

/** A number below 100 in French words. */
export function inWords(value: number): string {
  if (value < 20) return UNITS[value] ?? ''
  const ten = Math.floor(value / 10)
  const rest = ten === 7 || ten === 9 ? (value % 10) + 10 : value % 10
  if (rest === 0) return ten === 8 ? 'quatre-vingts' : (TENS[ten] ?? '')
  const joint = (rest === 1 || rest === 11) && ten !== 8 && ten !== 9 ? ' et ' : '-'
  return `${TENS[ten]}${joint}${UNITS[rest]}`
}

/** A number below 10,000 in French words. */
export function thousandsInWords(value: number): string {
  const [thousands, hundreds, rest] = [Math.floor(value / 1000), Math.floor((value % 1000) / 100), value % 100]
  const parts = [
    thousands === 0 ? '' : thousands === 1 ? 'mille' : `${UNITS[thousands]} mille`,
    hundreds === 0 ? '' : hundreds === 1 ? 'cent' : `${UNITS[hundreds]} cent`,
    rest === 0 && value > 0 ? '' : inWords(rest),
  ]
  return parts.filter(Boolean).join(' ')
}

/** As people say figures: zeros at the head of a group one by one. */
function aloud(group: string, how: 'number' | 'figures'): string {
  if (how === 'figures') return [...group].map((one) => UNITS[Number(one)]).join(' ')
  const zeros = /^0*/.exec(group)?.[0] ?? ''
  const rest = group.slice(zeros.length)
  const said = rest === '' ? [] : [thousandsInWords(Number(rest))]
  return [...[...zeros].map(() => 'zéro'), ...said].join(' ')
}

const manner = oneOf('number' as const, 'figures' as const)
const groupsOf = (text: string, length: number) => text.match(new RegExp(`.{1,${length}}`, 'g')) ?? []
const spokenPhone = fc
  .tuple(oneOf('06', '07', '01'), digits(8), manner, oneOf(' ', ', '))
  .map(([start, rest, how, between]) =>
    groupsOf(start + rest, 2)
      .map((group) => aloud(group, how))
      .join(between),
  )
const spokenCard = fc.tuple(card, oneOf(2, 4), manner).map(([number, length, how]) =>
  groupsOf(number.replace(/\D/g, ''), length)
    .map((group) => aloud(group, how))
    .join(' '),
)
const spokenIban = fc.tuple(digits(25), manner).map(
  ([figures, how]) =>
    `fr ${groupsOf(figures, 2)
      .map((group) => aloud(group, how))
      .join(' ')}`,
)

const before = oneOf('', 'Bonjour, ', 'alors voilà : ', 'je vous redonne ', 'Merci de noter ceci ', 'urgent !! ', '(')
const after = oneOf('', '.', ', merci', ' svp', ' pour demain ?', '\nCordialement', ' !')
const around = (value: fc.Arbitrary<string>, said: fc.Arbitrary<string> = before) =>
  fc.tuple(said, value, after).map(([start, data, end]) => ({ data, text: `${start}${data}${end}` }))

/** What says that a number is one, in the words of several people. */
const saidOf = {
  tax: oneOf(
    'mon numéro fiscal : ',
    'n° fiscal ',
    'Numéro fiscal est le ',
    'voici mon numéro fiscal, ',
    'identifiant fiscal = ',
    'SPI: ',
  ),
  birth: oneOf(
    'né le ',
    'je suis née le ',
    'ma date de naissance : ',
    'date de naissance = ',
    'née à Tours le ',
    'Date de naissance (',
    'DDN ',
  ),
  file: oneOf(
    'numéro d’allocataire ',
    'n° d’allocataire : ',
    'numéro de dossier ',
    'dossier n° ',
    'mon numéro étranger est ',
    'AGDREF ',
    'passeport numéro ',
    'numéro de la carte d’identité : ',
    'N° CAF ',
    'numéro ANTS ',
    'n° Ameli ',
  ),
}
const tax = fc
  .tuple(oneOf('0', '1', '2', '3'), digits(12), oneOf('', ' ', '.'), oneOf([2, 2, 3, 3, 3], [13], [1, 3, 3, 3, 3]))
  .map(([start, rest, between, lengths]) => grouped(start + rest, lengths, between))
const file = fc.oneof(
  digits(7),
  digits(10),
  digits(12),
  fc.tuple(digits(2), letters, digits(5)).map((parts) => parts.join('')),
  fc.tuple(oneOf('2024', '2025', '2026'), digits(5)).map((parts) => parts.join('-')),
)

/** Each kind with texts that hold it. `kind` is what it is masked as. */
export const GENERATED: Record<string, { kind: string; texts: fc.Arbitrary<{ data: string; text: string }> }> = {
  nir: { kind: 'nir', texts: around(nir) },
  iban: { kind: 'iban', texts: around(iban) },
  card: { kind: 'card', texts: around(card) },
  phone: { kind: 'phone', texts: around(phone) },
  email: { kind: 'email', texts: around(email) },
  plate: {
    kind: 'plate',
    texts: around(plate, oneOf('ma plaque ', 'immatriculée ', 'la voiture ', 'véhicule immatriculé : ')),
  },
  'phone abroad': { kind: 'phone', texts: around(foreignPhone, oneOf('', 'Bonjour, ', 'je vous redonne ')) },
  'phone aloud': { kind: 'phone', texts: around(spokenPhone) },
  'card aloud': { kind: 'card', texts: around(spokenCard) },
  'iban aloud': { kind: 'iban', texts: around(spokenIban) },
  tax: { kind: 'tax', texts: around(tax, saidOf.tax) },
  birth: { kind: 'birth', texts: around(date, saidOf.birth) },
  file: { kind: 'file', texts: around(file, saidOf.file) },
}
