import { copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchPackage } from './fetch-package.js'
import { unpackBrowser } from './launch-browser.js'

/** Noto Sans Arabic, SIL Open Font License 1.1. */
const FONT = { package: '@expo-google-fonts/noto-sans-arabic', version: '0.4.3' }

/** Gives the packaged browser letters for Arabic, which it lacks; a visitor's device has its own. */
export async function addArabicFont(folder: string): Promise<void> {
  await unpackBrowser()
  const root = fetchPackage(FONT, folder)
  for (const weight of ['400Regular', '700Bold']) {
    const name = `NotoSansArabic_${weight}.ttf`
    await copyFile(join(root, weight, name), join(tmpdir(), 'fonts', name))
  }
}
