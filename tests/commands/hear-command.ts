import { jest } from '@jest/globals'

/** Listens to what a command writes, on both streams, until mocks are restored. @returns what it has said, its narrow spaces as plain ones */
export function hearCommand(): () => string {
  let said = ''
  const note = (text: unknown) => {
    said += String(text).replace(/[^\S\n]/g, ' ')
    return true
  }
  jest.spyOn(process.stderr, 'write').mockImplementation(note as typeof process.stderr.write)
  jest.spyOn(process.stdout, 'write').mockImplementation(note as typeof process.stdout.write)
  return () => said
}
