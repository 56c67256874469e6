import { secondFactorPlace } from '../../../src/features/accounts/staff.js'
import { appointmentSealPlace } from '../../../src/features/appointments/appointment.js'
import { sealPlace, type Webhook } from '../../../src/features/webhooks/webhook.js'
import type { Sealer } from '../../../src/platform/store/sealer.js'
import type { Store } from '../../../src/store/store.js'
import { at, conversation, handoff, message, user } from '../../contract/sample-inputs.js'

const CODE = 'secret of a second factor'

/** Fills a store with one of each thing that is kept sealed: the second factor of Anne, the secrets of a webhook and of RDV Service Public, a phone number in a conversation. */
export async function keepSealed(store: Store, sealer: Sealer): Promise<void> {
  const secondFactor = {
    sealedSecret: await sealer.seal(CODE, secondFactorPlace('anne')),
    confirmedAt: at(0),
    lastStep: 0,
    recoveryHashes: [],
  }
  await store.saveUser(user('anne', { email: 'anne@villebourg.example', secondFactor }))
  await store.saveUser(user('bob'))
  const webhook: Webhook = {
    id: 'w1',
    communeId: 'villebourg',
    name: 'Gestion des demandes',
    address: 'https://demandes.example/hook',
    events: ['handoff.requested'],
    state: 'active',
    secrets: [],
    createdAt: at(0),
    createdBy: { userId: 'anne', userName: 'Anne' },
    deliveredAt: null,
    failingSince: null,
  }
  const secret = { sealed: await sealer.seal('x', sealPlace(webhook)), until: null }
  await store.addWebhook({ ...webhook, secrets: [secret] })
  const appointments = await sealer.seal('y', appointmentSealPlace('villebourg'))
  await store.connectAppointments('villebourg', appointments, at(0))
  await store.createConversation(conversation('c1', { communeId: 'villebourg' }), [])
  await store.requestHandoff(handoff('c1'), message('system', 'avis'))
  const sealed = await sealer.seal('06 39 98 55 12', 'c1')
  await store.appendMessage('c1', message('citizen', 'mon numéro : [téléphone]'), {
    masked: [{ kind: 'phone', sealed }],
  })
}

/** Whether a key opens the second factor that {@link keepSealed} has kept. */
export async function opensFactor(store: Store, sealer: Sealer): Promise<boolean> {
  const anne = (await store.listUsers()).find(({ id }) => id === 'anne')
  return (await sealer.open(anne?.secondFactor?.sealedSecret ?? '', secondFactorPlace('anne'))) === CODE
}
