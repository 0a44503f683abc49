import { findChromium } from './chromium.ts'

/** One line before the tests, where no browser is found. */
export default () => {
  if (!findChromium())
    process.stdout.write(
      'The browser tests are skipped: no Chromium was found. Get it with: apt-get install chromium\n',
    )
}
