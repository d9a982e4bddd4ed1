/**
 * The gateway's habits that a client must survive. All are ON in the default world; a script turns one off by its name
 * (`"quirksOff": ["dataAbsent"]`). The sentence says what the gateway does while the quirk is on; README.md has the source of each.
 */
export const QUIRKS = {
  addPersonsFalseError:
    'addPersons answers 131 when somebody in the list is a member already, although everybody is in the group afterwards',
  asynchronousApply: 'a re-application is only queued: the doors follow within applyMs',
  dataAbsent: 'code 17 everywhere and code 2 under visitor/ come without a data key (other failures carry "")',
  doorListEchoesZero: 'acsDoorList echoes pageNo 0 and pageSize 0',
  emptyStringData: 'updates and deletes answer data ""',
  eventsLag: 'a passage can be queried one second after it was pushed',
  listAbsentWhenEmpty: 'an empty page has no list key',
  mixedKeyCase: 'the keys of elementDownloadDetail are spelled in one of three ways, by seed',
  parametersBeforePermission: 'parameters are judged before the permission (2 before 17)',
  photoMisleading: 'a photo over 200 KB is refused with a JSON format error that names faceURL',
  photoRules: 'photos are judged byte by byte; a refused one fails the whole add',
  pictureAsDataUri: 'pictures come as text data:image/jpeg;base64,... and not as bytes',
  plainStringPersonId: 'person/single/add answers the id as a plain string and not as an object',
  recordsByBegin: 'getVistorRegisterRecord lists the visits that begin in the period, and not all that touch it',
  secondOutRefused: 'visitor/out of a visit that is over answers 140',
  singleDoorAsObject: 'ElementDetail is an object when there is one door, an array when there are more',
  smallIds: 'ids are small decimals that start at 1',
  staleFailures: 'after a re-application an old failure is sometimes shown for a door',
  strayTimeSpace: 'happenTime in pushed events carries milliseconds and a stray space',
  unauthorizedStatus: 'one signature refusal in eight comes with HTTP 401 and not 200',
  unknownEndpointIs8: 'an endpoint that does not exist answers code 8 and not HTTP 404',
} as const

/** The name of a quirk, as `quirksOff` in a script spells it. */
export type Quirk = keyof typeof QUIRKS

/** True when `name` is a quirk of this simulator. */
export const isQuirk = (name: string): name is Quirk => Object.hasOwn(QUIRKS, name)
