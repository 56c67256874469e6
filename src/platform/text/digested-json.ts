import { createHash } from 'node:crypto'

/** The last member of a document on the disk: by it a byte that has changed is noticed, even where it leaves JSON behind. */
const DIGEST = /,"sha256":"([0-9a-f]{64})"\}$/
/** No document ends with such a member of its own: the name or the value of its digest was altered. */
const ALTERED_DIGEST = /,"[^"]{6}":"[^"]{64}"\}$/

/** Adds to the JSON of an object that has members the SHA-256 of that JSON, as its last one. */
export function withDigest(json: string): string {
  return `${json.slice(0, -1)},"sha256":"${digestOf(json)}"}`
}

/** The object that was written; `null` when it is not whole, or not what was written. One of a version that wrote no digest is believed, unless it says nothing. */
export function openDigested(text: string): object | null {
  const told = DIGEST.exec(text)
  const json = told ? `${text.slice(0, told.index)}}` : text
  if (told && digestOf(json) !== told[1]) return null
  try {
    const data: unknown = JSON.parse(json)
    if (typeof data !== 'object' || data === null || Object.keys(data).length === 0) return null
    if (!told && ('sha256' in data || ALTERED_DIGEST.test(text))) return null
    return data
  } catch {
    return null
  }
}

function digestOf(json: string): string {
  return createHash('sha256').update(json).digest('hex')
}
