import type { AccountStore } from '../features/accounts/account-verbs.js'
import type { PersonStore } from '../features/accounts/person-verbs.js'
import type { PoolStore } from '../features/accounts/pool-verbs.js'
import type { SessionStore } from '../features/accounts/session-verbs.js'
import type { StaffStore } from '../features/accounts/staff-verbs.js'
import type { PushStore } from '../features/agent-alerts/push-verbs.js'
import type { AppointmentStore } from '../features/appointments/appointment-verbs.js'
import type { FileStore } from '../features/attachments/file-verbs.js'
import type { AuditStore } from '../features/audit/audit-verbs.js'
import type { RemoteTalkStore } from '../features/botpress/remote-talk-verbs.js'
import type { ConflictStore } from '../features/conflicts/conflict-verbs.js'
import type { ConversationStore } from '../features/conversations/conversation-verbs.js'
import type { EntryStore } from '../features/entries/entry-verbs.js'
import type { FailureStore } from '../features/failures/failure-verbs.js'
import type { DeskStore } from '../features/handoffs/store/desk-verbs.js'
import type { HandoffStore } from '../features/handoffs/store/handoff-verbs.js'
import type { NoteStore } from '../features/handoffs/store/note-verbs.js'
import type { PresenceStore } from '../features/handoffs/store/presence-verbs.js'
import type { QueueStore } from '../features/handoffs/store/queue-verbs.js'
import type { LetterStore } from '../features/mail/letter-verbs.js'
import type { OutboxStore } from '../features/mail/outbox-verbs.js'
import type { MaskedStore } from '../features/masked-data/masked-verbs.js'
import type { PackStore } from '../features/packs/pack-verbs.js'
import type { PracticeStore } from '../features/practice/practice-verbs.js'
import type { ScheduledPublicationStore } from '../features/publication/scheduled-verbs.js'
import type { RemarkStore } from '../features/remarks/remark-verbs.js'
import type { RemoteReplyStore } from '../features/remote-replies/remote-reply-verbs.js'
import type { ReplyStore } from '../features/replies/reply-verbs.js'
import type { ClockStore } from '../features/retention/clock-verbs.js'
import type { ErasureStore } from '../features/retention/erasure-verbs.js'
import type { LapsedStore } from '../features/retention/lapsed-verbs.js'
import type { OldActStore } from '../features/retention/old-act-verbs.js'
import type { RetentionStore } from '../features/retention/retention-verbs.js'
import type { SettingsStore } from '../features/settings/settings-verbs.js'
import type { CounterStore } from '../features/statistics/counter-verbs.js'
import type { TallyStore } from '../features/statistics/tally-verbs.js'
import type { TchapStore } from '../features/tchap/tchap-verbs.js'
import type { AlertStore } from '../features/town-alert/alert-verbs.js'
import type { SampleStore } from '../features/truth-sheet/sample-verbs.js'
import type { ValidationStore } from '../features/validation/validation-verbs.js'
import type { WebhookStore } from '../features/webhooks/webhook-verbs.js'
import type { StoreLife } from '../platform/model/store-life.js'
import type { CommuneStore } from './communes/commune-verbs.js'

/** Every verb of every feature: what a store gives to the wiring, which hands each feature its own. */
export interface Store
  extends AccountStore,
    SessionStore,
    StaffStore,
    PoolStore,
    AlertStore,
    AuditStore,
    ConflictStore,
    EntryStore,
    FailureStore,
    FileStore,
    DeskStore,
    HandoffStore,
    NoteStore,
    PresenceStore,
    QueueStore,
    RemarkStore,
    PackStore,
    PersonStore,
    PracticeStore,
    PushStore,
    ScheduledPublicationStore,
    RemoteReplyStore,
    TchapStore,
    ReplyStore,
    ClockStore,
    ErasureStore,
    MaskedStore,
    RetentionStore,
    SettingsStore,
    CounterStore,
    TallyStore,
    SampleStore,
    ValidationStore,
    RemoteTalkStore,
    WebhookStore,
    AppointmentStore,
    ConversationStore,
    OldActStore,
    OutboxStore,
    LetterStore,
    LapsedStore,
    CommuneStore,
    StoreLife {}
