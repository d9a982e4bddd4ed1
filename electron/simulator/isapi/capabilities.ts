import { type Endpoints, look, lookXml } from './ask.ts'
import { MAJORS } from './minors.ts'
import type { Terminal } from './terminal.ts'

const between = (min: number, max: number) => ({ '@min': min, '@max': max })

/** Choices: a text with commas, or an array on some models (protocol B4, REC). */
const choice = (terminal: Terminal, ...words: (string | number)[]) => ({
  '@opt': terminal.on('optAsArray') ? words : words.join(','),
})

const userTypes = (terminal: Terminal) =>
  terminal.on('normalUsersOnly') ? choice(terminal, 'normal') : choice(terminal, 'normal', 'visitor', 'blackList')

const supportFunction = (terminal: Terminal) =>
  choice(terminal, 'post', 'delete', 'put', 'get', ...(terminal.on('noSetUp') ? [] : ['setUp']))

const userInfo = (terminal: Terminal) => ({
  UserInfo: {
    supportFunction: supportFunction(terminal),
    UserInfoSearchCond: {
      searchID: between(1, 36),
      maxResults: between(1, 30),
      EmployeeNoList: { maxSize: 30, employeeNo: between(1, 32) },
      fuzzySearch: between(1, 128),
    },
    UserInfoDelCond: { EmployeeNoList: { maxSize: 30, employeeNo: between(1, 32) } },
    ...(terminal.on('batchUsers') ? { UserInfoBatchPutCond: { maxUserNum: 16 } } : {}),
    employeeNo: between(1, 32),
    name: between(0, 128),
    userType: userTypes(terminal),
    Valid: {
      // Bare words beside the others (protocol B4).
      enable: 'true,false',
      beginTime: { '@min': '2000-01-01T00:00:00', '@max': '2037-12-31T23:59:59' },
      endTime: { '@min': '2000-01-01T00:00:00', '@max': '2037-12-31T23:59:59' },
      timeType: choice(terminal, 'local', 'UTC'),
    },
    belongGroup: between(0, 4),
    password: between(1, 8),
    doorRight: choice(terminal, ...terminal.doors.keys()),
    RightPlan: { maxSize: 4, doorNo: choice(terminal, ...terminal.doors.keys()), planTemplateNo: between(1, 255) },
    maxOpenDoorTime: between(0, 255),
    maxRecordNum: terminal.plan.model.capacity,
    ...(terminal.on('noFaces') ? {} : { numOfFace: between(0, 1) }),
  },
})

const acsEvent = (terminal: Terminal) => ({
  AcsEvent: {
    AcsEventCond: {
      searchID: between(1, 64),
      searchResultPosition: between(0, 150_000),
      maxResults: between(1, 30),
      major: choice(terminal, 0, ...Object.keys(MAJORS)),
      ...Object.fromEntries(Object.entries(MAJORS).map(([major, minors]) => [`minor_${major}`, choice(terminal, ...minors)])),
      startTime: between(1, 32),
      endTime: between(1, 32),
      cardNo: between(1, 20),
      employeeNoString: between(1, 32),
      beginSerialNo: between(1, 3_000_000_000),
      endSerialNo: between(1, 3_000_000_000),
      picEnable: choice(terminal, 'true', 'false'),
      timeReverseOrder: choice(terminal, 'true', 'false'),
    },
    // An array beside texts, as recorded (protocol B4).
    mask: { '@opt': ['unknown', 'yes', 'no'] },
  },
})

const faceLibrary = (terminal: Terminal) => ({
  FDLib: {
    FDID: between(1, 63),
    faceLibType: choice(terminal, 'blackFD', 'infraredFD'),
    FDRecordDataMaxNum: terminal.plan.model.capacity,
    FPID: between(1, 63),
    faceURL: between(1, 1024),
    supportFDFunction: terminal.on('faceDeleteByFDDelete')
      ? choice(terminal, 'post', 'put', 'get', 'setUp')
      : choice(terminal, 'post', 'delete', 'put', 'get', 'setUp'),
    // The sides a photo may have are wider here than what works (protocol B6).
    picWidth: between(80, 4096),
    picHeight: between(80, 4096),
  },
})

/** What a terminal says it can do (protocol B4). Keys that no source spells are INF. */
export const capabilities: Endpoints = {
  'GET AccessControl/capabilities': lookXml((_, terminal) => ({
    json: {
      AccessControl: {
        isSupportUserInfo: true,
        isSupportCardInfo: true,
        isSupportFDLib: !terminal.on('noFaces'),
        isSupportUserInfoDetailDelete: !terminal.on('noDetailDelete'),
        isSupportAcsEvent: true,
        isSupportRemoteControlDoor: true,
        isSupportAcsWorkStatus: true,
      },
    },
  })),
  'GET AccessControl/UserInfo/capabilities': look((_, terminal) => ({ json: userInfo(terminal) })),
  'GET AccessControl/AcsEvent/capabilities': look((_, terminal) => ({ json: acsEvent(terminal) })),
  'GET Intelligent/FDLib/capabilities': look((_, terminal) => ({ json: faceLibrary(terminal) })),
}
