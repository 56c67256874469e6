import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { fitDocument } from '../../../src/commands/communes/fit-document.js'
import { type AppointmentsDocument, appointmentSealPlace } from '../../../src/features/appointments/appointment.js'
import { createSealer } from '../../../src/platform/store/sealer.js'

it('a commune that moves takes the secret of RDV Service Public with it, sealed by the key of where it comes', async () => {
  const [from, to] = await Promise.all(
    ['from', 'to'].map(async (name) => createSealer(await mkdtemp(path.join(os.tmpdir(), `guichet-${name}-`)))),
  )
  if (!from || !to) throw new Error('no sealer')
  const document: AppointmentsDocument = {
    version: 1,
    communeId: 'bourg',
    secrets: [{ sealed: await from.seal('secret', appointmentSealPlace('bourg')), until: null }],
    heardAt: null,
    appointments: [],
  }
  const fitting = {
    from: 'bourg',
    as: 'ville',
    keys: { from, to },
    serverAdmins: new Set<string>(),
    standing: new Map(),
    takenEmails: new Set<string>(),
  }
  const moved = await fitDocument({ kind: 'appointments', key: 'bourg', document }, fitting)
  expect(moved.key).toBe('ville')
  const [secret] = (moved.document as AppointmentsDocument).secrets
  expect(await to.open(secret?.sealed ?? '', appointmentSealPlace('ville'))).toBe('secret')
})
