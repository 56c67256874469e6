import { describe, expect, it } from '@jest/globals'
import { loadReplies } from '../../../src/features/replies/load-replies.js'
import { rankReplies } from '../../../src/features/replies/ready-replies.js'
import { knowledgeDir } from '../entries/installed.js'

const replies = (await loadReplies({ knowledgeDir, townDir: knowledgeDir }, ['villebourg']))('villebourg')
const ranked = (words: string, ...moments: string[]) =>
  rankReplies(replies, { words, moments: new Set(moments) }, 2).map(({ id }) => id)

describe('ready replies for a citizen’s words', () => {
  it.each([
    ['vous êtes ouverts samedi ?', 'horaires'],
    ['à quelle adresse dois-je venir', 'adresse'],
    ['comment prendre un rendez-vous', 'rendez-vous'],
    ['quelles pièces faut-il apporter', 'pieces'],
    ['quels sont les délais', 'delai'],
  ])('"%s" brings "%s" first', (words, id) => {
    expect(ranked(words)[0]).toBe(id)
  })

  it('follow the moment before the words', () => {
    expect(ranked('', 'opening')).toEqual(['bonjour'])
    expect(ranked('vous êtes ouverts samedi ?', 'opening')).toContain('horaires')
    expect(ranked('', 'thanks')).toEqual(['autre-chose', 'au-revoir'])
    expect(ranked('', 'personal-file')).toEqual(['dossier-personnel'])
  })

  it('are none when nothing fits', () => {
    expect(ranked('inscrire mon chat au conservatoire')).toEqual([])
  })
})
