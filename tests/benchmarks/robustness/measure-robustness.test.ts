import { describe, expect, it } from '@jest/globals'
import { ranking } from '../../../benchmarks/peers/system.js'
import { measureRobustness } from '../../../benchmarks/robustness/measure-robustness.js'

const question = (id: string, targets: string[]) => ({ id, question: `Ma demande de ${id}`, targets, style: null })

describe('measureRobustness', () => {
  it('sets each perturbation beside the clean questions', async () => {
    const questions = [question('carte', ['carte']), question('permis', ['permis']), question('rien', [])]
    // Knows a question only by its exact last word: capitals lose everything, no accents nothing.
    const system = { find: async (text: string) => ranking([text.split(' ').at(-1) ?? '']) }
    const { name, losses } = await measureRobustness('a system', system, questions)
    const of = (perturbation: string) => losses.find((one) => one.perturbation === perturbation)
    expect(name).toBe('a system')
    expect(losses[0]).toMatchObject({ perturbation: 'clean', 'hit@1': 1, 'loss@1': 0 })
    expect(of('capitals')).toMatchObject({ 'hit@1': 0, 'loss@1': 1, 'loss@5': 1, interval: [1, 1] })
    expect(of('no accents')).toMatchObject({ 'hit@1': 1, 'loss@1': 0, interval: [0, 0] })
  })
})
