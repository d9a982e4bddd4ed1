import { expect, test } from 'vitest'
import { caps, chords, matches, typesText } from '../../renderer/keys/keys.ts'

const pressed = (code: string, held: { ctrl?: boolean; meta?: boolean; shift?: boolean; alt?: boolean } = {}) => ({
  code,
  ctrlKey: held.ctrl ?? false,
  metaKey: held.meta ?? false,
  shiftKey: held.shift ?? false,
  altKey: held.alt ?? false,
})

test('a chord is a place on the keyboard: Ctrl+K is found on the Russian layout, where it prints л', () => {
  expect(matches(pressed('KeyK', { ctrl: true }), chords.command)).toBe(true)
  expect(matches(pressed('KeyR', { ctrl: true }), chords.command)).toBe(false)
})

test('a modifier too many or too few is another chord', () => {
  expect(matches(pressed('Enter'), chords.send)).toBe(false)
  expect(matches(pressed('Enter', { ctrl: true }), chords.send)).toBe(true)
  expect(matches(pressed('Enter', { ctrl: true, shift: true }), chords.send)).toBe(false)
  expect(matches(pressed('KeyR', { ctrl: true }), chords.retryFailed)).toBe(false)
})

test('the Enter of the number block is Enter, Command is Ctrl', () => {
  expect(matches(pressed('NumpadEnter', { ctrl: true }), chords.send)).toBe(true)
  expect(matches(pressed('KeyZ', { meta: true }), chords.undo)).toBe(true)
})

test('no two keys of the console are the same', () => {
  const printed = Object.values(chords).map(chord => caps(chord).join('+'))
  expect(new Set(printed).size).toBe(printed.length)
})

test('keys that type belong to the text field, function keys and chords do not', () => {
  expect([chords.search, chords.shutter, chords.pause].map(typesText)).toEqual([true, true, true])
  expect([chords.newGuest, chords.command, chords.desk, chords.close].map(typesText)).toEqual([false, false, false, false])
})
