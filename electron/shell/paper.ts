import { webContents } from 'electron'
import type { Paper } from '../app/paper.ts'
import { isOurPage } from './page-protocol.ts'

/** Chromium's own printing of our window: its `@page` rules say how large the sheet is. */
export const windowPaper: Paper = {
  async pdf() {
    const page = webContents.getAllWebContents().find(contents => !contents.isDestroyed() && isOurPage(contents.getURL()))
    return page ? page.printToPDF({ preferCSSPageSize: true, printBackground: true }) : null
  },
}
