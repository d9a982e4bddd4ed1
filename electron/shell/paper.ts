import { type WebContents, webContents } from 'electron'
import type { Paper } from '../app/paper.ts'
import { isOurPage } from './page-protocol.ts'

const ourPage = (): WebContents | null =>
  webContents.getAllWebContents().find(contents => !contents.isDestroyed() && isOurPage(contents.getURL())) ?? null

/** Chromium's own printing of our window: its `@page` rules say how large the sheet is. */
export const windowPaper: Paper = {
  pdf: async () => (await ourPage()?.printToPDF({ preferCSSPageSize: true, printBackground: true })) ?? null,
  async printers() {
    const found = await ourPage()?.getPrintersAsync()
    if (!found) return null
    // Which is the system's own choice is told by it, where it tells.
    const isDefault = (options: unknown) => (options as { 'is-default'?: string } | undefined)?.['is-default'] === 'true'
    return found.map(({ name, displayName, options }) => ({ name, title: displayName || name, isDefault: isDefault(options) }))
  },
  async print({ printer, width, height }) {
    const page = ourPage()
    if (!page) return null
    // A name that is none would be printed to by nobody, or to the system's own printer.
    if (!(await page.getPrintersAsync()).some(({ name }) => name === printer)) return false
    return new Promise(resolve => {
      page.print(
        {
          silent: true,
          printBackground: true,
          deviceName: printer,
          pageSize: { width, height },
          margins: { marginType: 'none' },
        },
        success => resolve(success),
      )
    })
  },
}
