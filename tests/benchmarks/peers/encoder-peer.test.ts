import { describe, expect, it } from '@jest/globals'
import { buildEncoderPeer } from '../../../benchmarks/peers/encoder-peer.js'
import { encoderAlone, systemOf } from '../../../benchmarks/peers/systems.js'
import type { SearchDocument } from '../../../src/search/analysed-document.js'
import type { Encoder } from '../../../src/search/encoder.js'

const MODEL = 'models/guichet-fr'

const entry = (id: string, questions: string[], rest: Partial<SearchDocument> = {}): SearchDocument => ({
  id,
  title: `${id} title`,
  text: '',
  questions,
  ...rest,
})

/** Texts in a plane: the angle that each begins with, in degrees. */
const encoder: Encoder = {
  version: 'angles',
  dimensions: 2,
  encode: async (texts) =>
    texts.map((text) => {
      const angle = (Number.parseFloat(text) / 180) * Math.PI
      return Float32Array.of(Math.cos(angle), Math.sin(angle))
    }),
  close: async () => {},
}

describe('buildEncoderPeer', () => {
  const ask = async (documents: SearchDocument[]) =>
    (await buildEncoderPeer(encoder, documents, null)).find('0 what is asked')

  it('sets an entry whose texts are all near before one with a nearer text among others', async () => {
    const scattered = entry('90', ['0', '80'])
    const steady = entry('15', ['-15', '10'])
    expect((await ask([scattered, steady])).ids).toEqual(['15', '90'])
    // As near as a whole: the nearest text decides.
    expect((await ask([entry('20', ['22']), entry('42', ['0'])])).ids).toEqual(['42', '20'])
  })

  it('reads the title, the example questions and the passages under the title, in French alone', async () => {
    const known = entry('40', ['41'], { text: 'Un passage.' })
    const abroad = entry('50', ['51'], { abroad: ['0 in English'] })
    expect((await ask([abroad, known])).ids).toEqual(['40', '50'])
    const read: string[] = []
    const encode = (texts: string[]) => {
      read.push(...texts)
      return encoder.encode(texts)
    }
    await buildEncoderPeer({ ...encoder, encode }, [known, abroad], null)
    expect(read.sort()).toEqual(['40 title', '40 title : Un passage.', '41', '50 title', '51'])
  })

  it('promises no confidence, decides nothing and says which encoder it is', async () => {
    const system = await buildEncoderPeer(encoder, [entry('0', [])], null)
    expect(await system.find('5')).toEqual({ ids: ['0'], confidence: null, outcome: null })
    expect(system).toMatchObject({ encoderVersion: 'angles' })
    expect(system.policy).toBeUndefined()
  })
})

describe('encoderAlone', () => {
  const BASE = [
    entry('cni', ["ma carte d'identité est périmée"], { title: "Refaire sa carte d'identité" }),
    entry('cantine', ['repas du midi à l’école'], { title: 'Inscrire son enfant à la cantine' }),
    entry('dechets', ['où jeter des gravats'], { title: 'Déchèterie : horaires' }),
  ]

  it('reads the model of a folder, which finds an entry in other words', async () => {
    const kind = systemOf(`the one before=${MODEL}`)
    expect(kind).toMatchObject({ name: 'the one before', kind: 'encoder', cached: true })
    const { find } = await (await kind.load())(BASE, null)
    expect((await find('ma fille mangera avec ses camarades')).ids[0]).toBe('cantine')
    expect((await find("mes papiers d'identite ne sont plus valables")).ids[0]).toBe('cni')
  })

  it('tells a folder without a model', async () => {
    const build = await encoderAlone('lost=models/nowhere').load()
    await expect(build(BASE, null)).rejects.toThrow(/^models\/nowhere: .*ENOENT/)
  })

  it.each(['', 'bm25', 'name=', '=folder'])('refuses %j', (argument) => {
    expect(() => encoderAlone(argument)).toThrow('expected name=folder')
  })
})
