import { describe, expect, it } from '@jest/globals'
import { coreOfMessage } from '../../src/search/message-core.js'

describe('coreOfMessage', () => {
  it('keeps what the citizen says of a pasted mail', () => {
    const mail = [
      'De : Anne',
      'Objet : carte perdue',
      'Bonjour,',
      "J'ai perdu ma carte d'identité, que faire ?",
      'Bien cordialement,',
      'Anne, 3 rue des Lilas',
      'Le 12 mars 2026 à 9 h, la mairie a écrit :',
      '> Nos services sont ouverts le lundi.',
    ].join('\n')
    expect(coreOfMessage(mail)).toBe("carte perdue\nBonjour,\nJ'ai perdu ma carte d'identité, que faire ?")
  })

  it('stops at a forwarded message', () => {
    expect(coreOfMessage('Qui répond ?\n-----Message d’origine-----\nFrom: x')).toBe('Qui répond ?')
  })

  it.each([
    ['a single line', 'de : à : cordialement'],
    ['a question after what somebody wrote', 'Bonjour,\nOn nous a écrit :\nvotre demande est incomplète, que faire ?'],
    ['lines of a list', 'Il me faut :\nun passeport\nune carte'],
    ['a message of quotations alone', '> comment faire une carte ?\n> merci'],
    ['a question after a closing formula', `Bonjour\nBonne journée\n${'et aussi une longue question '.repeat(12)}`],
  ])('leaves %s as it is', (_, message) => {
    expect(coreOfMessage(message)).toBe(message.trim())
  })
})
