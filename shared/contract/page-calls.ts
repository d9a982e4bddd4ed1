import { z } from 'zod'
import { call, nothing, text } from './call.ts'

/** A printer of this machine. `name` is the system's, `title` what people call it. */
export const Printer = z.object({ name: z.string(), title: z.string(), isDefault: z.boolean() })
export type Printer = z.infer<typeof Printer>

/** Micrometres, as printers are told: from a label of a centimetre to A3. */
const Microns = z.number().int().min(10_000).max(420_000)

/** What a host with a window of its own does with the page; others answer `unsupported`, and the browser's print dialog is the way. */
export const pageCalls = {
  /** What the page would print, as a PDF in base64. */
  'page.pdf': call(nothing, z.object({ pdf: z.string() })),
  'page.printers': call(nothing, z.array(Printer)),
  /** Prints without asking, without margins. Answers when the printer has taken it. */
  'page.print': call(z.object({ printer: text(200), width: Microns, height: Microns }), nothing),
} as const
