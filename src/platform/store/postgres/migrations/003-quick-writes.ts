import { type Kysely, type Migration, sql } from 'kysely'

/** Documents of several callers written together, each over the version that its process knows: one trip, one wait for the disk, one notice. */
export const quickWrites: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table change add column mark text`.execute(db)
    // A document that somebody else holds, or has moved on, is left out: whoever asked writes it in a transaction of its own. So this waits for nobody.
    // The notice names the process: it was told by its own answer already.
    await sql`
      create function write_documents(
        of_mark text, of_process text,
        of_kinds text[], of_keys text[], of_formers bigint[], new_heads text[], announcements text[], removed_items text[],
        removed_of integer[], removed_versions bigint[], removed_ordinals integer[],
        added_of integer[], added_ordinals integer[], added_fields text[], added_positions double precision[], added_bodies text[]
      ) returns table (written integer, written_seq bigint, written_by text) language plpgsql as $$
      begin
        for n in 1 .. cardinality(of_keys) loop
          continue when not pg_try_advisory_xact_lock(
            hashtextextended('document ' || of_kinds[n] || ' ' || of_keys[n], 0));
          continue when of_formers[n] <> coalesce(
            (select version from document where kind = of_kinds[n] and key = of_keys[n]), 0);
          insert into change (kind, key, former, kept, removed, announced, mark)
          values (of_kinds[n], of_keys[n], of_formers[n], new_heads[n] is not null,
            removed_items[n]::json, announcements[n]::json, of_mark)
          returning change.seq into written_seq;
          if new_heads[n] is null then
            delete from document where kind = of_kinds[n] and key = of_keys[n];
          else
            insert into document (kind, key, version, head)
            values (of_kinds[n], of_keys[n], written_seq, new_heads[n]::json)
            on conflict (kind, key) do update set version = excluded.version, head = excluded.head;
            if removed_of @> array[n] then
              delete from item using unnest(removed_of, removed_versions, removed_ordinals) as gone (owner, version, ordinal)
              where item.kind = of_kinds[n] and item.key = of_keys[n]
                and gone.owner = n and item.version = gone.version and item.ordinal = gone.ordinal;
            end if;
            insert into item (kind, key, version, ordinal, field, position, body)
            select of_kinds[n], of_keys[n], written_seq, fresh.ordinal, fresh.field, fresh.place, fresh.body::json
            from unnest(added_of, added_ordinals, added_fields, added_positions, added_bodies)
              as fresh (owner, ordinal, field, place, body)
            where fresh.owner = n;
          end if;
          written := n;
          written_by := pg_current_xact_id()::text;
          return next;
        end loop;
        if written is not null then
          perform pg_notify('guichet_change', of_process);
        end if;
      end $$`.execute(db)
  },
  async down(db: Kysely<unknown>): Promise<void> {
    await sql`drop function write_documents`.execute(db)
    await sql`alter table change drop column mark`.execute(db)
  },
}
