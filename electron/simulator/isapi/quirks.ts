/**
 * The habits of terminals. Each model has some of them; a script gives a terminal more (`"quirks"`) or takes some away
 * (`"quirksOff"`). The sentence says what the terminal does while the quirk is on; README.md has the source of each.
 */
export const DEVICE_QUIRKS = {
  batchUsers: 'several users may come in one call',
  busyIs200: 'busy is HTTP 200 with statusCode 2, and not 503',
  busyIs401: 'busy is a 401 without any challenge',
  chunkedRefused: 'a body in chunks is refused',
  clockJumps: 'times in the log go back an hour after the sixteenth record',
  dropsFaceUploads: 'a photo that comes on a connection used before loses the connection in the middle',
  dropsOldestStream: 'one stream too many ends the oldest; without the quirk it is refused',
  faceDeleteByFDDelete: 'faces are deleted by FDDelete, and FDSearch/Delete answers 6',
  jsonAsXml: 'what was asked for as JSON comes as XML',
  largeSerials: 'serial numbers of the log are beyond 32 bits',
  missingOffset: 'times in the log carry no offset',
  needsSpacing: 'a write within 100 ms of the last one finds the terminal busy',
  noDeleteProcess: 'a delete is done when it is answered, and there is no DeleteProcess',
  noDetailDelete: 'there is no UserInfoDetail/Delete',
  noFaces: 'there is no FDLib',
  noHeartbeat: 'the stream is silent when nobody passes',
  noPartLength: 'parts of the stream do not say how long they are',
  noQop: 'challenges have no qop',
  noReplay: 'the stream begins with what happens next',
  noSession: 'there is no session login',
  noSetUp: 'there is no SetUp of users: Record and Modify only',
  noStream: 'there is no alertStream',
  normalUsersOnly: 'a user of another type than normal is refused',
  notSupportIs200: 'notSupport is HTTP 200, and not 403 or 404',
  oddStale: 'stale is spelled TRUE and FALSE',
  optAsArray: 'choices in capabilities are arrays, beside some that are texts',
  photoMisleading: 'a photo over 200 KB is refused with a JSON format error that names faceURL',
  photoRulesOff: 'any picture is taken',
  pictureParts: 'a passage in the stream is followed by its picture',
  sentinelCards: 'face passages carry a card number of 64 bits that is nobody’s',
  shortPages: 'pages are shorter than asked for',
  staleNeverTrue: 'an expired nonce is refused as stale="false"',
  startsLocked: 'the account is locked when the terminal starts',
  strictCounts: 'a nonce count lower than the last one is refused',
  wrongOffset: 'times in the log carry the offset of another zone',
  xmlStream: 'parts of the stream are XML',
} as const

/** The name of a habit, as `quirks` and `quirksOff` of a device in a script spell it. */
export type DeviceQuirk = keyof typeof DEVICE_QUIRKS

/** True when `name` is a habit of terminals. */
export const isDeviceQuirk = (name: string): name is DeviceQuirk => Object.hasOwn(DEVICE_QUIRKS, name)
