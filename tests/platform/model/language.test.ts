import { expect, it } from '@jest/globals'
import { toLanguage } from '../../../src/platform/model/language.js'

it.each([
  ['fr', 'fr'],
  ['en', 'en'],
  ['EN', 'en'],
  ['en-GB', 'en'],
  ['fr-CA', 'fr'],
  ['ar-MA', 'ar'],
  ['pt-BR', 'pt'],
  ['uk', 'uk'],
  ['ru-RU', 'ru'],
  ['tr', 'tr'],
  ['ro-MD', 'ro'],
  ['eng', 'fr'],
  ['de', 'fr'],
  ['', 'fr'],
  [undefined, 'fr'],
])('%p is %s', (value, language) => {
  expect(toLanguage(value)).toBe(language)
})
