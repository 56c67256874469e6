import { describe, expect, it } from '@jest/globals'
import { unansweredSince } from '../../../src/platform/model/digest.js'
import { isPushEndpoint, PUSH_SERVICES } from '../../../src/platform/push/push.js'

describe('the address of a browser at its push service', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ])('%s is let through', (endpoint) => {
    expect(isPushEndpoint(endpoint, PUSH_SERVICES)).toBe(true)
  })

  it.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com.ailleurs.example/abc',
    'https://evilfcm.googleapis.com.example/abc',
    'https://notfcm.googleapis.com/abc'.replace('notfcm', 'x-fcm'),
    'https://127.0.0.1/abc',
    'http://127.0.0.1:9200/_all',
    'https://user:pass@fcm.googleapis.com/abc',
    'https://fcm.googleapis.com:8443/abc',
    'file:///etc/passwd',
    'nonsense',
  ])('%s is not', (endpoint) => {
    expect(isPushEndpoint(endpoint, PUSH_SERVICES)).toBe(false)
  })

  it('may be another service, where the installation says so', () => {
    expect(isPushEndpoint('http://127.0.0.1:9200/x', ['127.0.0.1:9200'])).toBe(true)
    expect(isPushEndpoint('http://push.example.org/x', ['push.example.org'])).toBe(false)
    expect(isPushEndpoint('https://push.example.org/x', ['push.example.org'])).toBe(true)
  })
})

describe('the wait for an answer', () => {
  const said = (author: 'citizen' | 'agent' | 'assistant' | 'system', minute: number) => ({
    author,
    at: `09:0${minute}`,
  })

  it('begins with the first words that no agent has answered', () => {
    expect(unansweredSince([])).toBeNull()
    expect(unansweredSince([said('citizen', 1), said('assistant', 2), said('citizen', 3)])).toBe('09:01')
    expect(unansweredSince([said('citizen', 1), said('agent', 2), said('system', 3)])).toBeNull()
    expect(unansweredSince([said('citizen', 1), said('agent', 2), said('citizen', 3), said('citizen', 4)])).toBe(
      '09:03',
    )
  })
})
