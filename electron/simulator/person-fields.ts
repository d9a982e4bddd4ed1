import { incorrect, Refusal } from './answer.ts'
import { type Body, email, indexCode, integer, judgeWindow, list, name, object, type Stamp, text, time } from './fields.ts'
import { fullName, type Person, type World } from './world.ts'

/** The changeable part of a person as a request carries it; undefined where it says nothing. */
export type PersonFields = Partial<
  Pick<Person, 'given' | 'family' | 'gender' | 'orgIndexCode' | 'phoneNo' | 'email' | 'remark' | 'cards'>
> & {
  begin?: Stamp
  end?: Stamp
  residentRoomNo?: string
  residentFloorNo?: string
}

/** Reads what person/single/add and /update have in common (protocol A4 Person). Anything undocumented is passed over in silence. */
export function readPersonFields(body: Body, isNew: boolean): PersonFields {
  const found: PersonFields = {
    family: name(body, 'personFamilyName', isNew),
    given: name(body, 'personGivenName', isNew),
    gender: readGender(body),
    orgIndexCode: isNew || body.orgIndexCode !== undefined ? indexCode(body, 'orgIndexCode') : undefined,
    phoneNo: text(body, 'phoneNo', 64),
    email: email(body),
    remark: text(body, 'remark', 128),
    cards: list(body, 'cards', 50)?.map(card => cardNo(object(card, 'cards'))),
    begin: time(body, 'beginTime'),
    end: time(body, 'endTime'),
    residentRoomNo: text(body, 'residentRoomNo', 64),
    residentFloorNo: text(body, 'residentFloorNo', 64),
  }
  if (found.begin && found.end) judgeWindow(found.begin, found.end, 'beginTime', 'endTime')
  return found
}

// Sources give the numbers only; they come as JSON numbers and as strings.
function readGender(body: Body): number | undefined {
  const value = typeof body.gender === 'string' && /^[012]$/.test(body.gender) ? Number(body.gender) : body.gender
  return integer({ gender: value }, 'gender', 0, 2)
}

function cardNo(card: Body): string {
  const value = text(card, 'cardNo', 20)
  if (value === undefined) throw incorrect('cardNo')
  return value
}

/** The person's own code: letters and digits, 16 at most. Too long is 2 or 0x00072002, by seed: no source says which. */
export function readPersonCode(body: Body, world: World): string | undefined {
  const code = body.personCode
  if (typeof code === 'string' && code.length > 16 && world.chance('personCode') < 0.5)
    throw new Refusal('0x00072002', 'Parameter value is out of range. [personCode parameter error]')
  const found = text(body, 'personCode', 16)
  if (found !== undefined && !/^[A-Za-z0-9]+$/.test(found)) throw incorrect('personCode')
  return found
}

/** The photo of an add: `faces: [{faceData}]`, one at most; undefined when there is none. Not judged yet. */
export function readFaces(body: Body): unknown {
  const faces = list(body, 'faces', 1)
  return faces?.length ? (object(faces[0], 'faces').faceData ?? '') : undefined
}

/** PersonInfo (protocol A4). */
export function personInfo(person: Person): Record<string, unknown> {
  const picUri = person.face?.picUri ?? ''
  return {
    personId: person.id,
    personCode: person.personCode,
    personName: fullName(person),
    personFamilyName: person.family,
    personGivenName: person.given,
    gender: person.gender,
    orgIndexCode: person.orgIndexCode,
    phoneNo: person.phoneNo,
    personPhoto: { picUri, picBigUri: picUri },
    email: person.email,
    remark: person.remark,
    cards: person.cards.map(one => ({ cardNo: one })),
    beginTime: person.begin.text,
    endTime: person.end.text,
    customFieldList: [],
  }
}
