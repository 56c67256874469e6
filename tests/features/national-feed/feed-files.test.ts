import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { FeedFault, openFeedFiles } from '../../../src/features/national-feed/feed-files.js'
import { fc } from '../../properties.js'
import { makeZip, type ZipMember } from './make-zip.js'
import { ficheXml, temporaryFolder, writeFeed } from './sample-fiche.js'

let root: Awaited<ReturnType<typeof temporaryFolder>>

beforeAll(async () => {
  root = await temporaryFolder()
})
afterAll(() => root.remove())

async function namesIn(path: string): Promise<string[]> {
  const names: string[] = []
  for await (const file of (await openFeedFiles(path)).files) names.push(file?.name ?? '-')
  return names
}

async function zipOf(members: readonly ZipMember[]): Promise<string> {
  const path = join(root.path, 'feed.zip')
  await writeFile(path, makeZip(members))
  return path
}

const member = (name: string, text = ficheXml({ id: 'F1' })): ZipMember => ({ name, bytes: Buffer.from(text) })

describe('the files of a feed', () => {
  it('come from a folder or a zip, in folders or not, fiches and redirections alone', async () => {
    const folder = await writeFeed(join(root.path, 'folder'), [{ id: 'F1' }], {
      'N1.xml': '',
      'redirections.xml': '',
      'lisez-moi.txt': '',
    })
    expect(await namesIn(folder)).toEqual(['F1.xml', '-', 'redirections.xml'])
    const zip = await zipOf([member('vosdroits/F1.xml'), member('N1.xml'), member('vosdroits/redirections.xml')])
    expect(await namesIn(zip)).toEqual(['F1.xml', '-', 'redirections.xml'])
    const opened = await openFeedFiles(zip)
    expect(opened.total).toBe(3)
    for await (const file of opened.files) {
      if (file?.name === 'F1.xml') expect(Buffer.from(file.bytes).toString()).toBe(ficheXml({ id: 'F1' }))
    }
  })

  it.each([
    ['climbs out of its folder', [member('../../etc/F1.xml')], 'unsafe_archive'],
    ['begins at the root', [member('/F1.xml')], 'unsafe_archive'],
    ['is written with backslashes', [member('..\\F1.xml')], 'unsafe_archive'],
    ['unpacks to more than it says', [{ ...member('F1.xml'), claims: 10 }], 'unsafe_archive'],
    ['unpacks to less than it says', [{ ...member('F1.xml'), claims: 100_000 }], 'unsafe_archive'],
    ['says to unpack to too much', [{ ...member('F1.xml'), claims: 0xfffffff0 }], 'too_large'],
    [
      'is large in all',
      Array.from({ length: 3 }, (_, index) => ({ ...member(`N${index}.xml`), claims: 0x40000000 })),
      'too_large',
    ],
  ])('are refused from an archive that %s', async (_, members, fault) => {
    await expect(namesIn(await zipOf(members))).rejects.toMatchObject({ fault })
  })

  it('are refused from what is no archive, or is not there', async () => {
    const path = join(root.path, 'other.zip')
    await writeFile(path, 'Bonjour')
    await expect(namesIn(path)).rejects.toMatchObject({ fault: 'not_a_feed' })
    await expect(namesIn(join(root.path, 'nowhere'))).rejects.toMatchObject({ fault: 'not_found' })
  })

  it('come or are refused in order, however an archive is damaged', async () => {
    const whole = makeZip([member('F1.xml'), member('F2.xml', ficheXml({ id: 'F2' }))])
    const path = join(root.path, 'damaged.zip')
    const damage = fc.tuple(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.boolean())
    await fc.assert(
      fc.asyncProperty(damage, async ([at, noise, isCut]) => {
        const bytes = Buffer.from(whole)
        bytes.set(noise.slice(0, whole.length - at), at)
        await writeFile(path, isCut ? bytes.subarray(0, at) : bytes)
        await namesIn(path).catch((error: unknown) => expect(error).toBeInstanceOf(FeedFault))
      }),
      { numRuns: 150 },
    )
  })
})
