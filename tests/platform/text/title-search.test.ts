import { describe, expect, it } from '@jest/globals'
import { indexTitles, searchTitles } from '../../../src/platform/text/title-search.js'

const TITLES: [id: string, title: string, ...questions: string[]][] = [
  ['birth', 'Demander une copie ou un extrait d’acte de naissance', 'papier de naissance', 'copie intégrale'],
  ['wedding-copy', 'Demander une copie ou un extrait d’acte de mariage', 'preuve de mariage'],
  ['wedding', 'Se marier à la mairie : dossier, témoins et date'],
  ['card', 'Renouveler sa carte d’identité', 'carte périmée'],
  ['card-lost', 'Carte d’identité perdue ou volée'],
  ['passport', 'Renouveler son passeport', 'passeport périmé'],
  ['passport-lost', 'Passeport perdu ou volé'],
  ['school', 'Inscrire son enfant à l’école maternelle', 'rentrée petite section'],
  ['light', 'Signaler un lampadaire en panne', 'éclairage public'],
  ['death', 'Déclarer un décès'],
]
const index = indexTitles(TITLES.map(([id, title, ...questions]) => ({ id, title, questions })))
const found = (typed: string, most = 5) => searchTitles(index, typed, most).map(({ id }) => id)

describe('searchTitles', () => {
  it.each([
    ['a word without its accents', 'deces', ['death']],
    ['a word with capitals and accents', 'DÉCÈS', ['death']],
    ['the beginning of a word', 'pas', ['passport-lost', 'passport']],
    ['two letters', 'la', ['light']],
    ['several unfinished words', 'cart ident', ['card', 'card-lost']],
    ['an elided article', 'l’école', ['school']],
    ['a plural', 'lampadaires', ['light']],
    ['a letter forgotten', 'passport', ['passport-lost', 'passport']],
    ['a letter too many', 'naisssance', ['birth']],
    ['another letter', 'naissence', ['birth']],
    ['two letters turned over', 'lampadiare', ['light']],
    ['a mistake in an unfinished word', 'lampda', ['light']],
    ['words of an example question', 'petite section', ['school']],
    ['words around the subject', 'bonjour je voudrais renouveler mon passeport', ['passport']],
    ['an unknown word among three', 'copie acte naissance marseille', ['birth']],
  ])('finds %s', (_, typed, expected) => {
    expect(found(typed).slice(0, expected.length)).toEqual(expected)
  })

  it.each([
    ['a short word with a mistake', 'csrte'.slice(0, 4)],
    ['words that no entry has', 'hirondelle'],
    ['a word that no entry has beside another', 'passeport hirondelle'],
    ['two mistakes', 'lammpadiare'],
    ['grammar alone', 'je veux'],
    ['nothing', '  '],
  ])('does not find %s', (_, typed) => {
    expect(found(typed)).toEqual([])
  })

  it('puts a title before an example question, a whole word before its beginning, the rarer word before the frequent one', () => {
    expect(found('mariage')[0]).toBe('wedding-copy')
    expect(found('acte naissance')[0]).toBe('birth')
    expect(found('carte')[0]).toBe('card')
    expect(found('perdu')[0]).toBe('passport-lost')
  })

  it('gives as many as are asked', () => {
    expect(found('demander', 1)).toHaveLength(1)
  })
})
