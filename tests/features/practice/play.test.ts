import { describe, expect, it } from '@jest/globals'
import type { Exercise } from '../../../src/features/practice/exercise.js'
import { answerPlay, askHint, beginPlay, type Play, replyPlay, tellPlay } from '../../../src/features/practice/play.js'
import { fc } from '../../properties.js'
import { MANNERS, sampleExercise } from './sample-exercise.js'

const SHEET = 'Voici : https://mairie.example.org/fiche/carte'

function play(answers: readonly string[], exercise: Exercise = sampleExercise()): Play {
  return answers.reduce(
    (under, text, at) => answerPlay(under, { text, atMs: at * 1000 }, { exercise, manners: MANNERS }),
    beginPlay(exercise),
  )
}

const lastOf = ({ lines }: Play) => lines.at(-1)?.text

describe('a scripted citizen', () => {
  it('begins with what was said before, and her own words', () => {
    const { lines, status } = beginPlay(sampleExercise())
    expect(lines.map(({ author }) => author)).toEqual(['assistant', 'citizen'])
    expect(status).toBe('talking')
  })

  it('answers what she is asked, once', () => {
    const under = play(['Perdue ou volée ?'])
    expect(lastOf(under)).toBe('perdue, dans le train')
    expect(lastOf(play(['Perdue ou volée ?', 'Perdue ou volée ?']))).toBe('et le prix ?')
  })

  it('minds a curt answer, not a short one with courtesy or a question', () => {
    expect(lastOf(play(['voir site']))).toBe('vous êtes fâché ?')
    expect(lastOf(play(['Je comprends.']))).toBe('pardon ?')
    expect(lastOf(play(['Laquelle ?']))).toBe('pardon ?')
  })

  it('thanks once she has everything, by words or by the sheet, then waits for a last word', () => {
    const thanked = play(['Volée ? La photo, et 25 euros.', 'Voilà tout, je vous le redis.'])
    expect([lastOf(thanked), thanked.status]).toEqual(['merci beaucoup', 'thanked'])
    const bySheet = play([`Volée ? C’est 25 euros. ${SHEET}`, 'Voilà tout, je vous le redis.'])
    expect(bySheet.status).toBe('thanked')
    expect(play(['Volée ? La photo, et 25 euros.', 'Voilà tout, je vous le redis.', 'Merci']).status).toBe('ended')
  })

  it('does not read what must be told in words, nor a link at the counter', () => {
    expect(play([`Volée ? ${SHEET}`, 'C’est tout ce que je sais.']).status).toBe('talking')
    const atCounter = sampleExercise({ channel: 'counter' })
    expect(play([`Volée ? C’est 25 euros. ${SHEET}`, 'C’est tout ce que je sais.'], atCounter).status).toBe('talking')
  })

  it('is lost as often as she may, then leaves; nothing is said afterwards', () => {
    const answers = ['Je ne sais pas vraiment.', 'Je ne sais pas vraiment.', 'Je ne sais pas vraiment.', 'Attendez !']
    const left = play(answers)
    expect(left.lines.slice(-2).map(({ text }) => text)).toEqual(['Je ne sais pas vraiment.', 'tant pis'])
    expect(left.status).toBe('left')
  })

  it('takes words and the card that goes with them for one answer', () => {
    const script = { exercise: sampleExercise(), manners: MANNERS }
    const words = tellPlay(beginPlay(script.exercise), { text: 'Volée ? C’est 25 euros.', atMs: 0 })
    const both = tellPlay(words, { text: '/fiche/carte', atMs: 1 })
    expect(lastOf(replyPlay(both, 2, script))).toBe('perdue, dans le train')
    const again = tellPlay(replyPlay(both, 2, script), { text: 'Voilà tout, je vous le redis.', atMs: 3 })
    expect(replyPlay(again, 4, script).status).toBe('thanked')
    expect(replyPlay(replyPlay(both, 2, script), 3, script)).toEqual(replyPlay(both, 2, script))
  })

  it('gives as many hints as there are', () => {
    const exercise = sampleExercise()
    const hinted = [1, 2, 3].reduce((under) => askHint(under, exercise), beginPlay(exercise))
    expect(hinted.hintsGiven).toBe(2)
  })

  it('says the same to the same words, is never endless, and survives being kept as JSON', () => {
    const words = fc.constantFrom('ok', 'Volée ?', 'photo', '25', SHEET, 'Bonjour', 'je ne sais pas du tout ça')
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (answers) => {
        const under = play(answers)
        expect(play(answers)).toEqual(under)
        expect(JSON.parse(JSON.stringify(under))).toEqual(under)
        const citizen = under.lines.filter(({ author }) => author === 'citizen')
        expect(citizen.length).toBeLessThanOrEqual(1 + 3 + 2 + 4)
      }),
    )
    expect(play(Array(12).fill('je ne sais pas du tout ça')).status).toBe('left')
  })
})
