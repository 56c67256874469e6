import type { PoolsView } from '../../../src/features/pools/contract.js'

/** Three communes, two of which share two agents; one of these has gone. */
export function samplePools(): PoolsView {
  const communes = ['Villebourg-sur-Loire', 'Zedville', 'Saint-Amand-Montrond'].map((name) => ({
    id: name.split('-')[0]?.toLowerCase() ?? '',
    name,
    departments: [{ id: 'etat-civil', name: 'État civil' }],
  }))
  const agent = (id: string, name: string, gone = false) => {
    return { id, name, communeId: 'villebourg', email: `${id}@villebourg.example`, gone }
  }
  return {
    communes,
    agents: [agent('claire', 'Claire'), agent('karim', 'Karim', true)],
    pools: [
      {
        ...{ id: 'rivers', version: 3, name: 'Val de Loire', communes: ['villebourg', 'zedville'] },
        hours: { 1: [['08:30', '12:00']], 2: [['08:30', '17:00']] },
        agents: [
          { userId: 'claire', serves: [{ communeId: 'zedville', departments: ['etat-civil'] }] },
          { userId: 'karim', serves: [{ communeId: 'zedville', departments: [] }] },
        ],
      },
    ],
  }
}
