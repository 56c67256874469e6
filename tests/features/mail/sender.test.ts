import { describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config.js'
import { maySendAs, withSender } from '../../../src/features/mail/routes.js'
import type { Mail } from '../../../src/platform/mail/mail.js'
import type { CommuneMail } from '../../../src/platform/model/commune.js'
import { commune } from '../../platform/model/sample-commune.js'

const SENDERS = {
  from: 'Syndicat des Rives <assistant@syndicat.example>',
  domains: new Map([['aubrive', ['aubrive.example']]]),
}
const MAIL = { to: 'x@example.org', subject: 'Votre message', text: 'Bonjour.\n', kind: 'news' } as Mail
const sent = (id: string, mail: CommuneMail | undefined) =>
  withSender(MAIL, commune({ id, ...(mail ? { mail } : {}) }), SENDERS)

describe('the sender of a commune’s mails', () => {
  it('is the server’s, unless the commune’s file says another', () => {
    expect(sent('aubrive', undefined)).toEqual(MAIL)
    expect(withSender(MAIL, undefined, SENDERS)).toEqual(MAIL)
    expect(sent('aubrive', { name: 'Mairie d’Aubrive' })).toEqual({
      ...MAIL,
      from: 'Mairie d’Aubrive <assistant@syndicat.example>',
    })
    expect(sent('aubrive', { address: 'contact@aubrive.example', name: 'Mairie' }).from).toBe(
      'Mairie <contact@aubrive.example>',
    )
    expect(sent('aubrive', { signature: 'La mairie\n1 place du Marché' }).text).toBe(
      'Bonjour.\n\n-- \nLa mairie\n1 place du Marché\n',
    )
  })

  it('is never another commune’s: neither its domain nor its name at the server’s own', () => {
    expect(maySendAs('aubrive', 'contact@Aubrive.example', SENDERS)).toBe(true)
    expect(maySendAs('belmont', 'contact@aubrive.example', SENDERS)).toBe(false)
    expect(maySendAs('belmont', 'belmont@syndicat.example', SENDERS)).toBe(true)
    expect(maySendAs('belmont', 'aubrive@syndicat.example', SENDERS)).toBe(false)
    expect(maySendAs('belmont', 'maire@ailleurs.example', SENDERS)).toBe(false)
    expect(sent('belmont', { address: 'contact@aubrive.example', name: 'Belmont' }).from).toBe(
      'Belmont <assistant@syndicat.example>',
    )
  })

  it('is of the domains that the settings give to each commune, and each domain to one', () => {
    const { mailDomains } = readConfig({
      GUICHET_MAIL_DOMAINS: 'aubrive=aubrive.fr, belmont=belmont.fr,corval=aubrive.fr',
    })
    expect([...mailDomains]).toEqual([
      ['aubrive', ['aubrive.fr']],
      ['belmont', ['belmont.fr']],
    ])
    expect(() => readConfig({ GUICHET_MAIL_DOMAINS: 'aubrive.fr' })).toThrow(/commune=domaine/)
  })
})
