import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  defaultPhotoRules,
  type FaceFigures,
  type FaceMeasures,
  fileCauses,
  judgePhoto,
  PhotoVerdict,
  photoChecks,
  refuseFile,
} from '../../shared/model/photo-verdict.ts'

const good: FaceFigures = {
  score: 0.9,
  box: { x: 500, y: 200, width: 220, height: 280 },
  eyes: { left: { x: 560, y: 300 }, right: { x: 660, y: 300 } },
  pupils: 100,
  yaw: 2,
  pitch: -3,
  roll: 1,
  brightness: 160,
  unevenness: 10,
  sharpness: 200,
  eyesOpen: 0.35,
}
const measured = (change: Partial<FaceFigures> = {}, faces = 1): FaceMeasures => ({
  width: 1280,
  height: 720,
  faces,
  face: { ...good, ...change },
})
const rules = defaultPhotoRules

const anyFigures: fc.Arbitrary<FaceFigures> = fc.record({
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  box: fc.constant(good.box),
  eyes: fc.constant(good.eyes),
  pupils: fc.double({ min: 0, max: 2000, noNaN: true }),
  yaw: fc.double({ min: -90, max: 90, noNaN: true }),
  pitch: fc.double({ min: -90, max: 90, noNaN: true }),
  roll: fc.double({ min: -180, max: 180, noNaN: true }),
  brightness: fc.double({ min: 0, max: 255, noNaN: true }),
  unevenness: fc.double({ min: 0, max: 200, noNaN: true }),
  sharpness: fc.double({ min: 0, max: 2000, noNaN: true }),
  eyesOpen: fc.double({ min: 0, max: 1, noNaN: true }),
})
const anyMeasures = fc.record({
  width: fc.nat(5000),
  height: fc.nat(5000),
  faces: fc.nat(6),
  face: fc.option(anyFigures),
})

test('whatever was measured, there are five checks in order, and the verdict is what they say', () => {
  fc.assert(
    fc.property(anyMeasures, measures => {
      const verdict = judgePhoto(measures)
      expect(PhotoVerdict.parse(verdict)).toEqual(verdict)
      expect(verdict.checks.map(c => c.check)).toEqual(photoChecks)
      expect(verdict.ok).toBe(verdict.checks.every(c => c.ok))
      expect(verdict.first).toBe(verdict.checks.find(c => c.cause)?.cause ?? null)
      // A refusal always has a word, and a passed check never has one.
      if (!verdict.ok) expect(verdict.first).not.toBeNull()
      for (const check of verdict.checks) if (check.ok) expect(check.cause).toBeNull()
    }),
  )
})

test('tilt is never a reason', () => {
  fc.assert(
    fc.property(anyFigures, fc.double({ min: -180, max: 180, noNaN: true }), (face, roll) => {
      const measures = { width: 1, height: 1, faces: 1, face }
      expect(judgePhoto({ ...measures, face: { ...face, roll } })).toEqual(judgePhoto(measures))
    }),
  )
})

test('a good face passes', () => {
  expect(judgePhoto(measured())).toMatchObject({ ok: true, first: null })
})

test.each([
  ['several-faces', measured({}, 2)],
  ['no-face', { ...measured(), faces: 0, face: null }],
  ['too-small', measured({ pupils: rules.minPupils - 1 })],
  ['turned-right', measured({ yaw: rules.maxYaw + 1 })],
  ['turned-left', measured({ yaw: -rules.maxYaw - 1 })],
  ['turned-up', measured({ pitch: rules.maxPitch + 1 })],
  ['turned-down', measured({ pitch: -rules.maxPitch - 1 })],
  ['too-dark', measured({ brightness: rules.minBrightness - 1 })],
  ['too-bright', measured({ brightness: rules.maxBrightness + 1 })],
  ['uneven', measured({ unevenness: rules.maxUnevenness + 1 })],
  ['blurred', measured({ sharpness: rules.minSharpness - 1 })],
] as const)('%s is the one thing said, with its measure and its limit', (cause, measures) => {
  const verdict = judgePhoto(measures)
  expect(verdict.first).toBe(cause)
  expect(verdict.checks.filter(c => c.cause)).toHaveLength(1)
  const check = verdict.checks.find(c => c.cause === cause)
  expect(check?.measure).not.toBeNull()
})

test('the axis that is further beyond its limit is the one to speak of', () => {
  expect(judgePhoto(measured({ yaw: 13, pitch: 60 })).first).toBe('turned-up')
  expect(judgePhoto(measured({ yaw: -60, pitch: 19 })).first).toBe('turned-left')
})

test('a face the model doubts is not called frontal, whatever its angles', () => {
  expect(judgePhoto(measured({ score: rules.minScore - 0.1, yaw: -3 })).first).toBe('turned-left')
})

test('in fog, angles and halves are not judged', () => {
  const verdict = judgePhoto(measured({ sharpness: 1, yaw: 50, unevenness: 190 }))
  expect(verdict.first).toBe('blurred')
  expect(verdict.checks.find(c => c.check === 'facing')).toMatchObject({ ok: false, cause: null, measure: null })
})

test('too few pixels are too small, not blurred as well', () => {
  const verdict = judgePhoto(measured({ pupils: 20, sharpness: 20 }))
  expect(verdict.checks.flatMap(c => c.cause ?? [])).toEqual(['too-small'])
})

test('limits are settings', () => {
  expect(judgePhoto(measured({ yaw: 20 }), { ...rules, maxYaw: 25 }).ok).toBe(true)
  expect(judgePhoto(measured({ pupils: 60 }), { ...rules, minPupils: 80 }).first).toBe('too-small')
})

test.each(fileCauses)('a file that is refused (%s) has five checks that could not be judged', cause => {
  const verdict = refuseFile(cause)
  expect(PhotoVerdict.parse(verdict)).toEqual(verdict)
  expect(verdict).toMatchObject({ ok: false, first: cause })
  expect(verdict.checks.every(c => !c.ok && c.cause === null && c.measure === null)).toBe(true)
})
