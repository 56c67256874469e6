import { type Kysely, sql } from 'kysely'
import type { PresenceBeat } from '../../../features/accounts/staff.js'
import type { Beats } from '../../../features/handoffs/store/presence-verbs.js'
import type { Database } from './database.js'

/** Beats that every process on the database sees: in a table that is not logged, so that a beat costs no write to the disk. */
export function postgresBeats(db: Kysely<Database>): Beats {
  return {
    async list() {
      const rows = await db.selectFrom('presence_beat').selectAll().execute()
      return new Map(rows.map(({ user_id, beat }) => [user_id, beat as PresenceBeat]))
    },
    async keep(userId, beat) {
      await sql`
        insert into presence_beat (user_id, beat) values (${userId}, ${JSON.stringify(beat)}::json)
        on conflict (user_id) do update
        set beat = (presence_beat.beat::jsonb || excluded.beat::jsonb)::json`.execute(db)
    },
    async forget(userId) {
      await db.deleteFrom('presence_beat').where('user_id', '=', userId).execute()
    },
  }
}
