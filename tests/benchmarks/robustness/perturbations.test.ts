import { describe, expect, it } from '@jest/globals'
import { perturb } from '../../../benchmarks/robustness/measure-robustness.js'
import { PERTURBATIONS } from '../../../benchmarks/robustness/perturbations.js'

const QUESTION = "Bonjour, est-ce que je peux déposer l'acte de naissance à l'école aujourd'hui ?"

function under(name: string, question = QUESTION): string {
  const found = PERTURBATIONS.find((one) => one.name === name)
  if (!found) throw new Error(`no perturbation is called ${name}`)
  return perturb(found, question)
}

describe.each(PERTURBATIONS)('$name', (perturbation) => {
  it('changes the question, the same way each time', () => {
    expect(perturb(perturbation, QUESTION)).not.toBe(QUESTION)
    expect(perturb(perturbation, QUESTION)).toBe(perturb(perturbation, QUESTION))
  })
})

describe('perturbations', () => {
  it('capitals', () => expect(under('capitals', 'École')).toBe('ÉCOLE'))

  it('no accents, the rest untouched', () =>
    expect(under('no accents', "Œuvre à l'Île, ça été")).toBe("OEuvre a l'Ile, ca ete"))

  it('SMS spelling: short words, k, no accents, apostrophes or marks', () => {
    expect(under('SMS spelling')).toBe('bjr eske jpeux deposer lacte de naissance a lecole ajd')
    expect(under('SMS spelling', 'Qui est le maire, pour quelle durée ?')).toBe('ki est le maire pr kel duree')
  })

  it('dictation: lower case and fillers, without marks but the apostrophe', () => {
    const spoken = under('dictation')
    expect(spoken).toBe(spoken.toLowerCase())
    expect(spoken).not.toMatch(/[,.?!-]/)
    expect(spoken).toContain("l'acte")
    expect(spoken.split(' ').length).toBeGreaterThan(QUESTION.split(' ').length)
  })

  it('pasted mail: the question whole, between a greeting, a signature and quoted lines', () => {
    const [greeting, , question, ...rest] = under('pasted mail').split('\n')
    expect(greeting).toMatch(/,$/)
    expect(question).toBe(QUESTION)
    expect(rest.filter((line) => line.startsWith('> ')).length).toBeGreaterThan(1)
  })

  it('polite ending: the question first, without its mark', () => {
    expect(under('polite ending').startsWith(QUESTION.replace(' ?', ''))).toBe(true)
  })
})
