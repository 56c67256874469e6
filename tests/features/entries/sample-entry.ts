import { parseEntry } from '../../../src/features/entries/catalogue/load-entries.js'
import type { Entry } from '../../../src/platform/model/entry.js'

/** The text of a small valid entry. */
export function entryText(title = 'Demander un acte'): string {
  return `---
title: ${title}
summary: C'est gratuit.
category: etat-civil
who: commune
owner: accueil
source:
  name: Service-Public.fr (DILA)
  url: https://www.service-public.fr/particuliers/vosdroits/F1427
  licence: Licence Ouverte 2.0
  date: 2023-10-31
verifiedAt: 2024-02-02
reviewBy: 2027-03-31
servicePublic: [F1427]
online:
  - label: Demander un acte en ligne
    url: https://www.service-public.fr/particuliers/vosdroits/R1406
toCheck: []
---

## En bref

C'est gratuit.

## Étapes

1. Écrivez à la mairie.

## Pièces à fournir

Aucune.

## Coût

Gratuit.

## Délai

**Quelques jours** : 3 jours.

## Où s'adresser

À l'accueil.

## En ligne

Oui.
`
}

/** A simplified version to end {@link entryText} with. */
export const SIMPLE_TEXT = `
## Version simplifiée

C'est gratuit.

1. Écrivez à la mairie.
2. Appelez le {{accueil.telephone}}.
`

/** A small entry with an id, a title and sections of one's own. */
export function entry(id: string, title = `Titre de ${id}`, sections: Partial<Entry['sections']> = {}): Entry {
  const parsed = parseEntry(id, entryText(title), [`question de ${id}`])
  return { ...parsed, sections: { ...parsed.sections, ...sections } }
}
