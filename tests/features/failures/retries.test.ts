import { expect, it, jest } from '@jest/globals'
import { buildBase } from '../../../src/features/entries/catalogue/base.js'
import type { Snapshot } from '../../../src/features/entries/catalogue/snapshot.js'
import type { Explain } from '../../../src/features/entries/routes/try-routes.js'
import { createRetries } from '../../../src/features/failures/retries.js'
import { commune } from '../../platform/model/sample-commune.js'
import { FAKE_CALIBRATION } from '../entries/fake-encoder.js'
import { entry } from '../entries/sample-entry.js'

const NOTHING = { outcome: 'unanswerable_low_confidence', reason: 'unlikely', candidates: [] }

async function snapshot(...ids: string[]): Promise<Snapshot> {
  const base = await buildBase(
    ids.map((id) => entry(id, id)),
    null,
    FAKE_CALIBRATION,
  )
  return { commune: commune({ id: 'bourg' }), ...base }
}

it('asks a content a question once, whoever wants to know, and another content again', async () => {
  const [served, candidate] = [await snapshot('piscine'), await snapshot('piscine', 'velo')]
  const explain = jest.fn(async () => ({ ...NOTHING, encoderVersion: null }))
  const retries = createRetries({ snapshotOf: async () => served, explain: explain as unknown as Explain })
  const first = await retries.askOf(served, 'nager')
  await retries.askOf(candidate, 'nager')
  expect(explain).toHaveBeenCalledTimes(2)
  expect(await retries.askOf(served, 'nager')).toEqual(first)
  await retries.ask('bourg', ['nager'])
  expect(retries.known('bourg', 'nager')).toEqual(first)
  expect(explain).toHaveBeenCalledTimes(2)
  await retries.askOf(served, 'pédaler')
  expect(explain).toHaveBeenCalledTimes(3)
})

it('asks again what was searched by words alone, because the encoder was late', async () => {
  const served = await snapshot('piscine')
  const index = Object.create(served.index, { encoderVersion: { value: 'e1' } })
  const explain = jest.fn(async () => ({ ...NOTHING, encoderVersion: null }))
  const content = { ...served, index }
  const retries = createRetries({ snapshotOf: async () => content, explain: explain as unknown as Explain })
  await retries.askOf(content, 'nager')
  await retries.ask('bourg', ['nager'])
  expect(retries.known('bourg', 'nager')).toBeNull()
  expect(explain).toHaveBeenCalledTimes(2)
})
