import type { Commune } from '../../../platform/model/commune.js'
import type { EntryContent } from '../model/entry-record.js'
import { fillVariables } from '../render/render-answer.js'

/** Variables of a service, as entries name them. */
const SERVICE_FIELDS = ['nom', 'adresse', 'telephone', 'courriel', 'horaires'] as const

/** Anything between double braces, the variables of the commune and slips of the pen alike. */
const BRACES = /\{\{[^{}\n]*\}\}/g

/** The variables of a commune, as they are written between double braces, with their values in plain text. */
export function variablesOf(commune: Commune): { name: string; value: string }[] {
  const ids = Object.keys(commune.services)
  const names = ['commune.nom', 'commune.site', ...ids.flatMap((id) => SERVICE_FIELDS.map((field) => `${id}.${field}`))]
  return names.map((name) => {
    const value = fillVariables(`{{${name}}}`, commune).replace(/\[([^[\]]*)\]\([^)[]*\)/g, '$1')
    return { name, value }
  })
}

function notesOf(guide: EntryContent['guide']): [string, string][] {
  const notes = guide?.branches.map(({ note }, at): [string, string] => [`guide.branches.${at}.note`, note ?? '']) ?? []
  return [...notes, ['guide.otherwise.note', guide?.otherwise.note ?? '']]
}

/** What is written as a variable in a content and is none in a commune, with its field. */
export function unknownVariables(content: EntryContent, commune: Commune): { field: string; variable: string }[] {
  const texts: [string, string][] = [
    ['summary', content.summary],
    ...Object.entries(content.short ?? {}).map(([key, text]): [string, string] => [`short.${key}`, text]),
    ...Object.entries(content.sections).map(([key, text]): [string, string] => [`sections.${key}`, text]),
    ['simple', content.simple ?? ''],
    ...notesOf(content.guide),
  ]
  return texts.flatMap(([field, text]) => unknownIn(text, commune).map((variable) => ({ field, variable })))
}

/** What is written as a variable in a text and is none in a commune, once each. Pure. */
export function unknownIn(text: string, commune: Commune): string[] {
  const written = [...text.matchAll(BRACES)].map(([whole]) => whole)
  return [...new Set(written.filter((one) => fillVariables(one, commune) === one))]
}
