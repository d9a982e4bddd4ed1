import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import type { Muster } from '../../shared/contract/passage-calls.ts'
import { stamp } from './passage-lines.ts'

// The window's own font comes as WOFF2, which fontkit cannot embed: its composite letters (й, ё) make it stumble.
const font = (path: string) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${path}.ttf`))

/** A4 in points, and what is left around the text. */
const MARGIN = 48
const WIDTH = 595.28 - 2 * MARGIN
const ROW = 22
const BOTTOM = 841.89 - MARGIN - 24
/** Where each column begins, and its width, in points. */
const columns = [
  { of: 'Name', at: 22, width: 158 },
  { of: 'Company', at: 184, width: 100 },
  { of: 'Host', at: 288, width: 72 },
  { of: 'Phone', at: 364, width: 82 },
  { of: 'Last seen', at: 450, width: WIDTH - 450 },
] as const

/**
 * The muster list as a document to hang on a door: by zone, a box to tick before each name, pages numbered. `zone`: the IANA zone its times are told in. Made without a screen and
 * without a network.
 */
export function musterPdf({ asOf, blindSince, zones }: Muster, zone: string): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, info: { Title: 'Muster list' } })
  pdf.registerFont('text', font('400Regular/Inter_400Regular')).registerFont('strong', font('600SemiBold/Inter_600SemiBold'))
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const whole = new Promise<Buffer>(resolve => pdf.on('end', () => resolve(Buffer.concat(chunks))))

  const count = zones.reduce((sum, { people }) => sum + people.length, 0)
  const line = (text: string, x: number, y: number, width: number) =>
    pdf.text(text, MARGIN + x, y, { width, height: ROW - 6, ellipsis: true, lineBreak: false })
  const today = stamp(asOf, zone).slice(0, 10)
  /** The time alone while it is of the same day. */
  const seen = (at: number) => {
    const text = stamp(at, zone)
    return text.startsWith(today) ? text.slice(11, 16) : text.slice(5, 10)
  }
  let y = MARGIN
  const room = (height: number) => {
    if (y + height <= BOTTOM) return
    pdf.addPage()
    y = MARGIN
  }

  pdf.font('strong').fontSize(20)
  line(`Muster list: ${count} inside`, 0, y, WIDTH)
  y += 30
  pdf.font('text').fontSize(10)
  line(`As of ${stamp(asOf, zone)} (${zone})`, 0, y, WIDTH)
  y += 16
  if (blindSince !== null) {
    pdf.font('strong')
    line(
      blindSince === 0
        ? 'No passages have been read for this profile yet.'
        : `The doors were last heard ${stamp(blindSince, zone)}: people may have left since.`,
      0,
      y,
      WIDTH,
    )
    y += 16
  }
  if (zones.some(({ people }) => people.some(one => one.unsure))) {
    pdf.font('text')
    line('? perhaps gone: seen only at readers of which nobody has said which way they lead.', 0, y, WIDTH)
    y += 16
  }
  y += 8

  for (const { zone: door, people } of zones) {
    room(ROW * 3)
    pdf.font('strong').fontSize(12)
    line(`${door}: ${people.length}`, 0, y, WIDTH)
    y += ROW
    pdf.font('text').fontSize(8).fillColor('#555')
    for (const { of, at, width } of columns) line(of, at, y, width)
    pdf.fillColor('#000')
    y += 14
    for (const one of people) {
      const cells = [one.name, one.company, one.host, one.phone, `${seen(one.at)}${one.unsure ? ' ?' : ''}`]
      const fontOf = (i: number) => pdf.fontSize(9).font(i === 0 ? 'strong' : 'text')
      // On this list nobody's name is cut: a long one takes another line.
      const height = ROW - 11 + Math.max(...columns.map(({ width }, i) => fontOf(i).heightOfString(cells[i] || ' ', { width })))
      room(height)
      pdf
        .lineWidth(0.8)
        .rect(MARGIN, y + 1, 11, 11)
        .stroke('#000')
      for (const [i, { at, width }] of columns.entries()) fontOf(i).text(cells[i] ?? '', MARGIN + at, y, { width })
      y += height
      pdf
        .lineWidth(0.4)
        .moveTo(MARGIN, y - 5)
        .lineTo(MARGIN + WIDTH, y - 5)
        .stroke('#bbb')
    }
    y += 10
  }

  const { count: pages } = pdf.bufferedPageRange()
  for (let page = 0; page < pages; page++) {
    pdf.switchToPage(page)
    pdf.font('text').fontSize(8)
    line(`${page + 1} of ${pages}`, 0, 841.89 - MARGIN - 12, WIDTH)
  }
  pdf.end()
  return whole
}
