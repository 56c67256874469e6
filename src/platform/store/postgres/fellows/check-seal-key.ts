import { type Kysely, sql } from 'kysely'
import type { Sealer } from '../../../../features/retention/masked-data.js'
import { AppError } from '../../../model/app-error.js'
import { opensWord, sealWord } from '../../seal-word.js'
import type { Database } from '../database.js'

/**
 * Makes sure that this process opens what the others have sealed. The first one leaves something sealed; the others open it, or do not serve. The key itself
 * is never in the database.
 * @throws AppError `seal_key_differs`
 */
export async function checkSealKey(db: Kysely<Database>, sealer: Sealer): Promise<void> {
  const read = async () => (await db.selectFrom('seal_check').select('sealed').executeTakeFirst())?.sealed
  if ((await read()) === undefined)
    await sql`
      insert into seal_check (id, sealed) values (1, ${await sealWord(sealer)}) on conflict do nothing`.execute(db)
  // Two that begin together may both have sealed: what counts is what is there.
  const sealed = await read()
  if (sealed !== undefined && (await opensWord(sealer, sealed))) return
  throw new AppError('seal_key_differs', 503, {
    cause: new Error(
      'ce que les autres serveurs de cette base ont scellé ne s’ouvre pas avec la clé de celui-ci. Donnez dans GUICHET_SEAL_KEY le contenu de seal.key, dans le dossier de données du premier serveur (docs/scale.md). Si elle est perdue, « guichet seal-key » dit ce qui l’est avec elle (docs/backup.md)',
    ),
  })
}
