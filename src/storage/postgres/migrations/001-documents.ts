import { type Kysely, type Migration, sql } from 'kysely'

/** Documents in rows, and what was changed of them. Bodies are `json`, not `jsonb`: kept letter for letter, whatever citizens type. */
export const documents: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table document (
        kind text not null,
        key text not null,
        version bigint not null,
        head json not null,
        primary key (kind, key)
      )`.execute(db)
    await sql`
      create table item (
        kind text not null,
        key text not null,
        version bigint not null,
        ordinal integer not null,
        field text not null,
        position double precision not null,
        body json not null,
        primary key (kind, key, version, ordinal),
        foreign key (kind, key) references document on delete cascade
      )`.execute(db)
    await sql`
      create table change (
        seq bigint generated always as identity primary key,
        transaction_id xid8 not null default pg_current_xact_id(),
        kind text not null,
        key text not null,
        former bigint not null,
        kept boolean not null,
        removed json not null,
        announced json not null,
        at timestamptz not null default now()
      )`.execute(db)
    await sql`create index change_by_transaction on change (transaction_id)`.execute(db)
    await sql`create index change_by_age on change (at)`.execute(db)
    await sql`create table forgotten (id integer primary key, transaction_id xid8 not null)`.execute(db)
    await sql`create unlogged table presence_beat (user_id text primary key, beat json not null)`.execute(db)
    // In plpgsql each statement sees what was committed before it: the version is read once the lock is held.
    await sql`
      create function lock_document(of_kind text, of_key text) returns bigint language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('document ' || of_kind || ' ' || of_key, 0));
        return (select version from document where kind = of_kind and key = of_key);
      end $$`.execute(db)
    await sql`create table pulse (id integer primary key, at timestamptz not null)`.execute(db)
  },
  async down(db: Kysely<unknown>): Promise<void> {
    await sql`drop function lock_document(text, text)`.execute(db)
    for (const table of ['pulse', 'forgotten', 'presence_beat', 'change', 'item', 'document'])
      await sql`drop table ${sql.table(table)}`.execute(db)
  },
}
