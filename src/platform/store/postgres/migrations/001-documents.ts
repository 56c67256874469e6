import { type Kysely, type Migration, sql } from 'kysely'

/** Documents in rows, and what was changed of them. Bodies are `json`, not `jsonb`: kept letter for letter, whatever citizens type. */
export const documents: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createTables(db)
    await createFunctions(db)
    await sql`create table pulse (id integer primary key, at timestamptz not null)`.execute(db)
  },
  async down(db: Kysely<unknown>): Promise<void> {
    for (const name of ['write_document', 'lock_document']) await sql`drop function ${sql.raw(name)}`.execute(db)
    for (const table of ['pulse', 'forgotten', 'presence_beat', 'change', 'item', 'document'])
      await sql`drop table ${sql.table(table)}`.execute(db)
  },
}

async function createTables(db: Kysely<unknown>): Promise<void> {
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
}

async function createFunctions(db: Kysely<unknown>): Promise<void> {
  // In plpgsql each statement sees what was committed before it: the version is read once the lock is held.
  await sql`
      create function lock_document(of_kind text, of_key text) returns bigint language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('document ' || of_kind || ' ' || of_key, 0));
        return (select version from document where kind = of_kind and key = of_key);
      end $$`.execute(db)
  // A function, so that its statements are planned once a connection, and a write is one trip. The others are told that there is something to read, and no more.
  await sql`
      create function write_document(
        of_kind text, of_key text, of_former bigint, new_head json, announcements json,
        removed_items json, removed_versions bigint[], removed_ordinals integer[],
        added_fields text[], added_positions double precision[], added_bodies text[],
        out written_seq bigint, out written_by text
      ) language plpgsql as $$
      begin
        insert into change (kind, key, former, kept, removed, announced)
        values (of_kind, of_key, of_former, new_head is not null, removed_items, announcements)
        returning change.seq, change.transaction_id::text into written_seq, written_by;
        if new_head is null then
          delete from document where document.kind = of_kind and document.key = of_key;
        else
          insert into document (kind, key, version, head) values (of_kind, of_key, written_seq, new_head)
          on conflict (kind, key) do update set version = excluded.version, head = excluded.head;
          if cardinality(removed_versions) > 0 then
            delete from item using unnest(removed_versions, removed_ordinals) as gone (version, ordinal)
            where item.kind = of_kind and item.key = of_key and item.version = gone.version and item.ordinal = gone.ordinal;
          end if;
          if cardinality(added_fields) > 0 then
            insert into item (kind, key, version, ordinal, field, position, body)
            select of_kind, of_key, written_seq, fresh.ordinal - 1, fresh.field, fresh.place, fresh.body::json
            from unnest(added_fields, added_positions, added_bodies) with ordinality as fresh (field, place, body, ordinal);
          end if;
        end if;
        perform pg_notify('guichet_change', '');
      end $$`.execute(db)
}
