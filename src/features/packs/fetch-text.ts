import { lookup } from 'node:dns/promises'
import { get } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { isPrivateAddress } from '../../platform/security/private-address.js'
import { toUrl } from '../../platform/text/to-url.js'

/** Why an address is not read. */
export type FetchRefusal = 'bad_address' | 'private_address' | 'too_large' | 'unreachable'

/** What an address answered, or why it is not read. */
export type FetchedText = { outcome: 'fetched'; text: string } | { outcome: 'refused'; refusal: FetchRefusal }

/** How far an address is followed. */
export interface FetchBounds {
  bytes: number
  timeoutMs: number
}

const MOST_REDIRECTS = 3

/**
 * Reads a text from an https address that somebody gave. The name is resolved once, and that very address is connected to, so that it cannot become a private
 * one in between; redirections are followed by the same rules. Never rejects.
 */
export async function fetchText(address: string, bounds: FetchBounds): Promise<FetchedText> {
  let next = address
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    const url = toUrl(next)
    if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return refused('bad_address')
    const ip = await resolve(url.hostname.replace(/^\[|\]$/g, ''))
    if (ip === null) return refused('unreachable')
    if (isPrivateAddress(ip)) return refused('private_address')
    const answer = await read(url, ip, bounds)
    if ('outcome' in answer) return answer
    next = toUrl(answer.location, url.href)?.href ?? ''
  }
  return refused('unreachable')
}

function refused(refusal: FetchRefusal): FetchedText {
  return { outcome: 'refused', refusal }
}

async function resolve(host: string): Promise<string | null> {
  if (isIP(host)) return host
  try {
    return (await lookup(host)).address
  } catch {
    return null
  }
}

function read(url: URL, ip: string, { bytes, timeoutMs }: FetchBounds): Promise<FetchedText | { location: string }> {
  const pinned: LookupFunction = (_host, options, callback) => {
    const family = isIP(ip)
    if (options.all) callback(null, [{ address: ip, family }])
    else callback(null, ip, family)
  }
  return new Promise((settle) => {
    const headers = { Accept: 'application/json' }
    const signal = AbortSignal.timeout(timeoutMs)
    const request = get(url, { lookup: pinned, headers, signal }, (response) => {
      const { statusCode = 0, headers: told } = response
      if (statusCode >= 300 && statusCode < 400 && told.location) {
        response.destroy()
        return settle({ location: told.location })
      }
      if (statusCode !== 200) {
        response.destroy()
        return settle(refused('unreachable'))
      }
      const pieces: Buffer[] = []
      let size = 0
      response.on('data', (piece: Buffer) => {
        size += piece.length
        pieces.push(piece)
        if (size <= bytes) return
        settle(refused('too_large'))
        response.destroy()
      })
      response.on('end', () => settle({ outcome: 'fetched', text: Buffer.concat(pieces).toString('utf8') }))
      response.on('error', () => settle(refused('unreachable')))
    })
    request.on('error', () => settle(refused('unreachable')))
  })
}
