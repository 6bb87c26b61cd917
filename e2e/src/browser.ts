import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import bundled, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'

const BIN = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin')
const WINDOW = { width: 1280, height: 720 }
const PATIENCE_MS = 120_000

/** Gives `work` a Chromium without a window, from its npm package, with the libraries that a bare host may lack. */
export async function inBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  await inflate(join(BIN, 'al2023.tar.br'))
  const browser = await chromium.launch({
    executablePath: await bundled.executablePath(),
    args: bundled.args,
    env: { ...process.env, LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib') },
  })
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}

/** Opens a page of Airflow that needs a login, and logs in. */
export async function logIn(
  browser: Browser,
  url: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<Page> {
  const page = await browser.newPage({ viewport: WINDOW })
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(url)
  await page.locator('input[name=username]').fill(username)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/auth/'))
  return page
}

/** Triggers the DAG whose page is shown, with its parameters as they are. @returns the run's id */
export async function clickTrigger(page: Page): Promise<string> {
  await page.getByTestId('trigger-dag-button').click()
  await page.getByTestId('trigger-dag-submit').click()
  await page.waitForURL('**/runs/*')
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}

/** Writes a picture of the shown run's graph, once all its tasks are in it. */
export async function graphPicture(page: Page, tasks: number, file: string): Promise<void> {
  await page.getByRole('button', { name: 'Show Graph' }).click()
  const last = page.locator('.react-flow__node').nth(tasks - 1)
  await last.getByText('success').waitFor()
  await page.screenshot({ path: file })
}
