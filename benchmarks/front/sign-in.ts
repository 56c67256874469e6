import type { Page } from 'playwright-core'

/** Fills the form by which staff sign in, wherever it is shown, and sends it. `password`: that of the demonstration's accounts unless it is given. */
export async function fillSignIn(page: Page, email: string, password = 'demonstration'): Promise<void> {
  await page.getByLabel('Adresse électronique').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}

/** Opens a place of the administration (`entries`), of a server's own address, as the administrator of the demonstration. */
export async function openAdmin(page: Page, address: string, place = ''): Promise<void> {
  await page.goto(`${address}/admin${place && `#/${place}`}`)
  await fillSignIn(page, 'admin@villebourg.example')
}
