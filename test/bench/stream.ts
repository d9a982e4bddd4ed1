import { Dicer } from '@fastify/busboy'
import { createMultipartParser } from '../../electron/access-control/isapi/multipart-stream.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { inChunks } from '../support/multipart.ts'
import { type Row, times } from './table.ts'

const MEGABYTE = 1_000_000
const WANTED = 100

/** A device's stream, about `bytes` long: events of the size that terminals send, each with its length; a picture after every tenth if asked for. */
function stream(bytes: number, pictures: boolean): Buffer {
  const random = seededRandom(7)
  const pieces: Buffer[] = []
  for (let size = 0, serial = 1; size < bytes; serial++) {
    const event = {
      ipAddress: '192.0.2.1',
      dateTime: '2030-03-15T09:00:00+03:00',
      activePostCount: 1,
      eventType: 'AccessControllerEvent',
      eventState: 'active',
      AccessControllerEvent: {
        deviceName: 'Вход',
        majorEventType: 5,
        subEventType: 75,
        name: 'Анна Каренина',
        doorNo: 1,
        employeeNoString: String(random.int(1, 1e9)),
        serialNo: serial,
        currentVerifyMode: 'cardOrFaceOrFp',
        currentEvent: true,
        frontSerialNo: serial - 1,
        mask: 'no',
      },
    }
    const part = (type: string, body: Buffer) =>
      pieces.push(
        Buffer.from(`--MIME_boundary\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`),
        body,
        Buffer.from('\r\n'),
      )
    const json = Buffer.from(JSON.stringify(event, null, '\t'))
    part('application/json; charset="UTF-8"', json)
    size += json.length
    if (pictures && serial % 10 === 0) {
      const picture = Buffer.from(Array.from({ length: 40_000 }, () => random.int(0, 255)))
      part('image/jpeg', picture)
      size += picture.length
    }
  }
  return Buffer.concat([...pieces, Buffer.from('--MIME_boundary--\r\n')])
}

function ours(chunks: readonly Buffer[]): number {
  let parts = 0
  const parser = createMultipartParser({ boundary: 'MIME_boundary', onPart: () => parts++ })
  for (const chunk of chunks) parser.push(chunk)
  parser.end()
  return parts
}

function dicers(chunks: readonly Buffer[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let parts = 0
    let open = 1
    const close = () => {
      if (--open === 0) resolve(parts)
    }
    const dicer = new Dicer({ boundary: 'MIME_boundary' })
    dicer.on('part', part => {
      parts++
      open++
      const pieces: Buffer[] = []
      part.on('data', piece => pieces.push(piece as Buffer))
      part.on('end', () => {
        Buffer.concat(pieces)
        close()
      })
    })
    dicer.on('error', reject)
    dicer.once('finish', close)
    for (const chunk of chunks) dicer.write(chunk)
    dicer.end()
  })
}

/** Of several runs the quickest, in MB/s: the others were disturbed. Both read the same chunks in the same run. */
async function measure(bytes: Buffer, most: number): Promise<{ ours: number; dicers: number }> {
  const chunks = inChunks(bytes, seededRandom(3), most)
  const best = { ours: 0, dicers: 0 }
  for (let run = 0; run < 5; run++) {
    let began = performance.now()
    const parts = ours(chunks)
    best.ours = Math.max(best.ours, bytes.length / MEGABYTE / ((performance.now() - began) / 1000))
    began = performance.now()
    const theirs = await dicers(chunks)
    best.dicers = Math.max(best.dicers, bytes.length / MEGABYTE / ((performance.now() - began) / 1000))
    if (parts !== theirs) throw new Error(`${parts} parts against ${theirs}`)
  }
  return best
}

/** How fast an alertStream is read, beside dicer on the same bytes in the same chunks. */
export async function benchStream(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [what, pictures, most] of [
    ['events and pictures', true, 1500],
    ['events', false, 1500],
    ['events, tiny chunks', false, 20],
  ] as const) {
    const speed = await measure(stream(30 * MEGABYTE, pictures), most)
    rows.push({
      what: `stream read, ${what}`,
      figure: `${Math.round(speed.ours)} MB/s`,
      target: `>= ${WANTED} MB/s`,
      reached: speed.ours >= WANTED,
    })
    rows.push({ what: `the same against dicer`, figure: times(speed.ours / speed.dicers), target: '', reached: null })
  }
  return rows
}
