import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe } from '@jest/globals'
import type { Store } from '../../src/store/store.js'
import { describeAccounts } from './account-contract.js'
import { describeAlerts } from './alert-contract.js'
import { describeAnnouncements } from './announcements-contract.js'
import { describeAppointments } from './appointment-contract.js'
import { describeClock } from './clock-contract.js'
import { describeConflicts } from './conflict-contract.js'
import { describeConversations } from './conversation-contract.js'
import { describeCuration } from './curation-contract.js'
import { describeErasures } from './erasure-contract.js'
import { describeFailures } from './failure-contract.js'
import { describeFiles } from './file-contract.js'
import { describeHandoffs } from './handoff-contract.js'
import { describeLifecycle } from './lifecycle-contract.js'
import { describeMails } from './mail-contract.js'
import { describeMaskedData } from './masked-data-contract.js'
import { describeNotes } from './note-contract.js'
import { describePacks } from './pack-contract.js'
import { describePools } from './pool-contract.js'
import { describePractice } from './practice-contract.js'
import { describePush } from './push-contract.js'
import { describeQueue } from './queue-contract.js'
import { describeRemarks } from './remark-contract.js'
import { describeRemoteReplies } from './remote-reply-contract.js'
import { describeRemoteTalks } from './remote-talk-contract.js'
import { describeReplies } from './reply-contract.js'
import { describeRetention } from './retention-contract.js'
import { conversation } from './sample-inputs.js'
import { describeScheduledPublications } from './scheduled-contract.js'
import { describeSettings } from './settings-contract.js'
import { describeStaff } from './staff-contract.js'
import { describeTally } from './tally-contract.js'
import { describeTchap } from './tchap-contract.js'
import { describeValidation } from './validation-contract.js'
import { describeWebhooks } from './webhook-contract.js'

/** A store under test and how to do away with it. */
export interface StoreUnderTest {
  store: Store
  cleanUp: () => Promise<void>
}

/** What a part of the contract works with: the store of the current test, and a conversation begun in it. */
export interface Contract {
  store: () => Store
  /** Begins an empty conversation and returns its id. */
  begin: (patch?: Parameters<typeof conversation>[1]) => Promise<string>
}

/** The contract that every {@link Store} keeps, run on one implementation; each test gets an empty store. */
export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store contract on ${name}`, () => {
    let current: StoreUnderTest | undefined
    const store = () => {
      if (!current) throw new Error('no store is open')
      return current.store
    }
    const begin: Contract['begin'] = async (patch = {}) => {
      const { conversation: begun } = await store().createConversation(conversation(randomUUID(), patch), [])
      return begun.id
    }
    beforeEach(async () => {
      current = await open()
    })
    afterEach(async () => {
      await current?.cleanUp()
    })
    for (const part of [
      describeConversations,
      describeConflicts,
      describeHandoffs,
      describeQueue,
      describeLifecycle,
      describeMails,
      describeNotes,
      describeRemoteTalks,
      describeReplies,
      describeStaff,
      describeAccounts,
      describePools,
      describeAlerts,
      describePractice,
      describeScheduledPublications,
      describeRetention,
      describeErasures,
      describeClock,
      describeFailures,
      describePush,
      describeRemoteReplies,
      describeTchap,
      describePacks,
      describeFiles,
      describeWebhooks,
      describeAppointments,
      describeValidation,
      describeRemarks,
      describeMaskedData,
      describeTally,
      describeCuration,
      describeSettings,
      describeAnnouncements,
    ]) {
      part({ store, begin })
    }
  })
}
