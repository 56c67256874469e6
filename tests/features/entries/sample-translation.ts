import { parseTranslation } from '../../../src/features/entries/catalogue/load-translations.js'
import { frenchDigest } from '../../../src/features/entries/render/translation-of.js'
import type { Entry } from '../../../src/platform/model/entry.js'

/** The text of a small valid translation into Spanish of an entry of `sample-entry.ts`. */
export function translationText(of: Entry): string {
  return `---
title: Pedir una partida
summary: Es gratis.
online:
  - Pedir una partida en línea
translatedFrom: ${frenchDigest(of)}
translatedBy: mairie
reviewed: false
date: 2026-11-25
---

## En bref

Es gratis.

## Étapes

1. Escriba al ayuntamiento.

## Pièces à fournir

Ninguno.

## Coût

Gratis.

## Délai

Unos días.

## Où s'adresser

En la recepción.

## En ligne

Sí.
`
}

/** The entry with this translation. */
export function translated(entry: Entry): Entry {
  return { ...entry, translations: { es: parseTranslation(translationText(entry)) } }
}
