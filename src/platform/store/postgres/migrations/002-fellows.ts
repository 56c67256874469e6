import { type Kysely, type Migration, sql } from 'kysely'

/** What processes share besides documents. Tables that are not logged cost no write to the disk, and are empty after the database's own crash. */
export const sharedCounts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table seal_check (id integer primary key, sealed text not null)`.execute(db)
    await sql`
      create unlogged table address_salt (
        id integer primary key,
        value text not null,
        drawn_at timestamptz not null
      )`.execute(db)
    await sql`
      create unlogged table sign_in_try (
        key text primary key,
        failed integer not null,
        last_at timestamptz not null
      )`.execute(db)
    await sql`create index sign_in_try_by_age on sign_in_try (last_at)`.execute(db)
  },
  async down(db: Kysely<unknown>): Promise<void> {
    for (const table of ['sign_in_try', 'address_salt', 'seal_check'])
      await sql`drop table ${sql.table(table)}`.execute(db)
  },
}
