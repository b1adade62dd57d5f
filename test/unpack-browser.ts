import chromium from '@sparticuz/chromium';
import { HAS_BROWSER } from './a-browser.ts';

/** Before any test: of two that unpack the browser at once, one would start what is half unpacked. */
export default async function unpackBrowser(): Promise<void> {
  if (HAS_BROWSER) await chromium.executablePath();
}
